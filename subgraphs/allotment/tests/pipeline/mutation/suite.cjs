// The tests that guard the pipeline as one file, the quick ones first: Stryker runs it once per
// mutant, and most of a run is loading modules.
require('../vectors.test.ts');
require('../columns.test.ts');
require('../pool-nesting.test.ts');
require('../leftovers.test.ts');
require('../horizon.test.ts');
require('../sale-counter.test.ts');
require('../leaves.test.ts');
require('../edges.test.ts');
require('../twins.test.ts');
require('../explain.test.ts');
require('../rates.test.ts');
require('../../explain/tell.test.ts');
require('../properties.test.ts');
