// A hotel's cancellation policy on its way from the supplier or an operator to those who are held to it.
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { startSupplier, sync } from './supply-world.ts';
import type { Supplier } from './supply-world.ts';

let world: ChangesWorld;
let supplier: Supplier;
let hotelId: string;
let made = 0;

beforeAll(async () => {
  world = await startChangesWorld();
  supplier = await startSupplier();
});
beforeEach(async () => {
  made += 1;
  hotelId = `TERMS-${made}`;
  supplier.spoil(null);
  await tells('1');
});
afterAll(async () => {
  await supplier.stop();
  await world.stop();
});

/** The supplier charges so many nights from 18:00 of the day before on. */
async function tells(nights: string): Promise<void> {
  const charge = { basis: 'FIRST_NIGHTS', value: nights };
  const rules = [{ days_prior: 1, local_time: '18:00', charge }];
  await supplier.tells(hotelId, { rooms: { A: 10 }, cancellation: { rules, no_show: charge } });
  await sync(world.services.dataSource, supplier, hotelId);
}

const told = (nights: number): object => ({
  tiers: [{ daysBefore: 1, time: '18:00', penalty: { kind: 'NIGHTS', nights, bp: null } }],
  noShow: { kind: 'NIGHTS', nights, bp: null },
});
const own = {
  tiers: [
    { daysBefore: 1, penalty: { kind: 'PERCENT', bp: 10_000 } },
    { daysBefore: 9, time: '06:00', penalty: { kind: 'PERCENT', bp: 5_000 } },
  ],
  noShow: { kind: 'NIGHTS', nights: 2 },
};
const ownShown = {
  tiers: [
    { daysBefore: 9, time: '06:00', penalty: { kind: 'PERCENT', nights: null, bp: 5_000 } },
    { daysBefore: 1, time: '00:00', penalty: { kind: 'PERCENT', nights: null, bp: 10_000 } },
  ],
  noShow: { kind: 'NIGHTS', nights: 2, bp: null },
};

const POLICY = `cancellationPolicy { tiers { daysBefore time penalty { kind nights bp } }
                                     noShow { kind nights bp } }`;

async function shown(as: IdentityClaims = callers.partner('SIAM')): Promise<unknown> {
  const query = `query ($id: ID!) { hotel(id: $id) { ${POLICY} cancellationPolicySource } }`;
  const { data } = await world.ask<{ hotel: unknown }>(as, query, { id: hotelId });
  return data?.hotel;
}

/** The terms that a hold of this hotel is decided under. */
async function terms(): Promise<unknown> {
  const query = `query ($id: ID!) {
    decideHolds(hotelId: $id, requests: []) { terms { timezone ${POLICY} } } }`;
  const reservation = callers.service('reservation');
  const { data } = await world.ask<{ decideHolds: { terms: unknown } }>(reservation, query, {
    id: hotelId,
  });
  return data?.decideHolds.terms;
}

interface SetAnswer {
  readonly __typename: string;
  readonly reasons?: readonly { readonly code: string; readonly path: string | null }[];
}

