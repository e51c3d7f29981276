// Verifies Firebase ID tokens with firebase-admin. The agent decides whose certificates count:
// Google's, or in development and tests those of the local issuer. Used by authenticate.ts.
import type { Agent } from 'node:https';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { LRUCache } from 'lru-cache';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { gatewayLimits } from '../limits.ts';
import { parseCaller, type Caller } from './claims.ts';
import { areKeysReachable } from './key-supply.ts';
import { looksLikeIdToken } from './token-shape.ts';

/** `no role`: the token is good, but what it claims is no caller of ours. */
export type TokenRefusal = 'bad token' | 'no role' | 'keys unavailable';

export interface TokenVerifier {
  verify(token: string): Promise<Result<Caller, TokenRefusal>>;
  /** Whether the supplier of keys answers; without it, new keys cannot be learnt. */
  areKeysReachable(): Promise<boolean>;
  close(): Promise<void>;
}

let apps = 0;

/** A verifier of `projectId`'s tokens; without `agent`, Google's certificates are fetched. */
export function createTokenVerifier(options: {
  projectId: string;
  agent?: Agent | undefined;
  now?: () => number;
}): TokenVerifier {
  const { projectId, agent, now = Date.now } = options;
  apps += 1;
  const httpAgent = agent ? { httpAgent: agent } : {};
  const app = initializeApp({ projectId, ...httpAgent }, `gateway-${apps}`);
  const auth = getAuth(app);
  const verified = new LRUCache<string, { caller: Caller; expiresAt: number }>({
    max: gatewayLimits.verifiedTokensMax,
  });

  async function verifyAfresh(token: string): Promise<Result<Caller, TokenRefusal>> {
    const claims = await withinTime(auth.verifyIdToken(token));
    if (!claims.ok) return claims;
    const caller = parseCaller(claims.value);
    if (!caller) return err('no role');
    verified.set(token, { caller, expiresAt: Number(claims.value['exp']) * 1_000 });
    return ok(caller);
  }

  return {
    async verify(token) {
      const known = verified.get(token);
      if (known) return known.expiresAt > now() ? ok(known.caller) : err('bad token');
      return looksLikeIdToken(token) ? verifyAfresh(token) : err('bad token');
    },
    areKeysReachable: () => areKeysReachable(agent),
    close: () => deleteApp(app),
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
