// The local issuer's users, a file each in its folder, so that they outlive its server and that
// whoever mints a token can make the user who shows it. Fields are named as Google's API names them.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const storedAccount = z.object({
  localId: z.string().min(1).max(128),
  email: z.string().optional(),
  displayName: z.string().optional(),
  disabled: z.boolean().optional(),
  /** JSON text, as Google keeps it. */
  customAttributes: z.string().optional(),
  /** Seconds since 1970, as text: tokens of sign-ins before it are revoked. */
  validSince: z.string().optional(),
  /** Milliseconds since 1970, as text. */
  createdAt: z.string(),
});

export type StoredAccount = z.infer<typeof storedAccount>;

export interface AccountStore {
  find(localId: string): Promise<StoredAccount | null>;
  /** In order of their ids. */
  list(): Promise<StoredAccount[]>;
  /** False when there is one already. */
  add(account: StoredAccount): Promise<boolean>;
  put(account: StoredAccount): Promise<void>;
  remove(localId: string): Promise<void>;
}

export function openAccountStore(issuerDir: string): AccountStore {
  const dir = join(issuerDir, 'accounts');
  const pathOf = (localId: string): string =>
    join(dir, `${createHash('sha256').update(localId).digest('hex')}.json`);
  return {
    find: (localId) => readAccount(pathOf(localId)),
    async list() {
      const names = await readdir(dir).catch(() => []);
      const all = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => readAccount(join(dir, name))),
      );
      return all
        .filter((account) => account !== null)
        .sort((left, right) => (left.localId < right.localId ? -1 : 1));
    },
    async add(account) {
      if (await readAccount(pathOf(account.localId))) return false;
      await writeWhole(dir, pathOf(account.localId), account);
      return true;
    },
    put: (account) => writeWhole(dir, pathOf(account.localId), account),
    remove: (localId) => rm(pathOf(localId), { force: true }),
  };
}

async function readAccount(path: string): Promise<StoredAccount | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : storedAccount.parse(JSON.parse(text));
}

/** Readers see the old file or the new one, never a part. */
async function writeWhole(dir: string, path: string, account: StoredAccount): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(account), { mode: 0o600 });
  await rename(draft, path);
}
