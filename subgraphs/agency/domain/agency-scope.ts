// Which agencies a caller may know of (domain.md §10). What lies outside answers exactly like what
// does not exist: services filter by it before they look at anything else.

/** All of them, or those of the list alone. */
export type AgencyScope = 'ALL' | readonly string[];

export interface Viewer {
  readonly role: 'ADMIN' | 'OPERATOR' | 'AGENT' | 'PARTNER' | 'SUPPLIER' | 'SYSTEM' | 'WEBHOOK';
  readonly agencyId?: string;
}

/** Staff and services see all, a partner its own, a supplier none. */
export function agencyScope(viewer: Viewer): AgencyScope {
  switch (viewer.role) {
    case 'ADMIN':
    case 'OPERATOR':
    case 'AGENT':
    case 'SYSTEM':
      return 'ALL';
    case 'PARTNER':
      return viewer.agencyId === undefined ? [] : [viewer.agencyId];
    case 'SUPPLIER':
    case 'WEBHOOK':
      return [];
  }
}

export function isInScope(scope: AgencyScope, agencyId: string): boolean {
  return scope === 'ALL' || scope.includes(agencyId);
}

/** Only operators and admins open agencies. */
export function mayManageAgencies(viewer: Viewer): boolean {
  return viewer.role === 'OPERATOR' || viewer.role === 'ADMIN';
}
