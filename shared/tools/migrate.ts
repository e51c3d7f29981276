// `npm run migrate`: brings the database to the state that this code expects. Run by `npm start`, by
// test runs for their template, and by a deployment before it starts the new processes.
import { migrationEnvironment } from '../config/environment.ts';
import { LaunchError } from './up/launch-error.ts';
import { migrateDatabase } from './up/migrate-database.ts';

try {
  const executed = await migrateDatabase(migrationEnvironment());
  for (const name of executed) process.stdout.write(`migrated ${name}\n`);
  if (executed.length === 0) process.stdout.write('database is up to date\n');
} catch (error) {
  // What one can mend needs no stack trace; what is a defect of ours does.
  console.error(error instanceof LaunchError ? error.message : error);
  process.exitCode = 1;
}
