// The checker believes a history that holds and rejects forged ones: at least one per law.
import type { HistoryEvent } from '../../../../../shared/testing/load/history.ts';
import { parseHistory } from '../../../../../shared/testing/load/history.ts';
import type { HotelState } from '../../verify/read-hotel.ts';
import { checkHistory } from '../check-history.ts';
import { groupOf, history, hold, instant, LINE, move, soldOut, stateOf } from './forged.ts';

function lawsBroken(events: readonly HistoryEvent[], state: HotelState | null): string[] {
  const states = state && new Map([[state.hotelId, state]]);
  const { violations } = checkHistory(events, states);
  return [...new Set(violations.map(({ law }) => law))];
}

const a = groupOf('a', 1_000);
const b = groupOf('b', 2_000);
const first = hold({ op: 1, client: 1, from: 900, to: 1_100 }, 'a', a);
const second = hold({ op: 2, client: 2, from: 1_900, to: 2_100 }, 'b', b);
const third = hold({ op: 3, client: 3, from: 2_200, to: 2_300 }, 'c', soldOut);
const there = [
  { key: 'a', group: a, recordedMs: 1_050 },
  { key: 'b', group: b, recordedMs: 2_050 },
];
const two = stateOf(10_000, ...there);
const good = history(first, second, third);

const LAWS = {
  order: 'a history is what one driver saw, in order',
  rooms: 'never more rooms are acknowledged at once than there are',
  keys: 'one booking per key, and retries are answered alike',
  duplicate: 'every refusal is justified',
  refusal: 'every refusal is justified by an instant in its interval',
  present: 'every acknowledged booking is present with its state',
  whole: 'an unknown outcome is whole or absent, and found by its key',
  nothing: 'a refusal leaves nothing behind',
  intent: 'no booking without an intent',
};

test('believes a history that holds, with its database and without', () => {
  expect(lawsBroken(good, two)).toEqual([]);
  expect(lawsBroken(good, null)).toEqual([]);
  expect(checkHistory(good, null)).toMatchObject({
    operations: 3,
    ended: { ok: 2, fail: 1, unknown: 0 },
  });
});

test('reads back what it was told, and names the line that is no event', () => {
  const text = good.map((event) => JSON.stringify(event)).join('\n');
  expect(parseHistory(`${text}\n`)).toEqual(good);
  expect(() => parseHistory(`${text}\n{"type":"ok"}`)).toThrow(/^line 10 is no event/);
});

describe('a history that is none', () => {
  test.each<[string, HistoryEvent[]]>([
    [
      'one client does two things at once',
      [...first.slice(0, 1), ...hold({ op: 9, from: 950, to: 960 }, 'x', 'unknown')],
    ],
    ['an operation ends twice', [...first, first[1]!]],
    ['an operation ends that never began', first.slice(1)],
    ['time runs backwards', [...second, ...first]],
    [
      'an operation is invoked twice',
      [...first, ...hold({ op: 1, from: 1_200, to: 1_300 }, 'a', a)],
    ],
  ])('%s', (_what, events) => {
    expect(lawsBroken([...history(), ...events], null)).toContain(LAWS.order);
  });
});

describe('rooms', () => {
  const more = groupOf('c', 2_250);
  const oversold = hold({ op: 3, client: 3, from: 2_200, to: 2_300 }, 'c', more);

  test('three acknowledged at once where there are two', () => {
    expect(lawsBroken(history(first, second, oversold), null)).toEqual([LAWS.rooms]);
  });

  test('the third after one was given back, or had run out, is as it should be', () => {
    const gone = { ...a, status: 'CANCELLED' };
    const back = move({ op: 4, client: 1, from: 2_120, to: 2_150 }, 'cancelBooking', a.id, gone);
    expect(lawsBroken(history(first, second, back, oversold), null)).toEqual([]);
    const later = hold(
      { op: 3, client: 3, from: 901_200, to: 901_300 },
      'c',
      groupOf('c', 901_250),
    );
    expect(lawsBroken(history(first, second, later), null)).toEqual([]);
  });

  test('a confirmed booking keeps its rooms past the end of its hold', () => {
    const kept = { ...a, status: 'CONFIRMED' };
    const confirmed = move({ op: 4, from: 1_200, to: 1_300 }, 'confirmBooking', a.id, kept);
    const other = { ...b, status: 'CONFIRMED' };
    const also = move({ op: 5, client: 2, from: 2_210, to: 2_220 }, 'confirmBooking', b.id, other);
    const later = hold(
      { op: 3, client: 3, from: 902_200, to: 902_300 },
      'c',
      groupOf('c', 902_250),
    );
    expect(lawsBroken(history(first, confirmed, second, also, later), null)).toEqual([LAWS.rooms]);
  });
});

