// A token for a made-up user of a role: what `npm run token` and the launcher print.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../domain/result.ts';
import { tenantIdSchema, type UserRole } from '../identity.ts';
import { authLimits } from '../limits.ts';
import { mintToken } from './mint-token.ts';

export interface LocalUser {
  readonly role: UserRole;
  /** Code of the agency; needed for a PARTNER. */
  readonly agencyId?: string | undefined;
  /** Codes of the agencies that an AGENT serves; without them it sees none. */
  readonly agencyIds?: readonly string[] | undefined;
  /** Needed for a SUPPLIER. */
  readonly hotelIds?: readonly string[] | undefined;
}

/** What is wrong with such a user, as a sentence; null when nothing is. */
function problemOf(user: LocalUser): string | null {
  const { role, agencyId, agencyIds = [], hotelIds = [] } = user;
  if (role === 'PARTNER' && agencyId === undefined) return 'A partner needs --agency CODE.';
  if (role === 'SUPPLIER' && hotelIds.length === 0) return 'A supplier needs --hotel ID.';
  if (agencyId !== undefined && role !== 'PARTNER') return saysNothing(role);
  if (agencyIds.length > 0 && role !== 'AGENT') return saysNothing(role);
  if (hotelIds.length > 0 && role !== 'SUPPLIER') return '--hotel is for suppliers alone.';
  return problemWithIds(user);
}

function problemWithIds({ agencyId, agencyIds = [], hotelIds = [] }: LocalUser): string | null {
  if (hotelIds.length > authLimits.hotelIdsMax) return 'Too many hotels for one token.';
  if (agencyIds.length > authLimits.agencyIdsMax) return 'Too many agencies for one token.';
  const named = [agencyId ?? 'OK', ...agencyIds, ...hotelIds];
  const wrong = named.find((id) => !tenantIdSchema.safeParse(id).success);
  return wrong === undefined
    ? null
    : `"${wrong}" is no code: capitals, digits and dashes, at most 32.`;
}

function saysNothing(role: UserRole): string {
  return `--agency says nothing about ${role}: a partner belongs to one, an agent serves some.`;
}

/** Mints the user's token, or says what is wrong with the user. The same user keeps its uid. */
export async function mintRoleToken(
  user: LocalUser,
  issuer: { dir: string; projectId: string; ttlSeconds: number },
): Promise<Result<string, string>> {
  const problem = problemOf(user);
  if (problem !== null) return err(problem);
  const hotelIds = sortedOrNone(user.hotelIds);
  const agencyIds = sortedOrNone(user.agencyIds);
  const claims = { role: user.role, agencyId: user.agencyId, agencyIds, hotelIds };
  return ok(await mintToken({ ...issuer, uid: uidOf(user, agencyIds ?? hotelIds), claims }));
}

function sortedOrNone(ids: readonly string[] | undefined): string[] | undefined {
  return ids?.length ? [...ids].sort() : undefined;
}

/** `local-operator`, `local-partner-SIAM`, `local-supplier-<hash of its hotels>`. */
function uidOf(user: LocalUser, ids: readonly string[] | undefined): string {
  const hash = ids && createHash('sha256').update(ids.join()).digest('hex').slice(0, 12);
  return ['local', user.role.toLowerCase(), user.agencyId, hash].filter(Boolean).join('-');
}
