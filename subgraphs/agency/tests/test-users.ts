// The local issuer's users, for one test file, behind a door that can be shut.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '../../../shared/auth/accounts.ts';
import type { Accounts } from '../../../shared/auth/accounts.ts';
import { openIdentityProvider } from '../../../shared/auth/identity-provider.ts';
import { startLocalIssuer } from '../../../shared/auth/local-issuer/server.ts';
import { err } from '../../../shared/domain/result.ts';

export interface TestUsers {
  /** As the subgraph finds them: out of reach when the door is shut. */
  readonly accounts: Accounts;
  readonly real: Accounts;
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

export async function openTestUsers(): Promise<TestUsers> {
  const dir = await mkdtemp(join(tmpdir(), 'staysync-members-'));
  const issuer = await startLocalIssuer({ dir, port: 0 });
  const provider = await openIdentityProvider({
    nodeEnv: 'test',
    firebaseProjectId: 'staysync-test',
    localIssuer: { dir, url: issuer.url },
  });
  const real = openAccounts(provider);
  let isReachable = true;
  return {
    accounts: behindDoor(real, () => isReachable),
    real,
    setReachable: (reachable) => void (isReachable = reachable),
    async close() {
      await provider.close();
      await issuer.stop();
      await rm(dir, { recursive: true });
    },
  };
}

function behindDoor(accounts: Accounts, isOpen: () => boolean): Accounts {
  const away = async () => err('UNAVAILABLE' as const);
  return {
    create: (user) => (isOpen() ? accounts.create(user) : away()),
    find: (uid) => (isOpen() ? accounts.find(uid) : away()),
    findByEmail: (email) => (isOpen() ? accounts.findByEmail(email) : away()),
    setClaims: (uid, claims) => (isOpen() ? accounts.setClaims(uid, claims) : away()),
    setDisabled: (uid, disabled) => (isOpen() ? accounts.setDisabled(uid, disabled) : away()),
    revokeTokens: (uid) => (isOpen() ? accounts.revokeTokens(uid) : away()),
  };
}
