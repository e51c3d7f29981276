// Whose affairs a caller may know of (domain.md §10): the one rule behind bookings, blocks, agencies
// and the choice of whose availability is asked for. Called by the visibility rules of all subgraphs.

export interface AgencyViewer {
  readonly role: string;
  /** The agency that a partner belongs to. */
  readonly agencyId?: string;
  /** The agencies that an agent serves. */
  readonly agencyIds?: readonly string[];
}

const SEES_ALL: ReadonlySet<string> = new Set(['ADMIN', 'OPERATOR', 'SYSTEM']);

/**
 * Null: all of them. A partner has its own, an agent those it serves, anyone else none; who names no
 * agency has none, because a filter that is missing must not open everything.
 */
export function agenciesOf(viewer: AgencyViewer): readonly string[] | null {
  if (SEES_ALL.has(viewer.role)) return null;
  if (viewer.role === 'AGENT') return viewer.agencyIds ?? [];
  return viewer.role === 'PARTNER' && viewer.agencyId !== undefined ? [viewer.agencyId] : [];
}

/** Whether this agency's affairs are the viewer's to know. */
export function mayKnowOf(viewer: AgencyViewer, agencyId: string): boolean {
  return agenciesOf(viewer)?.includes(agencyId) ?? true;
}
