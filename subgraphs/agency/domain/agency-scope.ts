// Which agencies a caller may know of (domain.md §10). What lies outside answers exactly like what
// does not exist: services filter by it before they look at anything else.
import { agenciesOf } from '../../../shared/domain/agencies-of.ts';
import type { AgencyViewer } from '../../../shared/domain/agencies-of.ts';

/** All of them, or those of the list alone. */
export type AgencyScope = 'ALL' | readonly string[];

export type Viewer = AgencyViewer;

/** Operators and services see all, an agent those it serves, a partner its own, a supplier none. */
export function agencyScope(viewer: Viewer): AgencyScope {
  return agenciesOf(viewer) ?? 'ALL';
}

export function isInScope(scope: AgencyScope, agencyId: string): boolean {
  return scope === 'ALL' || scope.includes(agencyId);
}

/** Only operators and admins open agencies. */
export function mayManageAgencies(viewer: Viewer): boolean {
  return viewer.role === 'OPERATOR' || viewer.role === 'ADMIN';
}