describe('keys', () => {
  test('another group for the same key', () => {
    const again = hold({ op: 2, from: 1_200, to: 1_300 }, 'a', groupOf('b', 1_000));
    expect(lawsBroken(history(first, again), null)).toEqual([LAWS.keys]);
  });

  test('the same group with another deadline', () => {
    const again = hold({ op: 2, from: 1_200, to: 1_300 }, 'a', { ...a, expiresAt: instant(1) });
    expect(lawsBroken(history(first, again), null)).toEqual([LAWS.keys]);
  });

  test('another body accepted under the same key', () => {
    const other = [{ ...LINE, rooms: 2 }];
    const again = hold({ op: 2, from: 1_200, to: 1_300 }, 'a', a, other);
    expect(lawsBroken(history(first, again), null)).toContain(LAWS.keys);
  });

  test('one group for two keys', () => {
    const again = hold({ op: 2, from: 1_200, to: 1_300 }, 'b', a);
    expect(lawsBroken(history(first, again), null)).toContain(LAWS.keys);
  });

  test('a duplicate of nothing', () => {
    const refused = { refusal: 'DuplicateReference', reasons: [{ code: 'DUPLICATE_REFERENCE' }] };
    const again = hold({ op: 2, from: 1_200, to: 1_300 }, 'a', refused);
    expect(lawsBroken(history(first, again), null)).toEqual([LAWS.duplicate]);
    const other = hold({ op: 2, from: 1_200, to: 1_300 }, 'a', refused, [{ ...LINE, rooms: 2 }]);
    expect(lawsBroken(history(first, other), null)).toEqual([]);
  });
});

describe('what was acknowledged', () => {
  test('is not there', () => {
    expect(lawsBroken(history(first), stateOf(10_000))).toEqual([LAWS.present]);
  });

  test('is there in a state that nobody asked for', () => {
    const state = stateOf(10_000, { ...there[0]!, status: 'CANCELLED' });
    expect(lawsBroken(history(first), state)).toEqual([LAWS.present]);
    const expired = { ...there[0]!, status: 'EXPIRED' };
    expect(lawsBroken(history(first), stateOf(10_000, expired))).toEqual([LAWS.present]);
    expect(lawsBroken(history(first), stateOf(901_000, expired))).toEqual([]);
  });

  test('was given back by nobody whose cancel was refused', () => {
    const refused = { refusal: 'InvalidState', reasons: [{ code: 'HOLD_EXPIRED' }] };
    const cancel = move({ op: 2, from: 901_000, to: 901_100 }, 'cancelBooking', a.id, refused);
    const state = stateOf(902_000, { ...there[0]!, status: 'CANCELLED' });
    expect(lawsBroken(history(first, cancel), state)).toEqual([LAWS.present]);
  });

  test('may have been cancelled by a request whose answer was lost', () => {
    const cancel = move({ op: 2, from: 1_200, to: 1_300 }, 'cancelBooking', a.id, 'unknown');
    const state = stateOf(10_000, { ...there[0]!, status: 'CANCELLED' });
    expect(lawsBroken(history(first, cancel), state)).toEqual([]);
  });
});

describe('what nobody knows of', () => {
  const unknown = history(hold({ op: 1, from: 900, to: 1_100 }, 'a', 'unknown'));

  test('is whole, or absent', () => {
    expect(lawsBroken(unknown, stateOf(10_000))).toEqual([]);
    expect(lawsBroken(unknown, stateOf(10_000, there[0]!))).toEqual([]);
  });

  test.each(['key', 'group', 'night', 'fact', 'audit'] as const)('has no %s', (without) => {
    const half = stateOf(10_000, { ...there[0]!, without });
    expect(lawsBroken(unknown, half)).toEqual([LAWS.whole]);
  });

  test('holds other rooms than were asked for', () => {
    const other = stateOf(10_000, { ...there[0]!, lines: [{ ...LINE, rooms: 2 }] });
    expect(lawsBroken(unknown, other)).toEqual([LAWS.whole]);
  });
});

