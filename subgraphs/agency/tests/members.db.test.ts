// Members: invited, put in another role, shut out; and that their accounts say the same.
import type { IdentityClaims } from '../../../shared/auth/identity.ts';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startAgencyWorld } from './agency-world.ts';
import type { AgencyWorld } from './agency-world.ts';

let world: AgencyWorld;
beforeAll(async () => {
  world = await startAgencyWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.empty();
  await world.create({});
  await world.create({ code: 'ASIA' });
});

let people = 0;
/** Accounts outlive a test, so each invites somebody else. */
function somebody(): string {
  people += 1;
  return `user-${people}@siam.example`;
}

async function accountOf(uid: string | undefined) {
  const found = await world.accounts.find(uid ?? '');
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

describe('an invitation', () => {
  test('makes an account whose claims are the role and whom it is for, a row and an audit', async () => {
    const email = somebody();
    const invited = await world.change('inviteMember', {
      email: ` ${email.toUpperCase()} `,
      displayName: 'Noi',
      role: 'PARTNER',
      agencyId: 'SIAM',
      note: 'New at the desk',
    });
    const member = { email, displayName: 'Noi', role: 'PARTNER', disabled: false, version: 1 };
    const forWhom = { agency: { id: 'SIAM' }, agencies: [], hotels: [] };
    expect(invited).toEqual({ __typename: 'Member', id: invited.id, ...member, ...forWhom });
    expect(await accountOf(invited.id)).toMatchObject({
      email,
      disabled: false,
      claims: { role: 'PARTNER', agencyId: 'SIAM' },
    });
    expect(await world.admin.query('select * from agency.member_audit_log')).toMatchObject([
      { action: 'INVITED', actor: 'uid-operator', before: null, note: 'New at the desk' },
    ]);
  });

  test.each([
    [{ role: 'AGENT', agencyIds: ['SIAM', 'ASIA', 'SIAM'] }, { agencyIds: ['ASIA', 'SIAM'] }],
    [{ role: 'AGENT' }, { agencyIds: [] }],
    [{ role: 'SUPPLIER', hotelIds: ['BKK2', 'BKK1'] }, { hotelIds: ['BKK1', 'BKK2'] }],
    [{ role: 'OPERATOR' }, {}],
  ])('of %j claims exactly %j beside the role', async (wanted, claims) => {
    const invitation = { email: somebody(), ...wanted };
    const { id } = await world.change('inviteMember', invitation, callers.admin);
    expect((await accountOf(id)).claims).toEqual({ role: wanted.role, ...claims });
  });

  test('again is answered by the member that is there, and writes nothing', async () => {
    const invitation = { email: somebody(), role: 'PARTNER', agencyId: 'SIAM' };
    const first = await world.change('inviteMember', invitation);
    const before = await world.everything();
    expect(await world.change('inviteMember', invitation)).toEqual(first);
    expect(await world.everything()).toEqual(before);
  });

  test('takes over an account that is there already, as one that broke off leaves it', async () => {
    const email = somebody();
    const made = await world.accounts.create({ email });
    if (!made.ok) throw new Error(made.error);
    await world.accounts.setDisabled(made.value.uid, true);
    const invited = await world.change('inviteMember', { email, role: 'AGENT' });
    expect(invited).toMatchObject({ __typename: 'Member', id: made.value.uid });
    expect(await accountOf(invited.id)).toMatchObject({
      disabled: false,
      claims: { role: 'AGENT' },
    });
  });

  test('of one address by many at once makes one member, whom all are answered', async () => {
    const invitation = { email: somebody(), role: 'PARTNER', agencyId: 'SIAM' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.change('inviteMember', invitation)),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.every(({ __typename }) => __typename === 'Member')).toBe(true);
    expect(await world.admin.query('select 1 from agency.member_audit_log')).toHaveLength(1);
  });
});

describe('a member in another role', () => {
  test('has the new claims and none of the old, and its tokens of before are ended', async () => {
    const { id } = await world.change('inviteMember', {
      email: somebody(),
      role: 'PARTNER',
      agencyId: 'SIAM',
    });
    const update = { id, version: 1, role: 'AGENT', agencyIds: ['ASIA'], note: 'Promoted' };
    expect(await world.change('updateMember', update)).toMatchObject({
      role: 'AGENT',
      version: 2,
      agency: null,
      agencies: [{ id: 'ASIA' }],
    });
    const account = await accountOf(id);
    expect(account.claims).toEqual({ role: 'AGENT', agencyIds: ['ASIA'] });
    expect(account.tokensValidFromMs).toBeGreaterThan(0);
    const before = await world.everything();
    expect(await world.change('updateMember', { ...update, version: 2 })).toMatchObject({
      version: 2,
    });
    expect(await world.everything()).toEqual(before);
  });
});

