// `npm run token -- partner --agency SIAM`: prints an ID token of the local issuer as its last line.
// Needs no running system: the issuer's folder is made when it is missing.
import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { userRoles, type UserRole } from '../auth/identity.ts';
import { mintRoleToken } from '../auth/local-issuer/role-token.ts';
import { launcherEnvironment } from '../config/environment.ts';
import { projectPath } from '../config/paths.ts';

const MINUTES_DEFAULT = 60;
const MINUTES_MAX = 24 * 60;

interface Options {
  agency?: string[];
  hotel?: string[];
  minutes: number;
}

const command: Command = new Command('token')
  .description('Prints an ID token of the local issuer for a made-up user of a role.')
  .addArgument(new Argument('<role>').choices(userRoles.map((role) => role.toLowerCase())))
  .option('--agency <code...>', 'the agency of a partner (needed), or those that an agent serves')
  .option('--hotel <id...>', 'the hotels of a supplier (needed)')
  .option('--minutes <n>', 'how long it is valid', parseMinutes, MINUTES_DEFAULT)
  .action(printToken);

await command.parseAsync();

async function printToken(role: string, options: Options): Promise<void> {
  const { dataDir, inherited } = launcherEnvironment();
  if (inherited['NODE_ENV'] === 'production') command.error('No token is made in production.');
  const { agency = [] } = options;
  if (role !== 'agent' && agency.length > 1) command.error('A partner belongs to one agency.');
  const agencies = role === 'agent' ? { agencyIds: agency } : { agencyId: agency[0] };
  const minted = await mintRoleToken(
    { role: role.toUpperCase() as UserRole, ...agencies, hotelIds: options.hotel },
    {
      dir: inherited['LOCAL_ISSUER_DIR'] ?? join(dataDir ?? projectPath('.staysync'), 'issuer'),
      projectId: inherited['FIREBASE_PROJECT_ID'] ?? 'staysync-local',
      ttlSeconds: options.minutes * 60,
    },
  );
  if (!minted.ok) command.error(minted.error);
  process.stdout.write(`${minted.value}\n`);
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MINUTES_MAX) return minutes;
  throw new InvalidArgumentError(`a whole number from 1 to ${MINUTES_MAX}`);
}
