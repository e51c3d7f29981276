// The rate of a granted night, as the contract and its rate changes make it.
import type { ResolvedLine } from '../pipeline/resolved.ts';
import type { GrantedNight } from './hold-request.ts';

/** Net minor units and their currency; null where no rate is known. */
export function pricesOf(line: ResolvedLine, at: number): Pick<GrantedNight, 'rate' | 'currency'> {
  const rate = line.rates()[at] as number;
  if (Number.isNaN(rate)) return { rate: null, currency: null };
  return { rate, currency: line.term.contract.currency };
}
