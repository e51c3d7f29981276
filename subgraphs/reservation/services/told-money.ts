// Which money of a booking whom is told (domain.md §10). Called by the resolvers of nights and orders.
import { currentTotals } from '../domain/sale-order.ts';
import { seesNetRates } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';

export interface NetAndMargin {
  /** What the hotel gets, minor units. */
  readonly net: number | null;
  /** What is left between that and what the agency pays. */
  readonly margin: number | null;
}

/** For operators; to all others both are null. */
export function netAndMargin(
  viewer: Viewer,
  sell: number | null | undefined,
  net: number | null | undefined,
): NetAndMargin {
  if (!seesNetRates(viewer) || sell == null || net == null) return { net: null, margin: null };
  return { net, margin: sell - net };
}

/** What a sale order comes to by now: its total with all amendments. */
export function currentMoney(
  viewer: Viewer,
  order: Parameters<typeof currentTotals>[0],
): NetAndMargin & { readonly total: number | null } {
  const { total, netTotal } = currentTotals(order);
  return { total, ...netAndMargin(viewer, total, netTotal) };
}
