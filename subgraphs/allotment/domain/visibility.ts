// Who may see which hotels and which layers. What one may not see answers like what does not exist.
import type { AgencyViewer } from '../../../shared/domain/agencies-of.ts';

export interface Viewer extends AgencyViewer {
  readonly hotelIds?: readonly string[];
}

const OPERATORS = new Set(['ADMIN', 'OPERATOR', 'SYSTEM']);

/** Hotels a list may contain: null means all; a hotel's own user sees its own. */
export function visibleHotels(viewer: Viewer): readonly string[] | null {
  return viewer.role === 'SUPPLIER' ? (viewer.hotelIds ?? []) : null;
}

/** A partner's own agency, which sees the hotels that it sells; nobody else is bound to one. */
export function boundAgency({ role, agencyId }: Viewer): string | null {
  return role === 'PARTNER' ? (agencyId ?? '') : null;
}

/** Whether this hotel is there for the viewer at all. */
export function maySeeHotel(viewer: Viewer, hotelId: string): boolean {
  return visibleHotels(viewer)?.includes(hotelId) ?? true;
}

/** All lines, raw numbers, debt and every layer. */
export function maySeeLayers(viewer: Viewer): boolean {
  return OPERATORS.has(viewer.role);
}

/** Whether net rates are told: to a hotel those of its own, which are all that it may see. */
export function seesNetRates(viewer: Viewer): boolean {
  return maySeeLayers(viewer) || viewer.role === 'SUPPLIER';
}

/** Whether the viewer may change events, pools, sub-allotments, audiences and operators' contracts. */
export function mayChangeAllotment(viewer: Viewer): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'OPERATOR';
}

/** Whether the viewer asks for events by submitting them; operators record them. */
export function maySubmitEvents(viewer: Viewer): boolean {
  return viewer.role === 'SUPPLIER';
}

/** Hotels whose contracts and submissions the viewer may read: null means all, an empty list none. */
export function hotelsWithContracts(viewer: Viewer): readonly string[] | null {
  if (mayChangeAllotment(viewer)) return null;
  return viewer.role === 'SUPPLIER' ? (viewer.hotelIds ?? []) : [];
}
