// From the claims of a verified ID token to a caller. Custom claims are set by us, but through
// another system: they are parsed like any other input.
import { z } from 'zod';
import { tenantIdSchema, userRoles, type IdentityClaims } from '../../shared/auth/identity.ts';
import { authLimits } from '../../shared/auth/limits.ts';
import { gatewayLimits } from '../limits.ts';

const claimsSchema = z
  .object({
    sub: z.string().min(1).max(authLimits.subjectCharsMax),
    role: z.enum(userRoles),
    agencyId: tenantIdSchema.optional(),
    agencyIds: z.array(tenantIdSchema).max(authLimits.agencyIdsMax).optional(),
    hotelIds: z.array(tenantIdSchema).max(authLimits.hotelIdsMax).optional(),
    scopes: z.array(z.string().min(1)).max(gatewayLimits.scopesMax).optional(),
  })
  // A partner without its agency would be nobody's.
  .refine((claims) => claims.role !== 'PARTNER' || claims.agencyId !== undefined);

export interface Caller {
  readonly claims: IdentityClaims;
  /** Null when the token says nothing of scopes; an empty list gives none. */
  readonly scopes: readonly string[] | null;
}

/** A caller with the instant of the sign-in that the token tells of. */
export interface SignedIn extends Caller {
  /** ms since 1970. */
  readonly signedInAt: number;
}

/** The caller, or null when the claims name no role of ours, or one that lacks what it needs. */
export function parseCaller(token: Readonly<Record<string, unknown>>): Caller | null {
  const parsed = claimsSchema.safeParse(token);
  if (!parsed.success) return null;
  const { sub, role, agencyId, agencyIds, hotelIds, scopes = null } = parsed.data;
  return {
    claims: {
      subject: sub,
      role,
      ...(agencyId === undefined ? {} : { agencyId }),
      ...(agencyIds === undefined ? {} : { agencyIds }),
      ...(hotelIds === undefined ? {} : { hotelIds }),
    },
    scopes,
  };
}
