// Mutation testing of the availability pipeline (`npm run mutation`): every small change of its code
// must make a test fail. What survives, and why, is in subgraphs/allotment/tests/pipeline/survivors.md.

export default {
  mutate: ['subgraphs/allotment/domain/pipeline/**/*.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: 'stryker.jest.config.js',
    enableFindRelatedTests: false,
  },
  // The pipeline's tests run a thousand times: only those that touch a mutant, and on both cores.
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 3_000,
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['**/*.db.test.ts', '**/*.e2e.test.ts', '/gateway', '/.staysync', '/reports'],
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  thresholds: { high: 97, low: 95, break: 95 },
};
