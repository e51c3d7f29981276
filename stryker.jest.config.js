// The tests that guard the pipeline, for Stryker alone: it runs them once per mutant, so they are few,
// quick, and stop at the first failure.
const MUTATION = 'subgraphs/allotment/tests/pipeline/mutation';

/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  testEnvironment: `./${MUTATION}/environment.cjs`,
  setupFilesAfterEnv: [`./${MUTATION}/setup.cjs`],
  moduleNameMapper: {
    '^(zod|fast-check|temporal-polyfill)$': `<rootDir>/${MUTATION}/loaded/$1.cjs`,
  },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json', diagnostics: false }] },
  testMatch: ['**/tests/pipeline/mutation/suite.cjs'],
};
