// Whether a caller passes a guard. Everything it looks at comes from the verified token.
import { userRoles, type UserRole } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import type { AccessTable, Alternatives } from './access-table.ts';
import type { Guard } from './guards.ts';
import type { Policies } from './policies.ts';

export type PassesGuard = (caller: GatewayContext, guard: Guard) => boolean;

/**
 * A check by the scopes of roles and these policies. A token that lists scopes has those of them that
 * its role has, and with an empty list none; one that says nothing of scopes has all of its role's.
 */
export function createGuardCheck(scopes: AccessTable['scopes'], policies: Policies): PassesGuard {
  const ofRole = (role: UserRole) => (scope: string) => scopes.get(scope)?.has(role) ?? false;
  return (caller, guard) => {
    const role = userRoles.find((each) => each === caller.identity.role);
    // Services do not come through the gateway; if one did, nothing here would be for it.
    if (role === undefined) return false;
    const named = caller.scopes;
    const hasScope = (scope: string): boolean =>
      ofRole(role)(scope) && (named?.includes(scope) ?? true);
    const isAllowed = (policy: string): boolean => policies[policy]?.(caller) ?? false;
    return someHolds(guard.scopes, hasScope) && someHolds(guard.policies, isAllowed);
  };
}

function someHolds(alternatives: Alternatives | null, holds: (name: string) => boolean): boolean {
  return alternatives === null || alternatives.some((all) => all.every(holds));
}
