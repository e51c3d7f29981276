// A mutant is dead with the first counterexample: shrinking it would only cost time.
const fc = require('fast-check');

fc.configureGlobal({ endOnFailure: true });
