// Which system a replay talks to: the one that runs from this checkout, unless the environment names
// another one. Called by main.ts.
import { join } from 'node:path';
import { launcherEnvironment } from '../../config/environment.ts';
import { LaunchError } from '../up/launch-error.ts';
import { dataDir, runningSystem } from '../up/state.ts';
import { keptSystemSecrets } from '../up/system-secrets.ts';

export interface Target {
  readonly gatewayUrl: string;
  readonly issuer: { readonly dir: string; readonly projectId: string };
  readonly supplier: { readonly url: string; readonly apiKey: string };
}

/** Throws a LaunchError when nothing runs and the environment does not say enough. */
export async function findTarget(): Promise<Target> {
  const { inherited } = launcherEnvironment();
  const state = runningSystem();
  const secrets = state && (await keptSystemSecrets(join(dataDir(), 'secrets.json')));
  return {
    gatewayUrl: urlOf('GATEWAY_URL', need('GATEWAY_URL', inherited, state?.gatewayUrl)),
    issuer: {
      dir: need('LOCAL_ISSUER_DIR', inherited, state?.localIssuer.dir),
      projectId: need('FIREBASE_PROJECT_ID', inherited, state?.projectId ?? 'staysync-local'),
    },
    supplier: {
      url: urlOf('MHG_BASE_URL', need('MHG_BASE_URL', inherited, state?.simulatorUrl)),
      apiKey: need('MHG_API_KEY', inherited, secrets?.supplierApiKey),
    },
  };
}

function need(
  variable: string,
  given: Readonly<Record<string, string | undefined>>,
  running: string | undefined,
): string {
  const set = given[variable];
  const value = set === undefined || set === '' ? running : set;
  if (value !== undefined) return value;
  throw new LaunchError(
    `StaySync does not run from this folder: start it with \`npm start\`, or set ${variable}.`,
  );
}

function urlOf(variable: string, text: string): string {
  if (URL.canParse(text)) return text;
  throw new LaunchError(`${variable} is no URL: ${text}`);
}
