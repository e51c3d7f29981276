// In which rates nights are told: net to operators, to sellers what their agency pays. Pure.
import { sellRateOf } from '../../../../shared/domain/money.ts';
import type { GrantedNight } from '../holds/hold-request.ts';

/** What was agreed with an agency at one hotel. */
export interface SellingTerms {
  readonly sells: boolean;
  /** Basis points on net rates. */
  readonly markupBp: number;
}

/** `'NONE'` where no rate may be told. */
export type Pricing = 'NET' | 'NONE' | Pick<SellingTerms, 'markupBp'>;

/** Each night's rate is rounded once, as it is when the night is held, so that the same is paid. */
export function pricedFor(pricing: Pricing, nights: readonly GrantedNight[]): GrantedNight[] {
  return nights.map((night) => {
    if (pricing === 'NET') return night;
    if (pricing === 'NONE' || night.rate === null) return { ...night, rate: null, currency: null };
    return { ...night, rate: sellRateOf(night.rate, pricing.markupBp) };
  });
}
