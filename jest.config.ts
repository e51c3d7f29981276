// Three kinds of test, told apart by file name:
//   *.test.ts      pure: no network, no database, seconds in all
//   *.db.test.ts   against a real Postgres and Redis, a database of its own per file
//   *.e2e.test.ts  real processes: gateway, subgraphs, worker, supplier simulator
import type { Config } from 'jest';

const common = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json', diagnostics: false }],
  },
  modulePathIgnorePatterns: ['<rootDir>/\\.staysync', '<rootDir>/\\.stryker'],
} satisfies Config;

const services = {
  globalSetup: '<rootDir>/shared/testing/jest/global-setup.ts',
  globalTeardown: '<rootDir>/shared/testing/jest/global-teardown.ts',
};

const config: Config = {
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(db|e2e)\\.test\\.ts$'],
    },
    { ...common, ...services, displayName: 'db', testMatch: ['**/*.db.test.ts'] },
    { ...common, ...services, displayName: 'e2e', testMatch: ['**/*.e2e.test.ts'] },
  ],
};

export default config;
