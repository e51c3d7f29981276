// Which statements of the supplier become facts, at which revision, and which never do.
import { formatNight, nightOf } from '../../../../../shared/domain/nights.ts';
import { contentOf } from '../contract-content.ts';
import type { ContractContent } from '../contract-content.ts';
import { planSupplyFacts } from '../plan-supply.ts';
import type { KnownContract, SupplyPlan, ToldSupply } from '../plan-supply.ts';
import type { LineNights, SupplyContract, SupplyVersion } from '../told-supply.ts';

const T1 = '2026-01-01T00:00:00.000000Z';
const T2 = '2026-01-02T00:00:00.000000Z';
const T3 = '2026-01-03T00:00:00.000000Z';

interface Said {
  id?: string;
  quantity?: number | null;
  told?: Record<string, number | null>;
  held?: string[];
  heldEntirely?: boolean;
  version?: Partial<SupplyVersion>;
  terms?: Partial<ContractContent>;
}

/** A contract over the nights 1 to 9 March with one line A. */
function says(said: Said = {}): SupplyContract {
  const nights: LineNights = {
    told: new Map(Object.entries(said.told ?? {}).map(([date, rooms]) => [nightOf(date), rooms])),
    held: new Set((said.held ?? []).map(nightOf)),
    heldEntirely: said.heldEntirely ?? false,
  };
  return {
    id: said.id ?? 'K1',
    name: 'Year',
    version: { revision: 1, updatedAt: T1, lines: { A: T1 }, ...said.version },
    terms: {
      stayFrom: '2026-03-01',
      stayTo: '2026-03-10',
      contractKind: 'ALLOTMENT',
      currency: 'THB',
      lines: [{ roomType: 'A', quantity: said.quantity === undefined ? 10 : said.quantity }],
      ...said.terms,
    },
    nights: { A: nights },
  };
}

function run(contracts: SupplyContract[], changes: Partial<ToldSupply> = {}): ToldSupply {
  return {
    contracts,
    unreadableContracts: [],
    complete: true,
    absenceProven: true,
    window: { from: '2026-03-01' },
    ...changes,
  };
}

const incomplete = { complete: false, absenceProven: false };

/** What the ledger and the contract table know once a plan was appended. */
function after(
  plan: SupplyPlan,
  before: ReadonlyMap<string, KnownContract> = new Map(),
): Map<string, KnownContract> {
  const known = new Map(before);
  for (const { id, version } of plan.unchanged) {
    const contract = known.get(id);
    if (contract) known.set(id, { ...contract, version });
  }
  for (const { fact, version } of plan.append) {
    known.set(fact.id, { rev: fact.rev, content: contentOf(fact), version });
  }
  return known;
}

const learn = (contract: SupplyContract): Map<string, KnownContract> =>
  after(planSupplyFacts(new Map(), run([contract])));

function lineOf(plan: SupplyPlan): unknown {
  return plan.append[0]?.fact.lines[0];
}

const NOTHING = {
  append: [],
  unchanged: [],
  stale: [],
  deferred: [],
  tombstoneCandidates: [],
};

test('a new contract is appended at revision 1, with only the nights that differ from its number', () => {
  const plan = planSupplyFacts(
    new Map(),
    run([says({ told: { '2026-03-01': 10, '2026-03-02': 7, '2026-03-03': null } })]),
  );
  expect(plan.append[0]?.fact).toEqual({
    kind: 'CONTRACT',
    id: 'K1',
    rev: 1,
    stayFrom: '2026-03-01',
    stayTo: '2026-03-10',
    contractKind: 'ALLOTMENT',
    currency: 'THB',
    lines: [{ roomType: 'A', quantity: 10, byDate: { '2026-03-02': 7, '2026-03-03': null } }],
  });
});

