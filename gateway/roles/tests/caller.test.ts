// Guards asked about callers one by one: what each directive alone demands of them.
import { userRoles } from '../../../shared/auth/identity.ts';
import type { Role } from '../../../shared/auth/identity.ts';
import type { GatewayContext } from '../../context.ts';
import { createGuardCheck } from '../caller.ts';

const passes = createGuardCheck(new Map([['rates', new Set(['OPERATOR', 'AGENT'] as const)]]), {
  'first user': ({ identity }) => identity.subject === 'uid-1',
});
const authenticated = { authenticated: true, scopes: null, policies: null };
const rates = { authenticated: false, scopes: [['rates']], policies: null };
const firstUser = { authenticated: false, scopes: null, policies: [['first user']] };

function caller(role: Role, subject = 'uid-1', scopes: readonly string[] | null = null) {
  const identity = { subject, role, issuer: 'gateway', requestId: 'request' };
  const { signal: clientGone } = new AbortController();
  return { identity, scopes, clientGone } satisfies GatewayContext;
}

test.each(userRoles)('@authenticated alone asks %s for nothing but to be a known user', (role) => {
  expect(passes(caller(role), authenticated)).toBe(true);
});

test.each(['SYSTEM', 'WEBHOOK'] as const)('%s is no user: no guard lets it in', (role) => {
  for (const guard of [authenticated, rates, firstUser]) {
    expect(passes(caller(role, 'uid-1', ['rates']), guard)).toBe(false);
  }
});

test('a scope is had by its roles, unless the token names others', () => {
  const having = userRoles.filter((role) => passes(caller(role), rates));
  expect(having).toEqual(['OPERATOR', 'AGENT']);
  expect(passes(caller('OPERATOR', 'uid-1', []), rates)).toBe(false);
  expect(passes(caller('PARTNER', 'uid-1', ['rates']), rates)).toBe(false);
});

test('a policy is asked about the caller, and all parts of a guard must hold', () => {
  expect(passes(caller('PARTNER'), firstUser)).toBe(true);
  expect(passes(caller('PARTNER', 'uid-2'), firstUser)).toBe(false);
  const all = { ...authenticated, scopes: rates.scopes, policies: firstUser.policies };
  expect(passes(caller('OPERATOR'), all)).toBe(true);
  expect(passes(caller('OPERATOR', 'uid-2'), all)).toBe(false);
  expect(passes(caller('PARTNER'), all)).toBe(false);
  expect(passes(caller('OPERATOR'), { ...all, policies: [['unheard of']] })).toBe(false);
});
