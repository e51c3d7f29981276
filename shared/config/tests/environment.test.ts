// What variables come to, and what keeps a process from starting.
import { gatewayEnvironment, identityProviderSettings } from '../environment.ts';

let replaced: { restore(): void } | undefined;
function given(variables: Readonly<Record<string, string>>): void {
  replaced = jest.replaceProperty(process, 'env', { ...variables });
}
afterEach(() => replaced?.restore());

const gateway = {
  REDIS_URL: 'redis://127.0.0.1:6379',
  INTERNAL_IDENTITY_KEY: 'key',
  INTERNAL_IDENTITY_JWKS: 'jwks',
  WEBHOOK_IDENTITY_KEY: 'key',
};
const production = { NODE_ENV: 'production', FIREBASE_PROJECT_ID: 'staysync' };

describe('whose tokens count', () => {
  test('are those of the project that is named, in production of no other', () => {
    given(production);
    expect(identityProviderSettings()).toEqual({
      nodeEnv: 'production',
      firebaseProjectId: 'staysync',
    });
    given({ NODE_ENV: 'production' });
    expect(identityProviderSettings).toThrow('FIREBASE_PROJECT_ID: must be named in production');
  });

  const dir = { LOCAL_ISSUER_DIR: '/issuer' };
  const url = { LOCAL_ISSUER_URL: 'https://127.0.0.1:1' };
  test('are those of the local issuer where both its folder and its address are said', () => {
    given({ ...dir, ...url });
    expect(identityProviderSettings().localIssuer).toEqual({
      dir: '/issuer',
      url: 'https://127.0.0.1:1',
    });
    for (const half of [dir, url]) {
      given(half);
      expect(identityProviderSettings).toThrow('LOCAL_ISSUER_DIR and LOCAL_ISSUER_URL: both');
    }
  });

  test.each([
    ['its folder', dir],
    ['its address', url],
    ['both', { ...dir, ...url }],
  ])('are never those of the local issuer in production, whoever says %s', (_what, local) => {
    given({ ...production, ...local });
    expect(identityProviderSettings).toThrow('refused in production');
  });
});

describe('rates of single users', () => {
  test('are told by uid or by how it begins', () => {
    given({ ...gateway, RATE_PER_IDENTITY: 'desk-1=50/200, local-*=off,' });
    expect([...gatewayEnvironment().ratesOfIdentities]).toEqual([
      ['desk-1', { perSecond: 50, burst: 200 }],
      ['local-*', 'off'],
    ]);
  });

  test.each(['desk-1', 'desk-1=', 'desk-1=50', 'desk-1=0/5', 'desk-1=5/0', 'desk-1=-1/5', '=off'])(
    '“%s” is none, and says so',
    (text) => {
      given({ ...gateway, RATE_PER_IDENTITY: text });
      expect(gatewayEnvironment).toThrow(`RATE_PER_IDENTITY: ${text} is neither`);
    },
  );
});

describe('origins of pages', () => {
  test('are told as browsers send them', () => {
    given({ ...gateway, CORS_ORIGINS: 'https://desk.example.com,http://127.0.0.1:5173' });
    expect(gatewayEnvironment().corsOrigins).toEqual([
      'https://desk.example.com',
      'http://127.0.0.1:5173',
    ]);
    given(gateway);
    expect(gatewayEnvironment().corsOrigins).toEqual([]);
  });

  test.each(['*', 'desk.example.com', 'https://desk.example.com/', 'https://Desk.example.com'])(
    '“%s” is none, and says so',
    (text) => {
      given({ ...gateway, CORS_ORIGINS: text });
      expect(gatewayEnvironment).toThrow(`CORS_ORIGINS: ${text} is no origin`);
    },
  );
});

test('all that is missing or malformed is named at once', () => {
  given({ REDIS_URL: 'http://127.0.0.1', PORT: '70000' });
  expect(gatewayEnvironment).toThrow(
    /REDIS_URL: [^]*PORT: [^]*INTERNAL_IDENTITY_KEY: |INTERNAL_IDENTITY_KEY: [^]*REDIS_URL: [^]*PORT: /,
  );
});