test('the same statement a second time plans nothing', () => {
  const said = says({ told: { '2026-03-02': 7 }, held: ['2026-03-05'] });
  const known = learn(said);
  expect(planSupplyFacts(known, run([said]))).toEqual({
    ...NOTHING,
    unchanged: [{ id: 'K1', version: said.version }],
  });
});

test('nights that change under one supplier revision move our revision', () => {
  const known = learn(says());
  const plan = planSupplyFacts(
    known,
    run([says({ told: { '2026-03-02': 4 }, version: { lines: { A: T2 } } })]),
  );
  expect(plan.append[0]?.fact.rev).toBe(2);
  expect(lineOf(plan)).toMatchObject({ byDate: { '2026-03-02': 4 } });
});

test('a supplier revision that says nothing new moves the version alone', () => {
  const known = learn(says());
  const version = { revision: 2, updatedAt: T2, lines: { A: T1 } };
  const plan = planSupplyFacts(known, run([says({ version })]));
  expect(plan).toEqual({ ...NOTHING, unchanged: [{ id: 'K1', version }] });
});

test.each<[string, Partial<SupplyVersion>]>([
  ['revision', { revision: 1, updatedAt: T3 }],
  ['time within one revision', { revision: 2, updatedAt: T1 }],
])('a statement of an older %s never wins, however late it comes', (_name, version) => {
  const known = learn(says({ quantity: 7, version: { revision: 2, updatedAt: T2 } }));
  const plan = planSupplyFacts(known, run([says({ quantity: 10, version })]));
  expect(plan.append).toEqual([]);
  expect(plan.stale).toMatchObject([{ id: 'K1', known: { revision: 2 }, offered: version }]);
});

test('late numbers of nights behind a fresh contract leave the newer numbers as they are', () => {
  const known = learn(says({ told: { '2026-03-02': 4 }, version: { lines: { A: T3 } } }));
  const plan = planSupplyFacts(
    known,
    run([
      says({
        quantity: 9,
        told: { '2026-03-02': 8 },
        version: { revision: 2, updatedAt: T2, lines: { A: T2 } },
      }),
    ]),
  );
  expect(lineOf(plan)).toMatchObject({ quantity: 9, byDate: { '2026-03-02': 4 } });
  expect(plan.append[0]?.version.lines).toEqual({ A: T3 });
});

test('revisions in either order end in the same content', () => {
  const first = says({ quantity: 10, version: { revision: 1 } });
  const second = says({ quantity: 7, version: { revision: 2 } });
  const contents = [
    [first, second],
    [second, first],
    [second, first, second],
  ].map((order) => {
    let known = new Map<string, KnownContract>();
    for (const said of order) known = after(planSupplyFacts(known, run([said])), known);
    return known.get('K1')?.content;
  });
  expect(contents[1]).toEqual(contents[0]);
  expect(contents[2]).toEqual(contents[0]);
  expect(contents[0]?.lines[0]?.quantity).toBe(7);
});

test('a night in quarantine keeps its last good number, even when the contract’s changes', () => {
  const known = learn(says({ told: { '2026-03-02': 4 } }));
  const plan = planSupplyFacts(
    known,
    run([
      says({
        quantity: 12,
        held: ['2026-03-02', '2026-03-03'],
        version: { revision: 2 },
      }),
    ]),
  );
  expect(lineOf(plan)).toMatchObject({
    quantity: 12,
    byDate: { '2026-03-02': 4, '2026-03-03': 10 },
  });
});

test('a night in quarantine that was never known has no number', () => {
  const plan = planSupplyFacts(new Map(), run([says({ held: ['2026-03-02'] })]));
  expect(lineOf(plan)).toMatchObject({ byDate: { '2026-03-02': null } });
});

test('a line in quarantine as a whole keeps its last good numbers, or has none', () => {
  const known = learn(says({ told: { '2026-03-02': 4 } }));
  const held = says({ quantity: 20, heldEntirely: true, version: { revision: 2 } });
  expect(planSupplyFacts(known, run([held])).append).toEqual([]);
  expect(lineOf(planSupplyFacts(new Map(), run([held])))).toEqual({
    roomType: 'A',
    quantity: null,
  });
});

