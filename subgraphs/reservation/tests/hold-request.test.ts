// The shape of a request to hold rooms: what is accepted, what is refused, and how it is said.
import fc from 'fast-check';
import { limits } from '../../../shared/config/limits.ts';
import { propertyRuns } from '../../../shared/config/environment.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { differingField, parseHoldRequest, parseStayRequest } from '../domain/hold-request.ts';
import type { HoldInput, HoldLine, HoldRequest } from '../domain/hold-request.ts';

const bounds = limits.booking;
const line: HoldLine = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 2 };
const request: HoldRequest = {
  hotelId: 'H1',
  agencyId: 'SIAM',
  clientReference: 'R-1',
  lines: [line],
};

function pathsOf(input: HoldInput): (string | undefined)[] {
  const parsed = parseHoldRequest(input, bounds);
  return parsed.ok ? [] : parsed.error.map((reason) => reason.path);
}

describe('the shape of a request', () => {
  const withLine = (changes: Partial<HoldLine>): Partial<HoldInput> => ({
    lines: [{ ...line, ...changes }],
  });
  const wrong: [string, Partial<HoldInput>, string[]][] = [
    ['no agency', { agencyId: undefined }, ['/agencyId']],
    ['an empty reference', { clientReference: '' }, ['/clientReference']],
    ['a reference of spaces', { clientReference: '   ' }, ['/clientReference']],
    ['a reference with a control character', { clientReference: 'R\n1' }, ['/clientReference']],
    ['a reference with a NUL', { clientReference: 'R\0' }, ['/clientReference']],
    ['a reference of 65 characters', { clientReference: 'R'.repeat(65) }, ['/clientReference']],
    ['no lines', { lines: [] }, ['/lines']],
    ['21 lines', { lines: Array.from({ length: 21 }, () => line) }, ['/lines']],
    ['a blank room type', withLine({ roomType: ' ' }), ['/lines/0/roomType']],
    ['no rooms', withLine({ rooms: 0 }), ['/lines/0/rooms']],
    ['fewer than no rooms', withLine({ rooms: -1 }), ['/lines/0/rooms']],
    ['100 rooms', withLine({ rooms: 100 }), ['/lines/0/rooms']],
    ['half a room', withLine({ rooms: 1.5 }), ['/lines/0/rooms']],
    ['a check-in that is no date', withLine({ checkIn: '2099-02-30' }), ['/lines/0/checkIn']],
    ['a check-out that is no date', withLine({ checkOut: '10.3.2099' }), ['/lines/0/checkOut']],
    ['no night', withLine({ checkOut: line.checkIn }), ['/lines/0/checkOut']],
    ['a check-out before check-in', withLine({ checkOut: '2099-03-09' }), ['/lines/0/checkOut']],
    ['91 nights', withLine({ checkOut: '2099-06-09' }), ['/lines/0/checkOut']],
  ];
  test.each(wrong)('refuses %s and names the field', (_what, changes, paths) => {
    expect(pathsOf({ ...request, ...changes })).toEqual(paths);
    const quoted = parseStayRequest({ ...request, ...changes }, bounds);
    const ofQuote = paths.filter((path) => path !== '/clientReference');
    expect(quoted.ok ? [] : quoted.error.map(({ path }) => path)).toEqual(ofQuote);
  });

  test('names every field that is wrong at once, each under its own line', () => {
    const bad = { roomType: '', checkIn: 'x', checkOut: 'y', rooms: 0 };
    expect(
      pathsOf({ ...request, agencyId: undefined, clientReference: '', lines: [line, bad] }),
    ).toEqual([
      '/agencyId',
      '/clientReference',
      '/lines/1/roomType',
      '/lines/1/rooms',
      '/lines/1/checkIn',
      '/lines/1/checkOut',
    ]);
  });

  const right: [string, Partial<HoldRequest>][] = [
    ['a reference of 64 characters', { clientReference: 'R'.repeat(64) }],
    ['a reference in Thai', { clientReference: 'การจอง 7/2' }],
    ['20 lines', { lines: Array.from({ length: 20 }, () => line) }],
    ['99 rooms', { lines: [{ ...line, rooms: 99 }] }],
    ['90 nights', { lines: [{ ...line, checkOut: '2099-06-08' }] }],
    ['the leap day', { lines: [{ ...line, checkIn: '2096-02-29', checkOut: '2096-03-01' }] }],
  ];
  test.each(right)('accepts %s as it came', (_what, changes) => {
    const input = { ...request, ...changes };
    expect(parseHoldRequest(input, bounds)).toEqual({ ok: true, value: input });
  });

  test('accepts exactly what the bounds allow', () => {
    const anyLine = fc.record({
      roomType: fc.constantFrom('A', 'DLX', '', ' '),
      from: fc.integer({ min: nightOf('2098-01-01'), max: nightOf('2100-01-01') }),
      nights: fc.integer({ min: -2, max: bounds.nightsPerStayMax + 2 }),
      rooms: fc.oneof(fc.integer({ min: -1, max: bounds.roomsPerLineMax + 2 }), fc.constant(0.5)),
    });
    const anyRequest = fc.record({
      reference: fc.oneof(
        fc.constantFrom('R-1', 'x', '', '-x', 'a\tb', 'R'.repeat(64), 'R'.repeat(65)),
        fc.string({ maxLength: 66 }),
      ),
      lines: fc.oneof(
        { weight: 4, arbitrary: fc.array(anyLine, { maxLength: 3 }) },
        { weight: 1, arbitrary: fc.array(anyLine, { minLength: 19, maxLength: 22 }) },
      ),
    });
    const law = fc.property(anyRequest, ({ reference, lines }) => {
      const allowed =
        reference.length <= 64 &&
        /^[\p{L}\p{N}]/u.test(reference) &&
        [...reference].every((character) => /[\p{L}\p{N} ._:/#-]/u.test(character)) &&
        lines.length >= 1 &&
        lines.length <= 20 &&
        lines.every(
          ({ roomType, nights, rooms }) =>
            roomType.trim() !== '' &&
            nights >= 1 &&
            nights <= 90 &&
            Number.isInteger(rooms) &&
            rooms >= 1 &&
            rooms <= 99,
        );
      const parsed = parseHoldRequest(
        {
          ...request,
          clientReference: reference,
          lines: lines.map(({ roomType, from, nights, rooms }) => ({
            roomType,
            rooms,
            checkIn: formatNight(from),
            checkOut: formatNight(from + nights),
          })),
        },
        bounds,
      );
      return parsed.ok === allowed;
    });
    fc.assert(law, propertyRuns(500));
  });
});

describe('two requests under one reference', () => {
  const cases: [string, Partial<HoldRequest>, string | null][] = [
    ['are the same when nothing differs', {}, null],
    ['are the same whoever’s they are: agencies do not share references', { agencyId: 'B' }, null],
    ['differ in the hotel', { hotelId: 'H2' }, '/hotelId'],
    ['differ in the number of lines', { lines: [line, line] }, '/lines'],
    ['differ in a room type', { lines: [{ ...line, roomType: 'B' }] }, '/lines/0/roomType'],
    ['differ in check-in', { lines: [{ ...line, checkIn: '2099-03-09' }] }, '/lines/0/checkIn'],
    ['differ in check-out', { lines: [{ ...line, checkOut: '2099-03-13' }] }, '/lines/0/checkOut'],
    ['differ in rooms', { lines: [{ ...line, rooms: 3 }] }, '/lines/0/rooms'],
  ];
  test.each(cases)('%s', (_what, changes, path) => {
    expect(differingField(request, { ...request, ...changes })).toBe(path);
  });
});
