// A member's account at the identity provider: opened, and made to say what the member's row says.
// Called within the transaction that writes the row, before it commits: whatever fails on the way, the
// same request again sets both right, since every step may be taken twice.
import type { Accounts, AccountRefusal, MemberClaims } from '../../../shared/auth/accounts.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Invitation, Member, Membership } from '../domain/member.ts';

/** The id of the account with this address; one that is there already is taken over. */
export async function openAccount(
  accounts: Accounts,
  { email, displayName }: Invitation,
): Promise<Result<string, Reason[]>> {
  const user = { email, ...(displayName === null ? {} : { displayName }) };
  const made = await accounts.create(user);
  if (made.ok) return ok(made.value.uid);
  if (made.error !== 'EMAIL_TAKEN') return refused(made.error);
  const found = await accounts.findByEmail(email);
  return found.ok ? ok(found.value.uid) : refused(found.error);
}

/** Claims and standing as the row has them. Tokens that claim what was before are ended with `revoke`. */
export async function settleAccount(
  accounts: Accounts,
  member: Member,
  { revoke }: { readonly revoke: boolean },
): Promise<Result<null, Reason[]>> {
  const steps = [
    () => accounts.setClaims(member.id, claimsOf(member)),
    () => accounts.setDisabled(member.id, member.disabled),
    ...(revoke ? [() => accounts.revokeTokens(member.id)] : []),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return refused(done.error);
  }
  return ok(null);
}

function claimsOf({ role, agencyId, agencyIds, hotelIds }: Membership): MemberClaims {
  return {
    role,
    ...(agencyId === null ? {} : { agencyId }),
    ...(role === 'AGENT' ? { agencyIds } : {}),
    ...(role === 'SUPPLIER' ? { hotelIds } : {}),
  };
}

function refused(refusal: AccountRefusal): Result<never, Reason[]> {
  if (refusal === 'BAD_EMAIL') return err([{ code: 'BAD_INPUT', path: '/email' }]);
  const detail = `The identity provider did not do it (${refusal}); nothing was changed here.`;
  return err([{ code: 'BUSY', detail }]);
}