test('a night that is not told any more keeps its number while the contract covers it', () => {
  const known = learn(says({ told: { '2026-03-02': 4, '2026-03-09': 5 } }));
  const shorter = says({
    version: { revision: 2 },
    terms: { stayTo: '2026-03-09' },
  });
  const plan = planSupplyFacts(known, run([shorter]));
  expect(lineOf(plan)).toMatchObject({ byDate: { '2026-03-02': 4 } });
});

test('an incomplete run takes rooms away and adds none', () => {
  const known = learn(says({ told: { '2026-03-02': 4, '2026-03-03': 4, '2026-03-04': null } }));
  const said = says({
    told: { '2026-03-02': 1, '2026-03-03': 9, '2026-03-04': 3, '2026-03-05': null },
    version: { lines: { A: T2 } },
  });
  const plan = planSupplyFacts(known, run([said], incomplete));
  expect(plan.append[0]).toMatchObject({ partial: true, fact: { rev: 2 } });
  expect(lineOf(plan)).toMatchObject({
    byDate: { '2026-03-02': 1, '2026-03-03': 4, '2026-03-04': null, '2026-03-05': null },
  });
  expect(plan.deferred).toEqual(['K1']);

  const later = planSupplyFacts(after(plan, known), run([said]));
  expect(lineOf(later)).toMatchObject({
    byDate: { '2026-03-02': 1, '2026-03-03': 9, '2026-03-04': 3, '2026-03-05': null },
  });
  expect(later.append[0]).toMatchObject({ partial: false, fact: { rev: 3 } });
});

test('an incomplete run that only takes away is applied whole', () => {
  const known = learn(says());
  const plan = planSupplyFacts(known, run([says({ told: { '2026-03-02': 0 } })], incomplete));
  expect(plan.append[0]).toMatchObject({ partial: false });
  expect(plan.deferred).toEqual([]);
});

test('a new contract and a longer stay wait for a complete run', () => {
  const known = learn(says());
  const longer = says({ version: { revision: 2 }, terms: { stayTo: '2026-03-20' } });
  const plan = planSupplyFacts(known, run([longer, says({ id: 'K2' })], incomplete));
  expect(plan).toEqual({ ...NOTHING, deferred: ['K1', 'K2'] });
});

test('absence means something only when it is proven, and never for what came unreadable or is over', () => {
  const known = new Map([
    ...learn(says({ id: 'GONE' })),
    ...learn(says({ id: 'ILL' })),
    ...learn(says({ id: 'OVER', terms: { stayTo: '2026-03-01' } })),
  ]);
  const empty = run([], { unreadableContracts: ['ILL'] });
  expect(planSupplyFacts(known, empty).tombstoneCandidates).toEqual(['GONE']);
  const unproven = planSupplyFacts(known, { ...empty, absenceProven: false });
  expect(unproven.tombstoneCandidates).toEqual([]);
  expect(unproven.append).toEqual([]);
});

test('a contract that comes back after its retraction is appended above it', () => {
  const known = new Map<string, KnownContract>([
    ['K1', { rev: 4, content: null, version: says().version }],
  ]);
  expect(planSupplyFacts(known, run([says()])).append[0]?.fact.rev).toBe(5);
  expect(planSupplyFacts(known, run([]))).toEqual(NOTHING);
});

test('equal numbers make equal content, whether they come as the line’s or as the nights’ own', () => {
  const nights = Array.from({ length: 9 }, (_, index) =>
    formatNight(nightOf('2026-03-01') + index),
  );
  const spelt = says({ told: Object.fromEntries(nights.map((date) => [date, 10])) });
  expect(planSupplyFacts(learn(says()), run([spelt])).append).toEqual([]);
});
