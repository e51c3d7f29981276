// `npm run migrate`: brings the database to the state that this code expects. Run by `npm start`, by
// test runs for their template, and by a deployment before it starts the new processes.
import { migrationEnvironment } from '../config/environment.ts';
import { messageFor } from './up/launch-error.ts';
import { migrateDatabase } from './up/migrate-database.ts';

try {
  const executed = await migrateDatabase(migrationEnvironment());
  for (const name of executed) process.stdout.write(`migrated ${name}\n`);
  if (executed.length === 0) process.stdout.write('database is up to date\n');
} catch (error) {
  process.stderr.write(`${messageFor(error)}\n`);
  process.exitCode = 1;
}
