// Everything the gateway needs to serve each role: its schema and what stands guard within it. Built
// once per version of the supergraph.
import { isEnumType, parse, type GraphQLSchema } from 'graphql';
import { userRoles, type UserRole } from '../../shared/auth/identity.ts';
import { tagOf, type AccessTable } from './access-table.ts';
import { createGuardCheck, type PassesGuard } from './caller.ts';
import { readGuards, type Guards } from './guards.ts';
import type { Policies } from './policies.ts';
import { cutRoleSchema, type CutFrom, type RoleSchema } from './role-schema.ts';

export interface RoleView extends RoleSchema {
  readonly role: UserRole;
  readonly guards: Guards;
  readonly passes: PassesGuard;
  /** Enums of which the role knows some values only. */
  readonly partialEnums: ReadonlySet<string>;
  /**
   * Whether a query that asks for a denied field is refused whole. Staff get the rest with an error in
   * place of the field; to others a partial answer would pass for all there is.
   */
  readonly refusesWhole: boolean;
}

const STAFF: ReadonlySet<UserRole> = new Set<UserRole>(['ADMIN', 'OPERATOR', 'AGENT']);

/** Who has which scope, and what policies mean. */
export interface RoleRules {
  readonly scopes: AccessTable['scopes'];
  readonly policies: Policies;
}

/** One view per role for which the supergraph holds anything. Throws on guards that nobody can pass. */
export function createRoleViews(
  supergraph: CutFrom,
  rules: RoleRules,
): ReadonlyMap<UserRole, RoleView> {
  const guards = readGuards(parse(supergraph.sdl, { noLocation: true }));
  refuseUnknownNames(guards, rules);
  const passes = createGuardCheck(rules.scopes, rules.policies);
  const views = new Map<UserRole, RoleView>();
  for (const role of userRoles) {
    const cut = cutRoleSchema(supergraph, tagOf(role));
    if (!cut) continue;
    const partialEnums = findPartialEnums(supergraph.apiSchema, cut.schema);
    const refusesWhole = !STAFF.has(role);
    views.set(role, { role, ...cut, guards, passes, partialEnums, refusesWhole });
  }
  return views;
}

/** A scope or policy of which nobody knows what it means would close its field for ever, unnoticed. */
function refuseUnknownNames(guards: Guards, { scopes, policies }: RoleRules): void {
  for (const [coordinate, guard] of guards) {
    const unknown = [
      ...(guard.scopes ?? []).flat().filter((scope) => !scopes.has(scope)),
      ...(guard.policies ?? []).flat().filter((policy) => !(policy in policies)),
    ];
    if (unknown.length === 0) continue;
    throw new Error(`${coordinate} is guarded by what nobody knows: ${unknown.join(', ')}`);
  }
}

function findPartialEnums(whole: GraphQLSchema, cut: GraphQLSchema): ReadonlySet<string> {
  const enums = Object.values(cut.getTypeMap()).filter(isEnumType);
  const partial = enums.filter((each) => {
    const full = whole.getType(each.name);
    return isEnumType(full) && full.getValues().length !== each.getValues().length;
  });
  return new Set(partial.map(({ name }) => name));
}
