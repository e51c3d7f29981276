// `npm run verify` against a test system's database: whether ledger and tables agree, and nothing is
// oversold. Runs as the process that people start.
import type { TestSystem } from '../../../shared/testing/services/test-system.ts';
import { runTool } from './run-tool.ts';
import type { Verdict } from './run-tool.ts';

export function verify(system: TestSystem): Promise<Verdict> {
  return runTool('subgraphs/allotment/tools/verify/main.ts', [], {
    DATABASE_URL_VERIFY: system.database.urls.verify,
  });
}
