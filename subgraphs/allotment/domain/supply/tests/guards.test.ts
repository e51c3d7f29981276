// A run that changes too much at once waits for a person; ordinary news does not.
import { limits } from '../../../../../shared/config/limits.ts';
import { formatNight, nightOf } from '../../../../../shared/domain/nights.ts';
import type { ContractContent } from '../contract-content.ts';
import { guardMassChange } from '../guards.ts';
import type { MassChangeVerdict } from '../guards.ts';
import type { KnownContract, PlannedContract } from '../plan-supply.ts';

const FROM = '2026-03-01';
const version = { revision: 1, updatedAt: '2026-01-01T00:00:00.000000Z', lines: {} };

/** A contract of `nights` nights from 1 March on, 10 rooms each but for the first `numbers`. */
function content(nights: number, ...numbers: (number | null)[]): ContractContent {
  const byDate = Object.fromEntries(
    numbers.map((rooms, index) => [formatNight(nightOf(FROM) + index), rooms]),
  );
  return {
    stayFrom: FROM,
    stayTo: formatNight(nightOf(FROM) + nights),
    contractKind: 'ALLOTMENT',
    lines: [{ roomType: 'A', quantity: 10, byDate }],
  };
}

const known = (id: string, of: ContractContent | null): [string, KnownContract] => [
  id,
  { rev: 1, content: of, version },
];

function planned(id: string, of: ContractContent): PlannedContract {
  const fact = { kind: 'CONTRACT', id, rev: 2, ...of } as const;
  return { fact, version, previous: null, partial: false };
}

function guard(
  before: [string, KnownContract][],
  append: PlannedContract[],
  to = '2027-03-01',
): MassChangeVerdict {
  return guardMassChange({
    known: new Map(before),
    plan: { append },
    window: { from: FROM, to },
    limits: limits.mhg,
  });
}

const times = (count: number, rooms: number | null): (number | null)[] =>
  Array.from({ length: count }, () => rooms);

test('the first sync of an empty hotel passes, however large', () => {
  expect(guard([], [planned('K1', content(300))])).toMatchObject({ verdict: 'APPLY', cells: 0 });
  expect(guard([known('K1', null)], [planned('K1', content(300))]).verdict).toBe('APPLY');
});

test('a new contract beside known ones passes', () => {
  const verdict = guard([known('K1', content(10))], [planned('K2', content(300))]);
  expect(verdict).toMatchObject({ verdict: 'APPLY', cells: 10, changed: 0 });
});

test.each<[string, number | null]>([
  ['zero', 0],
  ['no number', null],
])('everything going to %s waits for approval, even in a small hotel', (_name, rooms) => {
  const verdict = guard(
    [known('K1', content(3))],
    [planned('K1', content(3, rooms, rooms, rooms))],
  );
  expect(verdict).toMatchObject({
    verdict: 'NEEDS_APPROVAL',
    reasons: ['ALL_ZERO', 'ZEROED_SHARE'],
    zeroed: 3,
  });
});

test('half of the cells going to zero pass, one more waits', () => {
  const before = [known('K1', content(10))];
  expect(guard(before, [planned('K1', content(10, ...times(5, 0)))]).verdict).toBe('APPLY');
  expect(guard(before, [planned('K1', content(10, ...times(6, 0)))])).toMatchObject({
    verdict: 'NEEDS_APPROVAL',
    reasons: ['ZEROED_SHARE'],
    zeroed: 6,
  });
});

test('a hotel that had no rooms before may go on having none', () => {
  const zero = content(10, ...times(10, 0));
  expect(
    guard([known('K1', zero)], [planned('K1', content(10, ...times(10, null)))]),
  ).toMatchObject({
    verdict: 'APPLY',
    zeroed: 0,
  });
});

test.each<[string, number, number]>([
  ['raised', 20, 0],
  ['lowered', 5, 0],
])('a whole house %s at once waits for approval', (direction, rooms) => {
  const verdict = guard(
    [known('K1', content(300))],
    [planned('K1', content(300, ...times(241, rooms)))],
  );
  expect(verdict).toMatchObject({
    verdict: 'NEEDS_APPROVAL',
    reasons: ['CHANGED_SHARE'],
    changed: 241,
    [direction]: 241,
  });
  const four = guard(
    [known('K1', content(300))],
    [planned('K1', content(300, ...times(240, rooms)))],
  );
  expect(four.verdict).toBe('APPLY');
});

test('a small contract may change as a whole', () => {
  const verdict = guard([known('K1', content(30))], [planned('K1', content(30, ...times(30, 7)))]);
  expect(verdict).toMatchObject({ verdict: 'APPLY', changed: 30 });
});

test('nights outside the window do not count', () => {
  const verdict = guard(
    [known('K1', content(10))],
    [planned('K1', content(10, ...times(2, 10), ...times(8, 0)))],
    '2026-03-03',
  );
  expect(verdict).toMatchObject({ verdict: 'APPLY', cells: 2, zeroed: 0 });
});

test('a contract that turns to free sale is raised, one that turns to requests is zeroed', () => {
  const before = [known('K1', content(4)), known('K2', content(4))];
  const verdict = guard(before, [
    planned('K1', { ...content(4), contractKind: 'FREE_SALE' }),
    planned('K2', { ...content(4), contractKind: 'ON_REQUEST' }),
  ]);
  expect(verdict).toMatchObject({ verdict: 'APPLY', raised: 4, lowered: 4, zeroed: 4 });
});
