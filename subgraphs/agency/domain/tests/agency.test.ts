// Reading and judging the wish for a new agency, and who may know of which.
import { agencyScope, isInScope, mayManageAgencies } from '../agency-scope.ts';
import { decideCreation, isAgencyCode, parseAgencyInput } from '../agency.ts';
import type { Agency, AgencyBody } from '../agency.ts';
import { isCountry, isCurrency } from '../iso-codes.ts';

const siam: AgencyBody = {
  code: 'SIAM',
  name: 'Siam Travel',
  country: 'TH',
  currency: 'THB',
  tier: 'GOLD',
};
const opened: Agency = {
  ...siam,
  contacts: [],
  markupBp: 0,
  commissionBp: null,
  hotelAccess: 'ALL',
  creditLimit: null,
  status: 'ACTIVE',
  version: 1,
};

test.each(['S', '7-SEAS', 'A'.repeat(32)])('%s may be the code of an agency', (code) => {
  expect(isAgencyCode(code)).toBe(true);
});

test.each(['', 'siam', '-SIAM', 'SI AM', 'SIÀM', 'SIAM\n', 'A'.repeat(33)])(
  '%j may not be the code of an agency',
  (code) => {
    expect(isAgencyCode(code)).toBe(false);
  },
);

test('space around names is dropped and what is left out is null', () => {
  const parsed = parseAgencyInput({ code: 'SIAM', name: '  Siam Travel ', currency: 'THB' });
  expect(parsed).toEqual({ ok: true, value: { ...siam, country: null, tier: null } });
});

test('every field that is wrong is told at once, each by its pointer', () => {
  const parsed = parseAgencyInput({
    code: 'siam',
    name: ' ',
    country: 'th',
    currency: 'BTC',
    tier: '\t',
  });
  expect(parsed.ok ? [] : parsed.error).toEqual(
    ['/code', '/name', '/country', '/currency', '/tier'].map((path): unknown =>
      expect.objectContaining({ code: 'BAD_INPUT', path }),
    ),
  );
});

test('a name is measured in letters, in any script', () => {
  const named = (name: string) => parseAgencyInput({ ...siam, name }).ok;
  expect(named('𠮷'.repeat(120))).toBe(true);
  expect(named('𠮷'.repeat(121))).toBe(false);
  expect(named('half a pair \ud842')).toBe(false);
  expect(named('Siam\0Travel')).toBe(false);
});

test('a free code is opened active and without terms; the same body again changes nothing', () => {
  expect(decideCreation(siam, null)).toEqual({ ok: true, value: { agency: opened, isNew: true } });
  const suspended: Agency = { ...opened, markupBp: 500, status: 'SUSPENDED', version: 3 };
  expect(decideCreation(siam, suspended)).toEqual({
    ok: true,
    value: { agency: suspended, isNew: false },
  });
});

test('a taken code with another body is refused by every field that differs', () => {
  const wanted = { ...siam, name: 'Other', tier: null };
  const decided = decideCreation(wanted, opened);
  expect(decided.ok ? [] : decided.error.map(({ code, path }) => [code, path])).toEqual([
    ['DUPLICATE_REFERENCE', '/name'],
    ['DUPLICATE_REFERENCE', '/tier'],
  ]);
});

test('countries and currencies are those one can be in and pay with', () => {
  expect(['TH', 'AX', 'ZW'].every(isCountry)).toBe(true);
  expect(['', 'th', 'UK', 'XX', 'EU'].some(isCountry)).toBe(false);
  expect(['THB', 'EUR', 'XOF'].every(isCurrency)).toBe(true);
  expect(['', 'thb', 'XXX', 'XAU', 'DEM', 'BTC'].some(isCurrency)).toBe(false);
});

test('operators know all agencies, an agent those it serves, a partner its own, a supplier none', () => {
  for (const role of ['ADMIN', 'OPERATOR', 'SYSTEM'] as const) {
    expect(agencyScope({ role })).toBe('ALL');
  }
  const served = agencyScope({ role: 'AGENT', agencyIds: ['SIAM'] });
  expect([isInScope(served, 'SIAM'), isInScope(served, 'ASIA')]).toEqual([true, false]);
  expect(agencyScope({ role: 'AGENT' })).toEqual([]);
  const own = agencyScope({ role: 'PARTNER', agencyId: 'SIAM' });
  expect([isInScope(own, 'SIAM'), isInScope(own, 'ASIA')]).toEqual([true, false]);
  expect(agencyScope({ role: 'PARTNER' })).toEqual([]);
  expect(agencyScope({ role: 'SUPPLIER', agencyId: 'SIAM' })).toEqual([]);
});

test('only operators and admins open agencies', () => {
  const roles = ['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER', 'SYSTEM'] as const;
  expect(roles.filter((role) => mayManageAgencies({ role }))).toEqual(['ADMIN', 'OPERATOR']);
});
