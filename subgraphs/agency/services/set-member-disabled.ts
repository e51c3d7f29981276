// Shuts a member out and lets it in again. Shut out, it is refused at every door within seconds, with
// whatever token. Called by the mutations disableMember and enableMember.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { checkNote } from '../domain/agency-texts.ts';
import { decideDisabled } from '../domain/member.ts';
import type { Member } from '../domain/member.ts';
import { changeMember, mayChange } from './change-member.ts';
import type { Dependencies } from './dependencies.ts';

/** Again: nothing changes. Refuses with NOT_ENTITLED, BAD_INPUT, NOT_FOUND or BUSY. */
export async function setMemberDisabled(
  deps: Dependencies,
  identity: Identity,
  input: { readonly id: string; readonly note: string },
  disabled: boolean,
): Promise<Result<Member, Reason[]>> {
  if (!mayChange(identity, input.id)) return err([{ code: 'NOT_ENTITLED' }]);
  const reasons = checkNote(input.note);
  if (reasons.length > 0) return err(reasons);
  return changeMember(deps, identity, {
    id: input.id,
    action: disabled ? 'DISABLED' : 'ENABLED',
    note: input.note.trim(),
    decide: (member) => ok(decideDisabled(member, disabled)),
  });
}
