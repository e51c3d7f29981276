// Whether a user still stands: not disabled, not deleted, not signed out everywhere since the token's
// sign-in. Asked of the accounts and believed for a bounded time; an answer that grows old is renewed
// while it still serves. Beyond the bound nobody is let in on an old answer. Used by token-verifier.ts.
import { LRUCache } from 'lru-cache';
import type { Account, Accounts } from '../../shared/auth/accounts.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { gatewayLimits } from '../limits.ts';

export interface Standings {
  /** `signedInAt`: ms since 1970, of the sign-in that the token tells of. */
  check(
    uid: string,
    signedInAt: number,
  ): Promise<Result<null, 'bad token' | 'accounts unavailable'>>;
}

interface Known {
  /** Null: there is no such user. */
  readonly account: Account | null;
  readonly askedAt: number;
}

/** `now` is a monotonic clock in milliseconds. */
export function createStandings(
  accounts: Pick<Accounts, 'find'>,
  now: () => number = () => performance.now(),
): Standings {
  const known = new LRUCache<string, Known>({ max: gatewayLimits.verifiedTokensMax });
  const asking = new Map<string, Promise<Known | null>>();

  /** Null when the accounts did not answer. What is believed counts from when it was asked. */
  async function ask(uid: string): Promise<Known | null> {
    const askedAt = now();
    const found = await accounts.find(uid);
    if (!found.ok && found.error === 'UNAVAILABLE') return null;
    const answer = { account: found.ok ? found.value : null, askedAt };
    known.set(uid, answer);
    return answer;
  }

  function join(uid: string): Promise<Known | null> {
    let pending = asking.get(uid);
    if (!pending) {
      pending = ask(uid).finally(() => asking.delete(uid));
      asking.set(uid, pending);
    }
    return pending;
  }

  return {
    async check(uid, signedInAt) {
      const last = known.get(uid);
      const age = last ? now() - last.askedAt : Infinity;
      if (last && age >= gatewayLimits.standingRefreshMs) void join(uid);
      const answer = last && age < gatewayLimits.standingMsMax ? last : await join(uid);
      if (!answer) return err('accounts unavailable');
      return stands(answer.account, signedInAt) ? ok(null) : err('bad token');
    },
  };
}

/**
 * To the second, as firebase-admin's own check does: `validSince` and `auth_time` are whole seconds, so a
 * sign-in within the second of a revocation cannot be told from one after it and still counts. To refuse
 * that second would shut out who signs in again at once, and every user in the second of being made.
 * Whoever must be out at once is disabled, which knows no seconds.
 */
function stands(account: Account | null, signedInAt: number): boolean {
  return account !== null && !account.disabled && signedInAt >= account.tokensValidFromMs;
}
