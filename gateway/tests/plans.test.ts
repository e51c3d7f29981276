// Which plans are remembered: many small ones or a few large ones, so that nobody fills the gateway by
// writing large operations.
import { parse } from 'graphql';
import { createOperationPlanner } from '../execution/operation-planner.ts';
import { weighPlan } from '../execution/weigh-plan.ts';
import { readAccessTable } from '../roles/access-table.ts';
import { ownPolicies } from '../roles/policies.ts';
import { createRoleViews } from '../roles/role-views.ts';
import { composeFromSources, readSubgraphSources } from '../supergraph/from-sources.ts';
import { loadSupergraph } from '../supergraph/load.ts';
import type { GatewayContext } from '../context.ts';

const nowhere = 'http://127.0.0.1:1/graphql';
const supergraph = loadSupergraph(
  composeFromSources(
    readSubgraphSources({
      allotment: nowhere,
      reservation: nowhere,
      hardblock: nowhere,
      agency: nowhere,
    }),
  ),
);
const { scopes } = readAccessTable();
const partner = createRoleViews(supergraph, { scopes, policies: ownPolicies }).get('PARTNER');
const caller = {
  identity: { role: 'PARTNER', agencyId: 'a' },
  scopes: null,
} as unknown as GatewayContext;

function planner(bounds: Parameters<typeof createOperationPlanner>[2]) {
  if (!partner) throw new Error('partners have no schema');
  const made = createOperationPlanner(supergraph, partner, bounds);
  return {
    counts: () => made.counts(),
    plan: (source: string) => made.plan(parse(source), source, undefined, caller),
    knows: (source: string) => made.knows(source, undefined, caller),
  };
}

const one = 'query One { bookingGroup(id: "g") { id status } }';
const groups = (count: number): string =>
  Array.from({ length: count }, (_, at) => `a${at}: bookingGroup(id: "g") { id status }`).join(' ');

test('what a plan weighs grows with what it fetches, and with the text that is kept beside it', () => {
  const { plan } = planner({ plansMax: 9, plansCharsMax: 100_000 });
  const weigh = (source: string): number => weighPlan(plan(source).plan, parse(source));
  const [small, large] = [weigh(one), weigh(`{ ${groups(20)} }`)];
  expect(large).toBeGreaterThan(5 * small);
  // Introspection fetches nothing, and its text is kept all the same.
  const inner = '... { kind name } '.repeat(20);
  expect(weigh(`{ __schema { types { ${inner} } } }`)).toBeGreaterThan(2 * small);
});

test('large operations leave room for few, small ones for as many as are counted', () => {
  const { plan, counts, knows } = planner({ plansMax: 4, plansCharsMax: 4_000 });
  const made = (sources: readonly string[]): number => {
    const before = counts().made;
    for (const source of sources) plan(source);
    return counts().made - before;
  };
  const small = ['A', 'B', 'C', 'D'].map((name) => one.replace('One', name));
  expect(small.map(knows)).toEqual([false, false, false, false]);
  expect([made(small), made(small)]).toEqual([4, 0]);
  expect(small.map(knows)).toEqual([true, true, true, true]);
  const large = ['A', 'B', 'C'].map((name) => `query ${name} { ${groups(20)} }`);
  expect(made(large)).toBe(3);
  expect([...small, large[0] ?? ''].map(knows)).toEqual(Array(5).fill(false));
  // Of what was there before, and of the first large one, nothing is left.
  expect(made([large[2] ?? ''])).toBe(0);
  expect(made([...small, large[0] ?? ''])).toBe(5);
});

test('a plan that is larger than all may be together is made each time', () => {
  const { plan, counts } = planner({ plansMax: 4, plansCharsMax: 1_000 });
  const source = `{ ${groups(30)} }`;
  expect([plan(source), plan(source)].every(({ plan: { node } }) => node !== undefined)).toBe(true);
  expect(counts()).toEqual({ made: 2, reused: 0 });
});
