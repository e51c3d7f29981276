// Whose affairs each role may know of.
import { agenciesOf, mayKnowOf, type AgencyViewer } from '../agencies-of.ts';

test.each<[AgencyViewer, readonly string[] | null]>([
  [{ role: 'ADMIN' }, null],
  [{ role: 'OPERATOR' }, null],
  [{ role: 'SYSTEM' }, null],
  [{ role: 'AGENT', agencyIds: ['SIAM', 'ASIA'] }, ['SIAM', 'ASIA']],
  [{ role: 'AGENT', agencyId: 'SIAM' }, []],
  [{ role: 'AGENT' }, []],
  [{ role: 'PARTNER', agencyId: 'SIAM' }, ['SIAM']],
  [{ role: 'PARTNER', agencyIds: ['SIAM'] }, []],
  [{ role: 'SUPPLIER', agencyId: 'SIAM', agencyIds: ['SIAM'] }, []],
  [{ role: 'WEBHOOK' }, []],
  [{ role: 'WHATEVER' }, []],
])('%j knows of %j', (viewer, expected) => {
  expect(agenciesOf(viewer)).toEqual(expected);
  expect(mayKnowOf(viewer, 'SIAM')).toBe(expected === null || expected.includes('SIAM'));
  expect(mayKnowOf(viewer, 'EURO')).toBe(expected === null);
});
