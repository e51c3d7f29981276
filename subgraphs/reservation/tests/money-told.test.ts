// Who is told which money: all the sell rate, operators the net rate and the margin as well.
import { seesNetRates } from '../domain/visibility.ts';
import { netAndMargin } from '../services/told-money.ts';

const viewer = (role: string) => ({ subject: 'uid', role });

test.each([
  ['ADMIN', true],
  ['OPERATOR', true],
  ['SYSTEM', true],
  ['AGENT', false],
  ['PARTNER', false],
  ['SUPPLIER', false],
  ['NOBODY', false],
])('%s sees net rates: %s', (role, sees) => {
  expect(seesNetRates(viewer(role))).toBe(sees);
  expect(netAndMargin(viewer(role), 11_250, 10_000)).toEqual(
    sees ? { net: 10_000, margin: 1_250 } : { net: null, margin: null },
  );
});

test('a margin may be nothing, and is unknown where a rate is', () => {
  const operator = viewer('OPERATOR');
  expect(netAndMargin(operator, 10_000, 10_000).margin).toEqual(0);
  expect(netAndMargin(operator, null, null)).toEqual({ net: null, margin: null });
});
