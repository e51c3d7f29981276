// In which rates nights are told: net to operators, to sellers what their agency pays. Pure.
import { sellRateOf } from '../../../../shared/domain/money.ts';
import type { DayPrice } from '../day-prices.ts';
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

export interface Money {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** What is told of a night's price (domain.md §10); null is not told, or not known. */
export interface ToldPrice {
  readonly sellRate: Money | null;
  readonly netRate: Money | null;
  readonly margin: Money | null;
}

/** Who is told what: the agency's markup where its sell rate may be, and whether net rates are. */
export interface PriceScope {
  readonly markupBp: number | null;
  readonly net: boolean;
  readonly margin: boolean;
}

/** Rounded once, as `pricedFor` rounds it. */
export function toldPrice({ rate, currency }: DayPrice, scope: PriceScope): ToldPrice {
  const { markupBp } = scope;
  const sell = rate === null || markupBp === null ? null : sellRateOf(rate, markupBp);
  const money = (amount: number | null): Money | null =>
    amount === null || currency === null ? null : { amount, currency };
  return {
    sellRate: money(sell),
    netRate: money(scope.net ? rate : null),
    margin: money(scope.margin && sell !== null && rate !== null ? sell - rate : null),
  };
}
