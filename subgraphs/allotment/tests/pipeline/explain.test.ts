// Who is told why: an explanation exists exactly where the asker may see a line, on any night. What it
// says is tested in ../explain.
import { instantOf } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { ExplainQuery } from '../../domain/explain/scene.ts';
import { explainLine, explainRoomType } from '../../domain/pipeline/explain.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import { contract, EARLY, NIGHT, retract, sold, TIMEZONE } from './world.ts';

const open = contract('k1', [
  { roomType: 'A', quantity: 3 },
  { roomType: 'B', quantity: 4 },
]);
const closed = contract('k2', [{ roomType: 'A' }, { roomType: 'C' }], { agencies: ['AG1'] });
const gone = contract('k3', [{ roomType: 'D' }]);
const BOOK = buildFactBook([open, closed, gone, sold(1), retract(gone)]);

const asked = (agency: string | null, date = NIGHT): ExplainQuery => ({
  timezone: TIMEZONE,
  night: nightOf(date),
  asOf: instantOf(EARLY),
  agency,
  bookingsNamedMax: 5,
});

describe('an explanation', () => {
  test('of a line holds that line alone', () => {
    const explained = explainLine(BOOK, asked('AG2'), 'k1/A');
    expect(explained).toMatchObject({
      subject: { kind: 'LINE', id: 'k1/A', rev: null },
      available: 2,
    });
    expect(explained?.lines).toHaveLength(1);
    expect(explained?.lines[0]?.available).toBe(2);
  });

  test('of a line on a night that it does not cover says 0', () => {
    expect(explainLine(BOOK, asked(null, '2026-05-01'), 'k1/A')?.available).toBe(0);
  });

  test.each(['k2/A', 'k9/A', 'k3/D'])('is not given of %s to who may not see it', (line) => {
    expect(explainLine(BOOK, asked('AG2'), line)).toBeNull();
  });

  test('of a room type is given to whoever sees one of its lines', () => {
    expect(explainRoomType(BOOK, asked('AG2'), 'A')?.available).toBe(2);
    expect(explainRoomType(BOOK, asked('AG1'), 'A')?.available).toBe(12);
    expect(explainRoomType(BOOK, asked('AG1'), 'C')?.available).toBe(10);
  });

  test.each(['C', 'D', 'Z'])('is not given of room type %s to who sees no line of it', (type) => {
    expect(explainRoomType(BOOK, asked('AG2'), type)).toBeNull();
  });
});
