// Answers as the accounts part of Google's Identity Toolkit does, as far as firebase-admin asks for
// it: look up, create, update (claims, disabling, revocation), delete, list. Called by server.ts.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AccountStore, StoredAccount } from './account-store.ts';

export interface AccountAnswer {
  readonly status: number;
  readonly body: unknown;
}

const ROUTE = /^\/v1\/projects\/[^/]+\/accounts(?::(lookup|update|delete|batchGet))?(?:\?(.*))?$/;
const PAGE_MAX = 1_000;

const lookup = z.object({
  localId: z.array(z.string()).default([]),
  email: z.array(z.string()).default([]),
});
const creation = z.object({
  localId: z.string().min(1).max(128).optional(),
  email: z.string().optional(),
  displayName: z.string().optional(),
  disabled: z.boolean().optional(),
});
const update = z.object({
  localId: z.string(),
  email: z.string().optional(),
  displayName: z.string().optional(),
  customAttributes: z.string().optional(),
  disableUser: z.boolean().optional(),
  validSince: z.union([z.string(), z.number()]).transform(String).optional(),
});
const deletion = z.object({ localId: z.string() });

/** Null: no route of ours. `body` is the parsed JSON, or undefined. */
export async function answerAccounts(
  store: AccountStore,
  method: string,
  url: string,
  body: unknown,
): Promise<AccountAnswer | null> {
  const match = ROUTE.exec(url);
  if (!match) return null;
  const [, action = 'create', query = ''] = match;
  if (action === 'batchGet') return method === 'GET' ? listPage(store, query) : null;
  if (method !== 'POST') return null;
  switch (action) {
    case 'lookup':
      return found(await lookUp(store, lookup.parse(body)));
    case 'update':
      return change(store, update.parse(body));
    case 'delete':
      await store.remove(deletion.parse(body).localId);
      return { status: 200, body: {} };
    default:
      return create(store, creation.parse(body));
  }
}

async function lookUp(
  store: AccountStore,
  { localId, email }: z.infer<typeof lookup>,
): Promise<StoredAccount[]> {
  const byId = await Promise.all(localId.map((id) => store.find(id)));
  const byEmail = email.length === 0 ? [] : await store.list();
  const wanted = new Set(email.map((address) => address.toLowerCase()));
  return [
    ...byId.filter((account) => account !== null),
    ...byEmail.filter((account) => wanted.has(account.email ?? '')),
  ];
}

async function create(
  store: AccountStore,
  { localId = randomUUID().replaceAll('-', ''), email, ...rest }: z.infer<typeof creation>,
): Promise<AccountAnswer> {
  if (await isTaken(store, email)) return refused('EMAIL_EXISTS');
  const account = { ...rest, localId, createdAt: String(Date.now()), ...addressOf(email) };
  return (await store.add(account)) ? done(localId) : refused('DUPLICATE_LOCAL_ID');
}

async function change(
  store: AccountStore,
  { localId, email, disableUser, ...rest }: z.infer<typeof update>,
): Promise<AccountAnswer> {
  const before = await store.find(localId);
  if (!before) return refused('USER_NOT_FOUND');
  if (email?.toLowerCase() !== before.email && (await isTaken(store, email))) {
    return refused('EMAIL_EXISTS');
  }
  const disabled = disableUser === undefined ? {} : { disabled: disableUser };
  await store.put({ ...before, ...rest, ...disabled, ...addressOf(email) });
  return done(localId);
}

async function listPage(store: AccountStore, query: string): Promise<AccountAnswer> {
  const parameters = new URLSearchParams(query);
  const size = Math.min(PAGE_MAX, Number(parameters.get('maxResults') ?? PAGE_MAX));
  const after = parameters.get('nextPageToken') ?? '';
  const rest = (await store.list()).filter(({ localId }) => localId > after);
  const users = rest.slice(0, size);
  const next = rest.length > size ? { nextPageToken: users.at(-1)?.localId } : {};
  return { status: 200, body: { users, ...next } };
}

async function isTaken(store: AccountStore, email: string | undefined): Promise<boolean> {
  if (email === undefined) return false;
  return (await store.list()).some((account) => account.email === email.toLowerCase());
}

function addressOf(email: string | undefined): { email?: string } {
  return email === undefined ? {} : { email: email.toLowerCase() };
}

function found(users: readonly StoredAccount[]): AccountAnswer {
  return { status: 200, body: { users } };
}

function done(localId: string): AccountAnswer {
  return { status: 200, body: { localId } };
}

function refused(message: string): AccountAnswer {
  return { status: 400, body: { error: { code: 400, message } } };
}
