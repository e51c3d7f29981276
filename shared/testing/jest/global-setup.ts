// One throw-away Postgres and Redis per jest run, started before the first test file of the projects
// `db` and `e2e`; the test files get databases copied from a template that is migrated here, once.
import { startTestServices } from '../services/test-services.ts';

export default async function globalSetup(): Promise<void> {
  const announced = await startTestServices();
  // eslint-disable-next-line no-restricted-syntax -- written, not read: jest's workers inherit it, and environment.ts reads it there
  Object.assign(process.env, announced);
}
