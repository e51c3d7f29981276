// Who may see and change which bookings. What one may not see answers like what does not exist.
import { agenciesOf, mayKnowOf } from '../../../shared/domain/agencies-of.ts';
import type { AgencyViewer } from '../../../shared/domain/agencies-of.ts';
import type { BookingGroup } from './booking.ts';

export interface Viewer extends AgencyViewer {
  readonly subject: string;
}

const READS_ALL_LOGS = new Set(['ADMIN', 'OPERATOR', 'SYSTEM']);
const SELLERS = new Set(['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER']);

/** Operators see every group, agents and partners those of their agencies, anyone else none. */
export function maySee(viewer: Viewer, group: Pick<BookingGroup, 'agencyId'>): boolean {
  return mayKnowOf(viewer, group.agencyId);
}

/** Whether this role sells at all. */
export function maySell(viewer: Viewer): boolean {
  return SELLERS.has(viewer.role);
}

/** Whether this role says what happened at the hotel, or what the hotel said: no-shows, requests. */
export function mayRunDesk(viewer: Viewer): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'OPERATOR';
}

/** Whether a seller may book for this agency: who may know of it may sell for it. */
export function maySellFor(viewer: Viewer, agencyId: string): boolean {
  return maySell(viewer) && maySee(viewer, { agencyId });
}

/**
 * Which entries of the audit log of a group that the viewer may see are told, and whether with names:
 * operators get all, agents what they did themselves, partners what happened but not by whom.
 */
export function auditScope(viewer: Viewer): 'ALL' | 'OWN_ACTIONS' | 'WITHOUT_NAMES' {
  if (viewer.role === 'AGENT') return 'OWN_ACTIONS';
  return READS_ALL_LOGS.has(viewer.role) ? 'ALL' : 'WITHOUT_NAMES';
}

/** Agencies whose bookings a list may contain: null means all of them. */
export function visibleAgencies(viewer: Viewer): readonly string[] | null {
  return agenciesOf(viewer);
}

/** Whether refusals may name pools and say that rooms are kept for others; sellers may not know. */
export function seesWhoHolds(viewer: Viewer): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'OPERATOR';
}

/** Whether the viewer is told net rates and the margin beside the sell rate that all are told. */
export function seesNetRates(viewer: Viewer): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'OPERATOR' || viewer.role === 'SYSTEM';
}

/** Whether this role settles what the supplier and we disagree about, and sees how that came. */
export function maySettle(viewer: Viewer): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'OPERATOR';
}
