// What the matrix holds an answer against: what the access table grants, for the caller's own rows, for
// another's, and for rows that nobody has.
import { userRoles } from '../../../../shared/auth/identity.ts';
import type { UserRole } from '../../../../shared/auth/identity.ts';
import type { Access } from '../../../roles/access-table.ts';
import type { Tenant, TwoTenants } from './two-tenants.ts';

/** Answers of one root field, by whose ids were given. Without places for ids there is the own alone. */
export interface Answers {
  readonly own: unknown;
  readonly other?: unknown;
  readonly missing?: unknown;
}

/** What no answer to this role may contain, whatever it asked for. */
export const NEVER_TOLD: Readonly<Record<UserRole, RegExp | null>> = {
  ADMIN: null,
  OPERATOR: null,
  AGENT: /lotus/i,
  PARTNER: /lotus|local-(admin|operator|agent|supplier)/i,
  SUPPLIER: /lotus|siam|OTHER-HOTEL|grp_|bkg_|local-(admin|operator|agent|partner)/i,
};

/** Judges a query; `vague` when the test does not know what kind of id is asked for. */
export function judgeQuery(
  role: UserRole,
  access: Access,
  { own, other, missing }: Answers,
  tenants: TwoTenants,
  vague: boolean,
): string[] {
  const isOwn = access === 'OWN';
  const problems = [];
  if (!vague && !isAnswered(own, isOwn)) problems.push('its own is not answered');
  if (NEVER_TOLD[role]?.test(JSON.stringify(own))) problems.push('its own answer tells of others');
  const isNarrow = NEVER_TOLD[role] !== null;
  if (isNarrow && tenants.neighbour.some((id) => JSON.stringify(own).includes(id))) {
    problems.push('its own answer tells of who is in the same hotel');
  }
  if (other === undefined) return problems;
  if (!isOwn && !vague && !isAnswered(other, false)) problems.push('another’s is not answered');
  if (isOwn && alike(other, idsOf(tenants.other)) !== alike(missing, idsOf(tenants.missing))) {
    problems.push('another’s does not answer like what nobody has');
  }
  return problems;
}

/** Judges a mutation: granted means that it is let in, whatever else may be wrong with it. */
export function judgeMutation(
  access: Access,
  { own, other, missing }: Answers,
  tenants: TwoTenants,
): string[] {
  const problems = [];
  if (typenameOf(own) === 'NotPermitted') problems.push('it is not let in');
  if (access === 'OWN' && typenameOf(own) === 'NotFound') problems.push('its own is not found');
  if (access === 'ALL' && typenameOf(other) === 'NotPermitted') {
    problems.push('it is not let in to another’s');
  }
  if (
    access === 'OWN' &&
    alike(other, idsOf(tenants.other)) !== alike(missing, idsOf(tenants.missing))
  ) {
    problems.push('another’s does not answer like what nobody has');
  }
  return problems;
}

/** Text of an answer without these ids, and without what differs from one moment to the next. */
export function alike(answer: unknown, ids: readonly string[]): string {
  return [...ids]
    .sort((left, right) => right.length - left.length)
    .reduce((text, id) => text.replaceAll(id, '<id>'), JSON.stringify(answer))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, '<uuid>')
    .replace(/made-\d+/gi, '<made>');
}

function idsOf(tenant: Tenant): string[] {
  return Object.values({ ...tenant, nights: '<nights>' });
}

/** `strict`: an empty list is no answer either. */
function isAnswered(answer: unknown, strict: boolean): boolean {
  if (answer === null || answer === undefined) return false;
  const { __typename, edges } = answer as { __typename?: string; edges?: readonly unknown[] };
  if (__typename === 'NotFound' || __typename === 'NotPermitted') return false;
  return !strict || edges === undefined || edges.length > 0;
}

function typenameOf(answer: unknown): string | undefined {
  return (answer as { __typename?: string } | null | undefined)?.__typename;
}

/** Roles that change only what is their own first, so that there still is something to change. */
export const NARROW_FIRST: readonly UserRole[] = [...userRoles].reverse();
