// From an invitation to a user at the door: what a member's token says is what was granted over GraphQL,
// and who is shut out or put in another role stays outside with the tokens of before.
import { openAccountStore } from '../../../shared/auth/local-issuer/account-store.ts';
import { mintToken } from '../../../shared/auth/local-issuer/mint-token.ts';
import { startTestSystem } from '../../../shared/testing/services/test-system.ts';
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';
import { until } from './until.ts';

let system: TestSystem;
let operator: string;
beforeAll(async () => {
  system = await startTestSystem({ only: ['gateway', 'agency'] });
  operator = await system.token({ role: 'OPERATOR' });
});
afterAll(() => system.stop());

interface Told {
  readonly status: number;
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null | undefined;
}

async function ask(token: string, query: string, input?: object): Promise<Told> {
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: input && { input } }),
  });
  const { data } = (await response.json()) as Pick<Told, 'data'>;
  return { status: response.status, data };
}

/** Runs a mutation of members as the operator, and tells the member. */
async function change(mutation: string, inputType: string, input: object): Promise<unknown> {
  const query = `mutation ($input: ${inputType}!) { member: ${mutation}(input: $input) {
    __typename ... on Member { id role disabled version } } }`;
  const { data } = await ask(operator, query, input);
  return data?.['member'];
}

/** A sign-in now: with the claims that the user's account has. */
async function signIn(uid: string): Promise<string> {
  const { dir } = system.settings.localIssuer;
  const account = await openAccountStore(dir).find(uid);
  const claims = JSON.parse(account?.customAttributes ?? '{}') as Record<string, unknown>;
  return mintToken({ dir, projectId: 'staysync-test', uid, claims, ttlSeconds: 3_600 });
}

const ME = '{ me { subject role agency { id } agencies { id } } asia: agency(id: "ASIA") { id } }';

async function statusOf(token: string): Promise<number> {
  return (await ask(token, ME)).status;
}

/** Tokens are ended by whole seconds: one of the very second still counts. */
async function secondIsOver(): Promise<void> {
  const second = (): number => Math.floor(Date.now() / 1_000);
  const now = second();
  await until(
    async () => second(),
    (later) => later > now,
  );
}

function signInThatCounts(uid: string): Promise<Told> {
  return until(
    async () => ask(await signIn(uid), ME),
    ({ status }) => status === 200,
  );
}

test('a member is let in as what it was invited, shut out, let in again and put in another role', async () => {
  for (const code of ['SIAM', 'ASIA']) {
    const opening =
      'mutation ($input: CreateAgencyInput!) { createAgency(input: $input) { __typename } }';
    await ask(operator, opening, { code, name: code, currency: 'THB' });
  }
  const invitation = { email: 'noi@siam.example', role: 'PARTNER', agencyId: 'SIAM' };
  const invited = await change('inviteMember', 'InviteMemberInput', invitation);
  const { id } = invited as { id: string };
  const first = await signIn(id);
  const partner = { subject: id, role: 'PARTNER', agency: { id: 'SIAM' }, agencies: [] };
  expect(await ask(first, ME)).toEqual({ status: 200, data: { me: partner, asia: null } });
  expect(await ask(first, '{ members { edges { node { id } } } }')).toMatchObject({ status: 400 });

  const why = { id, note: 'Left the house' };
  expect(await change('disableMember', 'DisableMemberInput', why)).toMatchObject({
    disabled: true,
  });
  await until(
    () => statusOf(first),
    (status) => status === 401,
  );
  expect(await statusOf(await signIn(id))).toBe(401);

  await change('enableMember', 'DisableMemberInput', why);
  expect((await signInThatCounts(id)).data?.['me']).toEqual(partner);
  expect(await statusOf(first)).toBe(401);

  const second = await signIn(id);
  await secondIsOver();
  const update = { id, version: 3, role: 'AGENT', agencyIds: ['ASIA'] };
  expect(await change('updateMember', 'UpdateMemberInput', update)).toMatchObject({ version: 4 });
  await until(
    () => statusOf(second),
    (status) => status === 401,
  );
  expect((await signInThatCounts(id)).data).toMatchObject({
    me: { role: 'AGENT', agency: null, agencies: [{ id: 'ASIA' }] },
    asia: { id: 'ASIA' },
  });
});