describe('a member that is shut out', () => {
  test('is disabled at the provider with its tokens ended, and let in again by another word', async () => {
    const { id } = await world.change('inviteMember', { email: somebody(), role: 'AGENT' });
    const why = { id, note: 'Left the house' };
    expect(await world.change('disableMember', why)).toMatchObject({ disabled: true, version: 2 });
    const shut = await accountOf(id);
    expect([shut.disabled, shut.tokensValidFromMs > 0]).toEqual([true, true]);
    const before = await world.everything();
    expect(await world.change('disableMember', why)).toMatchObject({ disabled: true, version: 2 });
    expect(await world.everything()).toEqual(before);
    expect(await world.change('enableMember', why)).toMatchObject({ disabled: false, version: 3 });
    expect((await accountOf(id)).disabled).toBe(false);
  });
});

describe('who sees which members', () => {
  const LIST = `query ($first: Int, $after: String, $filter: MemberFilter) {
    members(first: $first, after: $after, filter: $filter) {
      edges { node { email } } pageInfo { hasNextPage endCursor } } }`;
  interface Listed {
    readonly edges: readonly { readonly node: { readonly email: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }
  async function list(variables: object, who: IdentityClaims = callers.operator) {
    const asked = await world.ask<{ members: Listed }>(who, LIST, { ...variables });
    if (!asked.data) throw new Error(JSON.stringify(asked.errors));
    return asked.data.members;
  }
  const addressesOf = ({ edges }: Listed) => edges.map(({ node }) => node.email).toSorted();

  test('operators those who sell and supply, admins all, others none; narrowed and paged', async () => {
    const [noi, joy, hotelier, boss] = [somebody(), somebody(), somebody(), somebody()];
    const { id } = await world.change('inviteMember', {
      email: noi,
      role: 'PARTNER',
      agencyId: 'SIAM',
    });
    await world.change('inviteMember', { email: joy, role: 'AGENT', agencyIds: ['ASIA', 'SIAM'] });
    const house = { email: hotelier, role: 'SUPPLIER', hotelIds: ['BKK1'] };
    await world.change('inviteMember', house);
    const admin = await world.change('inviteMember', { email: boss, role: 'ADMIN' }, callers.admin);

    expect(addressesOf(await list({}))).toEqual([noi, joy, hotelier]);
    expect(addressesOf(await list({}, callers.admin))).toEqual([noi, joy, hotelier, boss]);
    for (const who of [callers.agent, callers.partner('SIAM'), callers.supplier('BKK1')]) {
      expect(addressesOf(await list({}, who))).toEqual([]);
      const { data } = await world.ask(who, `{ member(id: "${id ?? ''}") { id } }`);
      expect(data).toEqual({ member: null });
    }
    const { data } = await world.ask(
      callers.operator,
      `{ member(id: "${admin.id ?? ''}") { id } }`,
    );
    expect(data).toEqual({ member: null });

    expect(addressesOf(await list({ filter: { agencyId: 'SIAM' } }))).toEqual([noi, joy]);
    expect(addressesOf(await list({ filter: { role: 'SUPPLIER' } }))).toEqual([hotelier]);
    expect(addressesOf(await list({ filter: { role: 'ADMIN' } }))).toEqual([]);
    expect(addressesOf(await list({ filter: { disabled: true } }))).toEqual([]);
    const first = await list({ first: 2 });
    const second = await list({ first: 2, after: first.pageInfo.endCursor });
    expect([...addressesOf(first), ...addressesOf(second)].toSorted()).toEqual([
      noi,
      joy,
      hotelier,
    ]);
  });

  test('what was done to a member is told the latest first', async () => {
    const { id } = await world.change('inviteMember', { email: somebody(), role: 'AGENT' });
    await world.change('disableMember', { id, note: 'Left the house' }, callers.admin);
    const { data } = await world.ask(
      callers.operator,
      `{ member(id: "${id ?? ''}") { auditLog { edges { node {
          action actor note changes { field before after } } } } } }`,
    );
    expect(data).toMatchObject({
      member: {
        auditLog: {
          edges: [
            {
              node: {
                action: 'DISABLED',
                actor: 'uid-admin',
                note: 'Left the house',
                changes: [
                  { field: 'disabled', before: 'false', after: 'true' },
                  { field: 'version', before: '1', after: '2' },
                ],
              },
            },
            { node: { action: 'INVITED' } },
          ],
        },
      },
    });
  });
});

test('me tells what the token says and what is kept of the user', async () => {
  const email = somebody();
  const { id = '' } = await world.change('inviteMember', {
    email,
    displayName: 'Joy',
    role: 'AGENT',
  });
  const ME =
    '{ me { subject role email displayName agency { id } agencies { id } hotels { id } } }';
  const agent = { subject: id, role: 'AGENT' as const, agencyIds: ['SIAM', 'NONE'] };
  expect((await world.ask(agent, ME)).data).toEqual({
    me: {
      subject: id,
      role: 'AGENT',
      email,
      displayName: 'Joy',
      agency: null,
      agencies: [{ id: 'SIAM' }],
      hotels: [],
    },
  });
  expect((await world.ask(callers.supplier('BKK1'), ME)).data).toMatchObject({
    me: { email: null, displayName: null, agencies: [], hotels: [{ id: 'BKK1' }] },
  });
});
