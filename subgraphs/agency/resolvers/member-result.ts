// The union that every mutation of a member answers.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { toRefusal } from '../../../shared/schema/refusal.ts';
import type { RefusalAnswer } from '../../../shared/schema/refusal.ts';
import type { Member } from '../domain/member.ts';

export type MemberResult = RefusalAnswer | (Member & { readonly __typename: 'Member' });

export function toMemberResult(answer: Result<Member, Reason[]>): MemberResult {
  return answer.ok ? { __typename: 'Member', ...answer.value } : toRefusal(answer.error);
}
