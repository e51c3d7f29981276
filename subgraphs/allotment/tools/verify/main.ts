// `npm run verify`: nothing lost, nothing oversold? Exit code 0 when every law holds, 1 when one does
// not. Reads the system of this checkout, or the database in DATABASE_URL_VERIFY.
import { verifyDatabaseUrl } from '../../../../shared/config/environment.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { runningSystem } from '../../../../shared/tools/up/state.ts';
import { verifyAll } from './verify.ts';
import type { Verdict } from './verify.ts';

const LISTED_MAX = 50;

const url = verifyDatabaseUrl() ?? runningSystem()?.databaseUrls.verify;
if (url === undefined) {
  process.stderr.write(
    'Nothing to verify: no system runs here and DATABASE_URL_VERIFY is not set.\n',
  );
  process.exitCode = 2;
} else {
  const since = performance.now();
  const source = await connectDataSource({ url, schema: 'ledger', applicationName: 'verify' });
  try {
    const verdict = await verifyAll(source);
    process.stdout.write(report(verdict, performance.now() - since));
    process.exitCode = verdict.violations.length > 0 ? 1 : 0;
  } finally {
    await source.destroy();
  }
}

function report(verdict: Verdict, tookMs: number): string {
  const { hotels, facts, bookings, violations, oversold } = verdict;
  const read = `${hotels} hotels, ${facts} facts, ${bookings} bookings read in ${(tookMs / 1_000).toFixed(1)} s`;
  const lines = [
    read,
    ...list(
      violations.map(({ law, hotelId, what }) => `BROKEN ${hotelId}: ${law}: ${what}`),
      'violations',
    ),
    ...list(
      oversold.map((at) => `oversold by ${at.oversold}: ${at.line} on ${at.night}: ${at.cause}`),
      'oversold nights',
    ),
    violations.length > 0
      ? 'NOT CLEAN'
      : `clean: ledger and tables agree, every hold was admissible, ${oversold.length} nights oversold`,
  ];
  return `${lines.join('\n')}\n`;
}

function list(lines: readonly string[], name: string): string[] {
  const rest = lines.length - LISTED_MAX;
  return rest > 0 ? [...lines.slice(0, LISTED_MAX), `… and ${rest} more ${name}`] : [...lines];
}
