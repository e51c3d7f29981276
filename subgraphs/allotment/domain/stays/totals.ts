// What granted nights cost together, in whichever rates they carry.
import type { GrantedNight } from '../holds/hold-request.ts';

export interface Total {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** Null where a rate is not known, or currencies differ. */
export function totalOf(nights: readonly GrantedNight[]): Total | null {
  let amount = 0;
  let currency: string | null = null;
  for (const night of nights) {
    if (night.rate === null || night.currency === null) return null;
    if (currency !== null && currency !== night.currency) return null;
    currency = night.currency;
    amount += night.rate * night.rooms;
  }
  return currency === null ? null : { amount, currency };
}
