// A token for a made-up user of a role: what `npm run token` and the launcher print.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../domain/result.ts';
import { tenantIdSchema, type UserRole } from '../identity.ts';
import { authLimits } from '../limits.ts';
import { mintToken } from './mint-token.ts';

export interface LocalUser {
  readonly role: UserRole;
  /** Code of the agency; needed for a PARTNER, possible for an AGENT. */
  readonly agencyId?: string | undefined;
  /** Needed for a SUPPLIER. */
  readonly hotelIds?: readonly string[] | undefined;
}

/** What is wrong with such a user, as a sentence; null when nothing is. */
function problemOf(user: LocalUser): string | null {
  const { role, agencyId, hotelIds = [] } = user;
  const staff = role === 'ADMIN' || role === 'OPERATOR';
  if (role === 'PARTNER' && agencyId === undefined) return 'A partner needs --agency CODE.';
  if (role === 'SUPPLIER' && hotelIds.length === 0) return 'A supplier needs --hotel ID.';
  if (agencyId !== undefined && (staff || role === 'SUPPLIER')) {
    return `--agency says nothing about ${role}: only partners and agents belong to an agency.`;
  }
  if (hotelIds.length > 0 && role !== 'SUPPLIER') return '--hotel is for suppliers alone.';
  if (hotelIds.length > authLimits.hotelIdsMax) return 'Too many hotels for one token.';
  const wrong = [agencyId ?? 'OK', ...hotelIds].find((id) => !tenantIdSchema.safeParse(id).success);
  return wrong === undefined
    ? null
    : `"${wrong}" is no code: capitals, digits and dashes, at most 32.`;
}

/** Mints the user's token, or says what is wrong with the user. The same user keeps its uid. */
export async function mintRoleToken(
  user: LocalUser,
  issuer: { dir: string; projectId: string; ttlSeconds: number },
): Promise<Result<string, string>> {
  const problem = problemOf(user);
  if (problem !== null) return err(problem);
  const hotelIds = user.hotelIds?.length ? [...user.hotelIds].sort() : undefined;
  const claims = { role: user.role, agencyId: user.agencyId, hotelIds };
  return ok(await mintToken({ ...issuer, uid: uidOf(user, hotelIds), claims }));
}

/** `local-operator`, `local-partner-SIAM`, `local-supplier-<hash of its hotels>`. */
function uidOf(user: LocalUser, hotelIds: readonly string[] | undefined): string {
  const hotels =
    hotelIds && createHash('sha256').update(hotelIds.join()).digest('hex').slice(0, 12);
  return ['local', user.role.toLowerCase(), user.agencyId, hotels].filter(Boolean).join('-');
}