describe('refusals', () => {
  test('a refusal that left something behind', () => {
    const c = { key: 'c', group: groupOf('c', 2_250), recordedMs: 2_250 };
    expect(lawsBroken(good, stateOf(10_000, ...there, c))).toContain(LAWS.nothing);
  });

  test('sold out, though there was a room all the time', () => {
    const refused = hold({ op: 2, client: 2, from: 1_900, to: 2_100 }, 'b', soldOut);
    expect(lawsBroken(history(first, refused), stateOf(10_000, there[0]!))).toEqual([LAWS.refusal]);
  });

  test('sold out before the rooms were taken', () => {
    const early = hold({ op: 3, client: 3, from: 800, to: 850 }, 'c', soldOut);
    expect(lawsBroken(history(early, first, second), two)).toEqual([LAWS.refusal]);
  });

  test('sold out after one had come back', () => {
    const back = { ...there[0]!, cancelledMs: 3_000, status: 'CANCELLED' };
    const cancelled = groupOf('a', 1_000, 'CANCELLED');
    const cancel = move({ op: 4, from: 2_900, to: 3_100 }, 'cancelBooking', a.id, cancelled);
    const next = { key: 'd', group: groupOf('d', 4_000), recordedMs: 4_000 };
    const more = hold({ op: 5, from: 3_900, to: 4_100 }, 'd', next.group);
    const end = { key: 'e', group: groupOf('e', 6_000), recordedMs: 6_000 };
    const state = stateOf(10_000, back, there[1]!, next);
    const while_ = (from: number, to: number): HistoryEvent[] =>
      hold({ op: 3, client: 3, from, to }, 'c', soldOut);
    expect(lawsBroken(history(first, second, cancel, more, while_(2_950, 3_050)), state)).toEqual(
      [],
    );
    expect(lawsBroken(history(first, second, cancel, more, while_(4_200, 4_300)), state)).toEqual(
      [],
    );
    const later = stateOf(10_000, back, there[1]!, end);
    const last = hold({ op: 5, from: 5_900, to: 6_100 }, 'e', end.group);
    // The cancel was heard of at 3100: nobody may be refused for its rooms from then on.
    expect(lawsBroken(history(first, second, cancel, last, while_(3_500, 3_600)), later)).toEqual([
      LAWS.refusal,
    ]);
  });

  test('sold out with a number that was never true', () => {
    const refused = { refusal: 'NotAvailable', reasons: [{ have: 1 }] };
    const wrong = hold({ op: 3, client: 3, from: 2_200, to: 2_300 }, 'c', refused);
    expect(lawsBroken(history(first, second, wrong), two)).toEqual([LAWS.refusal]);
  });

  test('what no driver asks for is refused to none', () => {
    const refused = { refusal: 'NotPermitted', reasons: [{ code: 'NOT_ENTITLED' }] };
    const wrong = hold({ op: 1, from: 900, to: 1_000 }, 'c', refused);
    expect(lawsBroken(history(wrong), stateOf(10_000))).toEqual([LAWS.refusal]);
  });

  test('a hold is said to be over while it lives', () => {
    const refused = { refusal: 'InvalidState', reasons: [{ code: 'HOLD_EXPIRED' }] };
    const times = { op: 2, from: 1_200, to: 1_300 };
    const confirm = move(times, 'confirmBooking', a.id, refused);
    expect(lawsBroken(history(first, confirm), stateOf(10_000, there[0]!))).toEqual([LAWS.refusal]);
    const later = move({ op: 2, from: 901_200, to: 901_300 }, 'confirmBooking', a.id, refused);
    expect(lawsBroken(history(first, later), stateOf(10_000, there[0]!))).toEqual([]);
  });

  test('busy, which may not be sent again', () => {
    const busy = (retryable: boolean): HistoryEvent[] =>
      hold({ op: 1, from: 900, to: 1_000 }, 'c', {
        refusal: 'TryAgain',
        reasons: [{ code: 'BUSY', retryable }],
      });
    expect(lawsBroken(history(busy(true)), stateOf(10_000))).toEqual([]);
    expect(lawsBroken(history(busy(false)), stateOf(10_000))).toEqual([LAWS.refusal]);
  });
});

test('a booking that nobody asked for', () => {
  const state = stateOf(10_000, ...there);
  expect(lawsBroken(history(first), state)).toEqual([LAWS.intent]);
});
