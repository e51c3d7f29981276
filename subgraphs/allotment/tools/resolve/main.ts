// `npm run --silent resolve`: queries on standard input, answers on standard output, one JSON per
// line (domain.md §9). Touches no database.
import { resolveStream } from './resolve-stream.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads has gone (`resolve | head -1`): nobody is left to answer.
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});
await resolveStream(process.stdin, process.stdout);
