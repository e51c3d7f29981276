// What somebody wants to change, as it comes in.
import { parseAmendedLines } from '../domain/amended-lines.ts';

const bounds = {
  linesPerGroupMax: 20,
  roomsPerLineMax: 50,
  nightsPerStayMax: 30,
  clientReferenceCharsMax: 64,
};

test('too many lines are refused for their number alone, without a look at any of them', () => {
  const lines = Array.from({ length: 21 }, () => ({ bookingId: 'bkg_1', rooms: -1 }));
  expect(parseAmendedLines(null, lines, bounds)).toEqual({
    ok: false,
    error: [{ code: 'BAD_INPUT', path: '/lines', detail: 'At most 20 lines.' }],
  });
});
