// Jest's node environment for Stryker alone (stryker.jest.config.js), made for a thousand short runs:
// large libraries are loaded once per process, and after a first failure the rest of a mutant's tests
// is skipped, since one is enough to kill it and Jest itself bails by file only.
const { TestEnvironment } = require('jest-environment-node');

const LIBRARIES = {
  'fast-check': require('fast-check'),
  'temporal-polyfill': require('temporal-polyfill'),
  zod: require('zod'),
};

module.exports = class MutationEnvironment extends TestEnvironment {
  #hasFailed = false;

  constructor(config, context) {
    super(config, context);
    this.global.loadedLibraries = LIBRARIES;
  }

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure') this.#hasFailed = true;
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
  }
};
