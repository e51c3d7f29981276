// Money is whole minor units inside and decimal text at the edges; no float ever touches an amount.
// Used where amounts come in or go out.
import { divideHalfEven } from './half-even.ts';

/** ISO 4217 currencies that do not have two decimal places. */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
const DECIMALS_USUAL = 2;
const BASIS_POINTS = 10_000;
const KNOWN_CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const DECIMAL_TEXT = /^(\d{1,12})(?:\.(\d{1,12}))?$/;

/** Whether `code` is an ISO 4217 currency that we know. */
export function isCurrency(code: string): boolean {
  return KNOWN_CURRENCIES.has(code);
}

/**
 * `('2450.5', 'THB')` → 245050, `('2450', 'JPY')` → 2450. Null for anything that is not an exact
 * amount of the currency, zero or more: `'1e3'`, `'-1'`, `('0.5', 'JPY')`: rounding would invent one.
 */
export function minorUnitsOf(decimalText: string, currency: string): number | null {
  const match = DECIMAL_TEXT.exec(decimalText);
  if (!match) return null;
  const decimals = decimalsOf(currency);
  const fraction = (match[2] ?? '').padEnd(decimals, '0');
  if (/[^0]/.test(fraction.slice(decimals))) return null;
  const minor = Number(`${match[1] ?? ''}${fraction.slice(0, decimals)}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** `(245050, 'THB')` → `'2450.50'`, `(2450, 'JPY')` → `'2450'`. Whole units, zero or more. */
export function decimalTextOf(minorUnits: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(minorUnits).padStart(decimals + 1, '0');
  if (decimals === 0) return digits;
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `(245050, 5000)` → 122525: basis points of an amount, rounded half-even, once. Exact. */
export function basisPointsOf(minorUnits: number, bp: number): number {
  return Number(divideHalfEven(BigInt(minorUnits) * BigInt(bp), BigInt(BASIS_POINTS)));
}

/** What an agency pays: `(1_005, 1_000)` → 1_106, net with its markup in basis points, rounded once. */
export function sellRateOf(net: number, markupBp: number): number {
  return basisPointsOf(net, BASIS_POINTS + markupBp);
}

function decimalsOf(currency: string): number {
  return DECIMALS.get(currency) ?? DECIMALS_USUAL;
}
