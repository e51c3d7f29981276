// Signs internal identities. Used by the gateway for its users and by services that call each other.
import { importJWK, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import {
  identityHeader,
  mayAssert,
  requestIdHeader,
  type Identity,
  type IdentityClaims,
} from './identity.ts';
import { parsePrivateKey, type PrivateIdentityKey } from './keys.ts';
import { authLimits } from './limits.ts';

export interface IdentitySigner {
  /** A JWT for `audience` (the callee's name). Throws when this issuer may not assert the role. */
  sign(claims: IdentityClaims, audience: string): Promise<string>;
  /** All headers of a call to `audience`: the signed identity and the request id. */
  headersFor(
    identity: IdentityClaims & Pick<Identity, 'requestId'>,
    audience: string,
  ): Promise<Record<string, string>>;
}

/**
 * A signer that speaks as `issuer`, whose private key it holds (`kid` must be the issuer's name).
 * A token lives for a minute and is handed out again for half of it.
 */
export function createIdentitySigner(options: {
  privateJwk: string | PrivateIdentityKey;
  issuer: string;
  now?: () => number;
}): IdentitySigner {
  const { issuer, now = Date.now } = options;
  const jwk = parsePrivateKey(options.privateJwk);
  if (jwk.kid !== issuer) throw new Error(`The identity key of ${issuer} bears another name`);
  const key = importJWK(jwk, 'EdDSA');
  const signed = new LRUCache<string, { token: Promise<string>; until: number }>({
    max: authLimits.signedIdentitiesMax,
  });

  async function signAfresh(claims: IdentityClaims, audience: string): Promise<string> {
    const issuedAt = Math.floor(now() / 1_000);
    return new SignJWT(claimsToSign(claims))
      .setProtectedHeader({ alg: 'EdDSA', kid: issuer })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(claims.subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + authLimits.identityLifeSeconds)
      .sign(await key);
  }

  function sign(claims: IdentityClaims, audience: string): Promise<string> {
    if (!mayAssert(issuer, claims.role)) {
      return Promise.reject(new Error(`${issuer} may not speak as ${claims.role}`));
    }
    const cacheKey = JSON.stringify([audience, claims.subject, claimsToSign(claims)]);
    const cached = signed.get(cacheKey);
    if (cached && cached.until > now()) return cached.token;
    const token = signAfresh(claims, audience);
    signed.set(cacheKey, { token, until: now() + authLimits.identityReuseMs });
    token.catch(() => signed.delete(cacheKey));
    return token;
  }

  return {
    sign,
    async headersFor(identity, audience) {
      return {
        [identityHeader]: await sign(identity, audience),
        [requestIdHeader]: identity.requestId,
      };
    },
  };
}

function claimsToSign(claims: IdentityClaims): Record<string, unknown> {
  return {
    role: claims.role,
    ...(claims.agencyId === undefined ? {} : { agencyId: claims.agencyId }),
    ...(claims.agencyIds === undefined ? {} : { agencyIds: claims.agencyIds }),
    ...(claims.hotelIds === undefined ? {} : { hotelIds: claims.hotelIds }),
  };
}
