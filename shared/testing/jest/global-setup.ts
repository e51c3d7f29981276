// One throw-away Postgres and Redis per jest run, started before the first test file of the projects
// `db` and `e2e`; the test files get databases copied from a template that is migrated here, once.
import { startTestServices } from '../services/test-services.ts';

export default async function globalSetup(): Promise<void> {
  // The workers are started later and inherit this; environment.ts reads it there.
  Object.assign(process.env, await startTestServices());
}
