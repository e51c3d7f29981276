// Makes somebody a member: an account at the identity provider, its claims, and the row that they follow
// from. Called by the mutation of this name.
import type { EntityManager } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { managedRoles } from '../domain/member-scope.ts';
import { decideInvitation, parseInvitation } from '../domain/member.ts';
import type { Invitation, InvitationInput, Member } from '../domain/member.ts';
import { findByEmail, insertIfAbsent } from '../repositories/members.ts';
import type { Dependencies } from './dependencies.ts';
import { openAccount, settleAccount } from './member-account.ts';
import { recordMember, unknownAgencies } from './change-member.ts';

/**
 * The member; the very same invitation again answers the one that is there. Refuses with NOT_ENTITLED,
 * BAD_INPUT, DUPLICATE_REFERENCE (one per field that differs), NOT_FOUND (one per agency) or BUSY.
 */
export async function inviteMember(
  deps: Dependencies,
  identity: Identity,
  input: InvitationInput,
): Promise<Result<Member, Reason[]>> {
  if (!managedRoles(identity).includes(input.role)) return err([{ code: 'NOT_ENTITLED' }]);
  const invitation = parseInvitation(input);
  if (!invitation.ok) return invitation;
  const note = input.note?.trim() ?? null;
  const existing = await findByEmail(deps.dataSource, invitation.value.email);
  if (existing !== null) return decideInvitation(invitation.value, existing);
  const unknown = await unknownAgencies(deps, invitation.value);
  if (unknown.length > 0) return err(unknown);

  const account = await openAccount(deps.accounts, invitation.value);
  if (!account.ok) return account;
  return inTransaction(deps.dataSource, (manager) =>
    insert(manager, deps, identity, { invitation: invitation.value, id: account.value, note }),
  );
}

async function insert(
  manager: EntityManager,
  { accounts }: Dependencies,
  identity: Identity,
  wanted: { readonly invitation: Invitation; readonly id: string; readonly note: string | null },
): Promise<Result<Member, Reason[]>> {
  const { invitation, id, note } = wanted;
  const member = await insertIfAbsent(manager, { ...invitation, id, disabled: false, version: 1 });
  if (member === null) {
    // Another request invited this address between our look and our write.
    const winner = await findByEmail(manager, invitation.email);
    return winner === null ? err([{ code: 'BUSY' }]) : decideInvitation(invitation, winner);
  }
  await recordMember(manager, identity, { action: 'INVITED', before: null, after: member, note });
  const settled = await settleAccount(accounts, member, { revoke: false });
  return settled.ok ? ok(member) : settled;
}
