// What a member is: a user, as what it acts and for whom; and how the wish for one is read and judged.
// Pure; called by services.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { badInput, checkNote, isText } from './agency-texts.ts';
import { isAgencyCode } from './agency.ts';

export const MEMBER_ROLES = ['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** As what a member acts and for whom. Lists are sorted, each id once. */
export interface Membership {
  readonly role: MemberRole;
  /** Of a partner alone, and always. */
  readonly agencyId: string | null;
  /** Those that an agent serves. */
  readonly agencyIds: readonly string[];
  /** Those that a supplier's user speaks for. */
  readonly hotelIds: readonly string[];
}

export interface Member extends Membership {
  /** The user's id at the identity provider. */
  readonly id: string;
  readonly email: string;
  readonly displayName: string | null;
  readonly disabled: boolean;
  /** Grows by one with every change. */
  readonly version: number;
  readonly invitedAt: string;
}

/** As it comes from outside: any text, fields left out. */
export interface MembershipInput {
  readonly role: MemberRole;
  readonly agencyId?: string | null;
  readonly agencyIds?: readonly string[] | null;
  readonly hotelIds?: readonly string[] | null;
}

export interface InvitationInput extends MembershipInput {
  readonly email: string;
  readonly displayName?: string | null;
  readonly note?: string | null;
}

export type Invitation = Membership & Pick<Member, 'email' | 'displayName'>;

/** Claims hold 1,000 bytes in all: so many of the longest ids fit beside the role, with room to spare. */
export const SERVED_MAX = 20;
const EMAIL_CHARS_MAX = 120;
const NAME_CHARS_MAX = 120;
const EMAIL_PATTERN = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The invitation in its stored form, or one BAD_INPUT reason per field that is wrong. */
export function parseInvitation(input: InvitationInput): Result<Invitation, Reason[]> {
  const email = input.email.trim().toLowerCase();
  const displayName = input.displayName?.trim() ?? null;
  const membership = parseMembership(input);
  const isEmail = isText(email, EMAIL_CHARS_MAX) && EMAIL_PATTERN.test(email);
  const reasons = [
    ...badInput('/email', isEmail, 'An address like name@example.com.'),
    ...badInput(
      '/displayName',
      displayName === null || isText(displayName, NAME_CHARS_MAX),
      'A name has 1 to 120 characters.',
    ),
    ...(membership.ok ? [] : membership.error),
    ...checkNote(input.note),
  ];
  if (!membership.ok || reasons.length > 0) return err(reasons);
  return ok({ ...membership.value, email, displayName });
}

/** A role with what belongs to it and nothing else, or one BAD_INPUT reason per field that is wrong. */
export function parseMembership(input: MembershipInput): Result<Membership, Reason[]> {
  const { role } = input;
  const agencyId = input.agencyId ?? null;
  const agencyIds = sorted(input.agencyIds);
  const hotelIds = sorted(input.hotelIds);
  const reasons = [
    ...badInput(
      '/agencyId',
      role === 'PARTNER' ? agencyId !== null && isAgencyCode(agencyId) : agencyId === null,
      'A partner has the code of its agency, nobody else any.',
    ),
    ...badInput(
      '/agencyIds',
      role === 'AGENT' ? areIds(agencyIds, 0) : agencyIds.length === 0,
      `An agent serves agencies, at most ${SERVED_MAX}; nobody else any.`,
    ),
    ...badInput(
      '/hotelIds',
      role === 'SUPPLIER' ? areIds(hotelIds, 1) : hotelIds.length === 0,
      `A supplier has hotels, 1 to ${SERVED_MAX}; nobody else any.`,
    ),
  ];
  return reasons.length > 0 ? err(reasons) : ok({ role, agencyId, agencyIds, hotelIds });
}

/** A known address with the same body is its member; each field that differs is a reason. */
export function decideInvitation(wanted: Invitation, existing: Member): Result<Member, Reason[]> {
  const fields = ['displayName', 'role', 'agencyId', 'agencyIds', 'hotelIds'] as const;
  const differing = fields.filter(
    (field) => JSON.stringify(wanted[field]) !== JSON.stringify(existing[field]),
  );
  if (differing.length === 0) return ok(existing);
  return err(
    differing.map((field) => ({
      code: 'DUPLICATE_REFERENCE',
      path: `/${field}`,
      detail: `A member of this address exists with another ${field}.`,
    })),
  );
}

/** The member in another role; refused when it was changed since it was looked at. */
export function decideMembership(
  member: Member,
  membership: Membership,
  version: number,
): Result<Member | null, Reason[]> {
  if (member.version !== version) {
    const detail = `The member is at version ${member.version} by now.`;
    return err([{ code: 'PREVIEW_STALE', path: '/version', detail }]);
  }
  return ok(changed(member, membership));
}

/** Null when it is so already. */
export function decideDisabled(member: Member, disabled: boolean): Member | null {
  return changed(member, { disabled });
}

function changed(member: Member, patch: Partial<Member>): Member | null {
  const next = { ...member, ...patch };
  const isSame = JSON.stringify(next) === JSON.stringify(member);
  return isSame ? null : { ...next, version: member.version + 1 };
}

function sorted(ids: readonly string[] | null | undefined): string[] {
  return [...new Set(ids)].toSorted();
}

/** Hotels and agencies are named alike. */
function areIds(ids: readonly string[], min: number): boolean {
  return ids.length >= min && ids.length <= SERVED_MAX && ids.every(isAgencyCode);
}
