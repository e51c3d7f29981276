// The one rounding of money (domain.md §1): half-even, once, at the end. Exact, whatever the size.

/** `5 / 2` → 2, `7 / 2` → 4, `−5 / 2` → −2: ties go to the even neighbour, whatever the sign. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  const twice = rest < 0n ? -2n * rest : 2n * rest;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  if (!isUp) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}
