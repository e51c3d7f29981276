// Verifies internal identities. Every subgraph asks it first, and answers 401 without detail on null.
import { importJWK, jwtVerify, type CryptoKey, type JWTHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import {
  mayAssert,
  mayReach,
  requestIdFrom,
  roles,
  tenantIdSchema,
  type Identity,
} from './identity.ts';
import { parseKeySet, type IdentityKeySet } from './keys.ts';
import { authLimits } from './limits.ts';

export interface IdentityVerifier {
  /**
   * The identity in the header's value, or null for anything that is not exactly one valid identity
   * for this audience. `requestId` is the value of the header that bears it; ill-formed or missing,
   * it is replaced by a fresh one.
   */
  verify(
    headerValue: string | string[] | undefined,
    requestId?: string | string[],
  ): Promise<Identity | null>;
}

type Verified = Omit<Identity, 'requestId'>;

const claimsSchema = z
  .strictObject({
    iss: z.string(),
    aud: z.string(),
    iat: z.int(),
    exp: z.int(),
    sub: z.string().min(1).max(authLimits.subjectCharsMax),
    role: z.enum(roles),
    agencyId: tenantIdSchema.optional(),
    agencyIds: z.array(tenantIdSchema).max(authLimits.agencyIdsMax).optional(),
    hotelIds: z.array(tenantIdSchema).max(authLimits.hotelIdsMax).optional(),
  })
  .refine((claims) => claims.exp - claims.iat <= authLimits.identityLifeSeconds)
  .refine((claims) => mayAssert(claims.iss, claims.role))
  .refine((claims) => mayReach(claims.iss, claims.aud))
  // Without its agency a partner would be nobody's, and a careless filter would show it everything.
  .refine((claims) => claims.role !== 'PARTNER' || claims.agencyId !== undefined);

/** A verifier for calls to `audience` (the own name), signed by one of the keys in `jwks`. */
export function createIdentityVerifier(options: {
  jwks: string | IdentityKeySet;
  audience: string;
  now?: () => number;
}): IdentityVerifier {
  const { audience, now = Date.now } = options;
  const keys = new Map(
    parseKeySet(options.jwks).keys.map((jwk) => [jwk.kid, importJWK(jwk, 'EdDSA')]),
  );
  const verified = new LRUCache<string, { identity: Verified; expiresAt: number }>({
    max: authLimits.verifiedIdentitiesMax,
  });

  async function keyOf(header: JWTHeaderParameters): Promise<CryptoKey> {
    const key = await keys.get(header.kid ?? '');
    if (!key || key instanceof Uint8Array) throw new Error('unknown key');
    return key;
  }

  async function verifyAfresh(token: string): Promise<Verified | null> {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      algorithms: ['EdDSA'],
      audience,
      currentDate: new Date(now()),
    });
    const claims = claimsSchema.parse(payload);
    if (claims.iss !== protectedHeader.kid) return null;
    if (claims.iat > now() / 1_000 + authLimits.clockSkewSeconds) return null;
    const identity: Verified = Object.freeze({
      subject: claims.sub,
      role: claims.role,
      issuer: claims.iss,
      ...(claims.agencyId === undefined ? {} : { agencyId: claims.agencyId }),
      ...(claims.agencyIds === undefined ? {} : { agencyIds: claims.agencyIds }),
      ...(claims.hotelIds === undefined ? {} : { hotelIds: claims.hotelIds }),
    });
    verified.set(token, { identity, expiresAt: claims.exp * 1_000 });
    return identity;
  }

  async function verifyToken(token: string): Promise<Verified | null> {
    const cached = verified.get(token);
    if (cached) return cached.expiresAt > now() ? cached.identity : null;
    try {
      return await verifyAfresh(token);
    } catch {
      // Why it failed is nobody's business: the caller is either ours and right, or unknown.
      return null;
    }
  }

  return {
    async verify(headerValue, requestId) {
      if (typeof headerValue !== 'string') return null;
      if (headerValue.length > authLimits.identityCharsMax) return null;
      const identity = await verifyToken(headerValue);
      return identity && { ...identity, requestId: requestIdFrom(requestId) };
    },
  };
}
