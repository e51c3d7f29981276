// What is written down about each change of a member. Pure.
import type { AgencyAudit } from './agency-audit.ts';

export const MEMBER_ACTIONS = ['INVITED', 'ROLE_CHANGED', 'DISABLED', 'ENABLED'] as const;
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

export interface MemberAudit extends Omit<AgencyAudit, 'agencyId' | 'action'> {
  readonly memberId: string;
  readonly action: MemberAction;
}

export interface MemberAuditEntry extends MemberAudit {
  readonly id: number;
  readonly at: string;
}
