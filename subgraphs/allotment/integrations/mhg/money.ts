// Decimal text to integer minor units, digit by digit: no float ever touches an amount. Used by the
// contract decoder.

/** ISO 4217 currencies that do not have two decimal places. */
const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
const KNOWN_CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const DECIMAL_TEXT = /^(\d{1,12})(?:\.(\d{1,12}))?$/;

/** Whether `code` is an ISO 4217 currency that we know. */
export function isCurrency(code: string): boolean {
  return KNOWN_CURRENCIES.has(code);
}

/**
 * `('2450.5', 'THB')` → 245050; `('14784', 'JPY')` → 14784. Null for anything that is not a plain
 * decimal, and for more places than the currency has unless they are zeros: rounding a supplier's
 * price would invent one.
 */
export function minorUnits(amount: string, currency: string): number | null {
  const match = DECIMAL_TEXT.exec(amount);
  if (!match) return null;
  const decimals = DECIMALS.get(currency) ?? 2;
  const fraction = (match[2] ?? '').padEnd(decimals, '0');
  if (/[^0]/.test(fraction.slice(decimals))) return null;
  const minor = Number(`${match[1] ?? ''}${fraction.slice(0, decimals)}`);
  return Number.isSafeInteger(minor) ? minor : null;
}
