// `npm run reset`: empties the data folder, so that the next `npm start` begins anew. Refuses while a
// system runs on it.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageFor } from './up/launch-error.ts';
import { removeMovedData } from './up/postgres-binaries.ts';
import { dataDir, refuseWhileRunning } from './up/state.ts';

/** Named one by one: the folder is a setting, and may hold something else beside them. */
const OURS = [
  'postgres',
  'redis',
  'issuer',
  'logs',
  'compile-cache',
  'secrets.json',
  'state.json',
  'launcher.lock',
];

try {
  refuseWhileRunning();
  const folder = dataDir();
  removeMovedData(join(folder, 'postgres'));
  const present = OURS.filter((name) => existsSync(join(folder, name)));
  for (const name of present) rmSync(join(folder, name), { recursive: true, force: true });
  const what = present.length === 0 ? 'nothing was there' : `removed ${present.join(', ')}`;
  process.stdout.write(`${folder}: ${what}\n`);
} catch (error) {
  process.stderr.write(`${messageFor(error)}\n`);
  process.exitCode = 1;
}
