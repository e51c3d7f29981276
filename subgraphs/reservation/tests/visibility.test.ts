// Who may see and change which bookings, role by role.
import { auditScope, maySee, maySell, maySellFor, visibleAgencies } from '../domain/visibility.ts';

const siam = { agencyId: 'SIAM' };
const staff = { sees: true, sells: true, sellsForSiam: true, lists: null };
const nobody = {
  sees: false,
  sells: false,
  sellsForSiam: false,
  lists: [],
  audit: 'WITHOUT_NAMES',
};
interface Row {
  readonly role: string;
  readonly agencyId?: string;
  readonly agencyIds?: readonly string[];
  readonly lists: readonly string[] | null;
  readonly [what: string]: unknown;
}
const table: Row[] = [
  { role: 'ADMIN', ...staff, audit: 'ALL' },
  { role: 'OPERATOR', ...staff, audit: 'ALL' },
  {
    role: 'AGENT',
    agencyIds: ['ASIA', 'SIAM'],
    ...staff,
    lists: ['ASIA', 'SIAM'],
    audit: 'OWN_ACTIONS',
  },
  {
    role: 'AGENT',
    agencyIds: ['ASIA'],
    ...nobody,
    sells: true,
    lists: ['ASIA'],
    audit: 'OWN_ACTIONS',
  },
  { role: 'AGENT', agencyId: 'SIAM', ...nobody, sells: true, audit: 'OWN_ACTIONS' },
  { role: 'SYSTEM', ...staff, sells: false, sellsForSiam: false, audit: 'ALL' },
  { role: 'PARTNER', agencyId: 'SIAM', ...staff, lists: ['SIAM'], audit: 'WITHOUT_NAMES' },
  { role: 'PARTNER', agencyId: 'ASIA', ...nobody, sells: true, lists: ['ASIA'] },
  { role: 'PARTNER', ...nobody, sells: true },
  { role: 'SUPPLIER', ...nobody },
  { role: 'SUPPLIER', agencyId: 'SIAM', ...nobody },
  { role: 'NOBODY', agencyId: 'SIAM', ...nobody },
];

test.each(table)('$role of $agencyId $agencyIds', ({ role, agencyId, agencyIds, ...expected }) => {
  const viewer = {
    subject: 'uid',
    role,
    ...(agencyId === undefined ? {} : { agencyId }),
    ...(agencyIds === undefined ? {} : { agencyIds }),
  };
  expect({
    sees: maySee(viewer, siam),
    sells: maySell(viewer),
    sellsForSiam: maySellFor(viewer, 'SIAM'),
    lists: visibleAgencies(viewer),
    audit: auditScope(viewer),
  }).toEqual(expected);
});
