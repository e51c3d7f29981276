// Amounts cross the border exactly or not at all.
import { basisPointsOf, decimalTextOf, minorUnitsOf, sellRateOf } from '../money.ts';

test.each([
  ['2450.50', 'THB', 245_050],
  ['2450.5', 'THB', 245_050],
  ['2450', 'THB', 245_000],
  ['0', 'THB', 0],
  ['0.05', 'EUR', 5],
  ['2450', 'JPY', 2_450],
  ['2450.00', 'JPY', 2_450],
  ['1.234', 'KWD', 1_234],
])('%s %s is %d minor units', (text, currency, minor) => {
  expect(minorUnitsOf(text, currency)).toBe(minor);
});

test.each([
  ['0.5', 'JPY'],
  ['1.001', 'THB'],
  ['-1', 'THB'],
  ['1e3', 'THB'],
  ['1,000', 'THB'],
  ['', 'THB'],
  ['999999999999.99', 'CLF'],
])('%s is no exact amount of %s', (text, currency) => {
  expect(minorUnitsOf(text, currency)).toBeNull();
});

test.each([
  [0, 'THB', '0.00'],
  [5, 'THB', '0.05'],
  [245_050, 'THB', '2450.50'],
  [2_450, 'JPY', '2450'],
  [1_234, 'KWD', '1.234'],
])('%d minor units of %s are %s, and back again', (minor, currency, text) => {
  expect(decimalTextOf(minor, currency)).toBe(text);
  expect(minorUnitsOf(text, currency)).toBe(minor);
});

test.each([
  [245_050, 5_000, 122_525],
  // Halves go to the even neighbour, on both sides of zero; everything else to the nearer one.
  [1, 5_000, 0],
  [3, 5_000, 2],
  [-1, 5_000, 0],
  [-3, 5_000, -2],
  [7, 3_333, 2],
  [-7, 3_333, -2],
  [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
])('of %d, %d basis points are %d', (amount, bp, expected) => {
  expect(basisPointsOf(amount, bp)).toBe(expected);
});

test.each([
  [10_000, 0, 10_000],
  [10_000, 1_250, 11_250],
  [10_001, 1_250, 11_251],
  [1_005, 1_000, 1_106],
  // Ties: 110.5 and 111.5.
  [85, 3_000, 110],
  [2_230, 5_000, 3_345],
  [1, 5_000, 2],
  [3, 5_000, 4],
  [5, 5_000, 8],
  [-1, 5_000, -2],
  [0, 100_000, 0],
  [9_007_199_254_740_991, 0, 9_007_199_254_740_991],
])('%d net with %d basis points is %d, rounded half-even once', (net, markupBp, sell) => {
  expect(sellRateOf(net, markupBp)).toBe(sell);
});
