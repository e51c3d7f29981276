// What every change of a member has in common: the member is locked, changed, audited, and its account
// made to say the same, all before the transaction commits. Called by the services of the mutations.
import type { EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { MemberAction } from '../domain/member-audit.ts';
import { managedRoles } from '../domain/member-scope.ts';
import type { Member, Membership } from '../domain/member.ts';
import { findByIds } from '../repositories/agencies.ts';
import { append } from '../repositories/member-audit-log.ts';
import { lockById, update } from '../repositories/members.ts';
import type { Dependencies } from './dependencies.ts';
import { settleAccount } from './member-account.ts';

/** Google's ids have no more, and none holds what cannot be stored. */
const MEMBER_ID_PATTERN = /^[^\p{Cc}]{1,128}$/u;

export interface MemberChangeRequest {
  readonly id: string;
  readonly action: MemberAction;
  readonly note: string | null;
  /** Null when there is nothing to change: the member is the answer, and nothing is written. */
  readonly decide: (member: Member) => Result<Member | null, Reason[]>;
}

/** Nobody changes itself: an admin who shuts itself out could not be let in again. */
export function mayChange(identity: Identity, memberId: string): boolean {
  return managedRoles(identity).length > 0 && identity.subject !== memberId;
}

/** The member as it is afterwards. Permission and shape have been looked at. */
export async function changeMember(
  { dataSource, accounts }: Dependencies,
  identity: Identity,
  { id, action, note, decide }: MemberChangeRequest,
): Promise<Result<Member, Reason[]>> {
  const unknown = err<Reason[]>([{ code: 'NOT_FOUND', path: '/id' }]);
  if (!isMemberId(id)) return unknown;
  return inTransaction(dataSource, async (manager) => {
    const before = await lockById(manager, id);
    if (before === null || !managedRoles(identity).includes(before.role)) return unknown;
    const decided = decide(before);
    if (!decided.ok) return decided;
    const after = decided.value;
    if (after === null) return ok(before);
    await update(manager, after);
    await recordMember(manager, identity, { action, before, after, note });
    const settled = await settleAccount(accounts, after, { revoke: true });
    return settled.ok ? ok(after) : settled;
  });
}

export function isMemberId(id: string): boolean {
  return MEMBER_ID_PATTERN.test(id) && id.isWellFormed();
}

/** Writes down who did it. */
export async function recordMember(
  manager: EntityManager,
  { subject, role, requestId }: Identity,
  change: {
    readonly action: MemberAction;
    readonly before: Member | null;
    readonly after: Member;
    readonly note: string | null;
  },
): Promise<void> {
  await append(manager, {
    memberId: change.after.id,
    action: change.action,
    before: change.before && { ...change.before },
    after: { ...change.after },
    note: change.note,
    actor: subject,
    actorRole: role,
    requestId,
  });
}

/** One reason per agency that does not exist. Agencies are never removed, so the answer stays true. */
export async function unknownAgencies(
  { dataSource }: Dependencies,
  { agencyId, agencyIds }: Membership,
): Promise<Reason[]> {
  const named = [
    ...(agencyId === null ? [] : [{ id: agencyId, path: '/agencyId' }]),
    ...agencyIds.map((id) => ({ id, path: '/agencyIds' })),
  ];
  if (named.length === 0) return [];
  const found = await findByIds(
    dataSource.manager,
    named.map(({ id }) => id),
  );
  const known = new Set(found.map(({ code }) => code));
  return named
    .filter(({ id }) => !known.has(id))
    .map(({ id, path }) => ({ code: 'NOT_FOUND', path, detail: `There is no agency ${id}.` }));
}
