// Verifies Firebase ID tokens with firebase-admin. The agent decides whose certificates count:
// Google's, or in development and tests those of the local issuer. A token that is good says who its
// user is; whether that user still stands is asked of the accounts (standings.ts). Used by
// authenticate.ts.
import { getAuth } from 'firebase-admin/auth';
import { LRUCache } from 'lru-cache';
import type { IdentityProvider } from '../../shared/auth/identity-provider.ts';
import { authLimits } from '../../shared/auth/limits.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { gatewayLimits } from '../limits.ts';
import { parseCaller, type Caller, type SignedIn } from './claims.ts';
import { areKeysReachable } from './key-supply.ts';
import type { Standings } from './standings.ts';
import { looksLikeIdToken } from './token-shape.ts';

/** `no role`: the token is good, but what it claims is no caller of ours. */
export type TokenRefusal = 'bad token' | 'no role' | 'keys unavailable' | 'accounts unavailable';

export interface TokenVerifier {
  verify(token: string): Promise<Result<SignedIn, TokenRefusal>>;
  /** Whether the supplier of keys answers; without it, new keys cannot be learnt. */
  areKeysReachable(): Promise<boolean>;
}

interface Verified {
  readonly caller: Caller;
  readonly expiresAt: number;
  /** When the user signed in, in ms since 1970: revoking ends what began before. */
  readonly signedInAt: number;
}

/** A verifier of the provider's tokens. */
export function createTokenVerifier(options: {
  readonly provider: Pick<IdentityProvider, 'app' | 'agent'>;
  readonly standings: Standings;
  readonly now?: () => number;
}): TokenVerifier {
  const { provider, standings, now = Date.now } = options;
  const auth = getAuth(provider.app);
  const verified = new LRUCache<string, Verified>({ max: gatewayLimits.verifiedTokensMax });

  async function verifyAfresh(token: string): Promise<Result<Verified, TokenRefusal>> {
    const claims = await withinTime(auth.verifyIdToken(token));
    if (!claims.ok) return claims;
    const caller = parseCaller(claims.value);
    if (!caller) return err('no role');
    const { exp, iat, auth_time } = claims.value;
    // firebase-admin looks at the end of a token, not at its beginning.
    if (Number(iat) * 1_000 > now() + authLimits.clockSkewSeconds * 1_000) return err('bad token');
    const expiresAt = Number(exp) * 1_000;
    const good = { caller, expiresAt, signedInAt: Number(auth_time) * 1_000 };
    verified.set(token, good);
    return ok(good);
  }

  return {
    async verify(token) {
      const known = verified.get(token);
      if (!known && !looksLikeIdToken(token)) return err('bad token');
      const good = known ? ok(known) : await verifyAfresh(token);
      if (!good.ok) return good;
      const { caller, expiresAt, signedInAt } = good.value;
      if (expiresAt <= now()) return err('bad token');
      const standing = await standings.check(caller.claims.subject, signedInAt);
      return standing.ok ? ok({ ...caller, signedInAt }) : standing;
    },
    areKeysReachable: () => areKeysReachable(provider.agent),
  };
}

async function withinTime(
  verification: Promise<object>,
): Promise<Result<Readonly<Record<string, unknown>>, TokenRefusal>> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Result<never, TokenRefusal>>((resolve) => {
    timer = setTimeout(() => {
      resolve(err('keys unavailable'));
    }, gatewayLimits.keyFetchTimeoutMs);
  });
  const outcome = verification.then(
    (claims) => ok(claims as Readonly<Record<string, unknown>>),
    (error: unknown) => err(refusalOf(error)),
  );
  const first = await Promise.race([outcome, timeout]);
  clearTimeout(timer);
  return first;
}

/**
 * firebase-admin reports a bad token and a key that could not be fetched under one code. Its messages
 * about tokens all begin with the token's name; what does not is taken for a failure to learn the
 * keys, because a good user must not be sent to log in again when Google is out of reach.
 */
function refusalOf(error: unknown): TokenRefusal {
  if (!(error instanceof Error)) return 'keys unavailable';
  if ('code' in error && error.code === 'auth/id-token-expired') return 'bad token';
  return /^(Firebase ID token|Decoding Firebase ID token|verifyIdToken\(\)) /.test(error.message)
    ? 'bad token'
    : 'keys unavailable';
}