async function set(
  policy: object | null,
  as: IdentityClaims = callers.operator,
  more: object = {},
): Promise<SetAnswer> {
  const mutation = `mutation ($id: ID!, $policy: CancellationPolicyInput, $note: String) {
    set: setCancellationPolicy(hotelId: $id, policy: $policy, note: $note) {
      __typename
      ... on Hotel { ${POLICY} cancellationPolicySource }
      ... on Refusal { reasons { code path } } } }`;
  const variables = { id: hotelId, policy, note: 'agreed by phone', ...more };
  const { data, errors } = await world.ask<{ set: SetAnswer }>(as, mutation, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.set;
}

interface AuditRow {
  readonly action: string;
  readonly actor: string;
  readonly note: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

async function audit(): Promise<AuditRow[]> {
  return world.services.admin.query(
    `select action, actor, note, before, after from allotment.audit_log
      where subject = $1 order by at, id`,
    [hotelId],
  );
}

async function quarantined(): Promise<unknown[]> {
  return world.services.admin.query(
    'select path, reason from allotment.quarantine where hotel_id = $1 order by at',
    [hotelId],
  );
}

test('what the supplier tells is shown to everybody, and holds are decided under it', async () => {
  const expected = { cancellationPolicy: told(1), cancellationPolicySource: 'SUPPLIER' };
  expect(await shown()).toEqual(expected);
  expect(await shown(callers.operator)).toEqual(expected);
  expect(await terms()).toEqual({ timezone: 'Asia/Bangkok', cancellationPolicy: told(1) });
});

test('a policy that cannot be read is set aside alone: the last good one stays, rooms are synced', async () => {
  supplier.spoil(/hotels\?/, (body) => body.replaceAll('FIRST_NIGHTS', 'GOODWILL'));
  const charge = { basis: 'FIRST_NIGHTS', value: '3' };
  await supplier.tells(hotelId, { rooms: { A: 4 }, cancellation: { rules: [], no_show: charge } });
  const { run, verdict } = await sync(world.services.dataSource, supplier, hotelId);
  expect(run).toMatchObject({ status: 'DONE', complete: true });
  expect(verdict?.verdict).toBe('APPLIED');
  expect(await shown()).toMatchObject({ cancellationPolicy: told(1) });
  const path = '/cancellation/no_show/basis';
  expect(await quarantined()).toContainEqual({ path, reason: 'UNKNOWN_CHARGE' });
});

test('a hotel whose supplier takes its policy back has none', async () => {
  await supplier.tells(hotelId, { rooms: { A: 10 } });
  await sync(world.services.dataSource, supplier, hotelId);
  expect(await shown()).toEqual({ cancellationPolicy: null, cancellationPolicySource: null });
});

test('an operator’s policy counts at once, outlives the next sync, and ends when it is taken back', async () => {
  await terms();
  const byOperator = { cancellationPolicy: ownShown, cancellationPolicySource: 'OPERATOR' };
  expect(await set(own)).toEqual({ __typename: 'Hotel', ...byOperator });
  expect(await terms()).toMatchObject({ cancellationPolicy: ownShown });
  await tells('2');
  expect(await shown()).toEqual(byOperator);
  expect(await set(null)).toMatchObject({ cancellationPolicySource: 'SUPPLIER' });
  expect(await terms()).toMatchObject({ cancellationPolicy: told(2) });
  expect((await audit()).map(({ action, actor, note }) => [action, actor, note])).toEqual([
    ['SET_CANCELLATION_POLICY', 'uid-operator', 'agreed by phone'],
    ['SET_CANCELLATION_POLICY', 'uid-operator', 'agreed by phone'],
  ]);
});

test('setting what is set already answers the same and is audited once', async () => {
  const first = await set(own);
  const again = await set({ ...own, tiers: own.tiers.toReversed() });
  expect(again).toEqual(first);
  const entries = await audit();
  expect(entries).toHaveLength(1);
  expect(entries[0]?.before).toBeNull();
  expect(await set(null)).toEqual(await set(null));
  expect(await audit()).toHaveLength(2);
});

const bad = { tiers: [{ daysBefore: -1, penalty: { kind: 'NIGHTS', bp: 3 } }], noShow: own.noShow };
const shape = [
  ['BAD_INPUT', '/policy/tiers/0/daysBefore'],
  ['BAD_INPUT', '/policy/tiers/0/penalty/nights'],
  ['BAD_INPUT', '/policy/tiers/0/penalty/bp'],
];
const notHere = { id: 'NOWHERE' };
const noPermission = [['NOT_ENTITLED', null]];
type Asked = readonly [object | null, IdentityClaims, object?];
test.each<[string, Asked, string, unknown[]]>([
  // permission before shape before existence
  ['an agent', [bad, callers.agent, notHere], 'NotPermitted', noPermission],
  ['a partner', [bad, callers.partner('SIAM'), notHere], 'NotPermitted', noPermission],
  ['the hotel’s own user', [bad, callers.supplier('TERMS-1')], 'NotPermitted', noPermission],
  ['a service', [bad, callers.service('reservation')], 'NotPermitted', noPermission],
  ['a policy that is none', [bad, callers.operator, notHere], 'InvalidInput', shape],
  [
    'a note that is no text',
    [null, callers.operator, { note: 'a\0b' }],
    'InvalidInput',
    [['BAD_INPUT', '/note']],
  ],
  [
    'a hotel that is not there',
    [own, callers.operator, notHere],
    'NotFound',
    [['NOT_FOUND', '/hotelId']],
  ],
])('%s is refused, and nothing changes', async (_name, asked, type, reasons) => {
  const before = await shown();
  const answer = await set(...asked);
  expect(answer.__typename).toBe(type);
  expect(answer.reasons?.map(({ code, path }) => [code, path])).toEqual(reasons);
  expect(await shown()).toEqual(before);
  expect(await audit()).toEqual([]);
});
