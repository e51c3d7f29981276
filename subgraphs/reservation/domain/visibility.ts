// Who may see and change which bookings. What one may not see answers like what does not exist.
import type { BookingGroup } from './booking.ts';

export interface Viewer {
  readonly role: string;
  readonly agencyId?: string;
}

const STAFF = new Set(['ADMIN', 'OPERATOR', 'AGENT', 'SYSTEM']);
const SELLERS = new Set(['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER']);

/** Staff see every group, a partner those of its own agency, anyone else none. */
export function maySee(viewer: Viewer, group: Pick<BookingGroup, 'agencyId'>): boolean {
  if (STAFF.has(viewer.role)) return true;
  return viewer.role === 'PARTNER' && viewer.agencyId === group.agencyId;
}

/** Whether this role sells at all. */
export function maySell(viewer: Viewer): boolean {
  return SELLERS.has(viewer.role);
}

/** Whether names of staff and request ids may be told to this role. */
export function isStaff(viewer: Viewer): boolean {
  return STAFF.has(viewer.role);
}

/** Agencies whose bookings a list may contain: null means all of them. */
export function visibleAgencies(viewer: Viewer): readonly string[] | null {
  if (STAFF.has(viewer.role)) return null;
  return viewer.role === 'PARTNER' && viewer.agencyId !== undefined ? [viewer.agencyId] : [];
}
