// Whether the certificates of ID tokens can be fetched, over the same way as firebase-admin fetches
// them. Asked by the health route.
import { get, type Agent } from 'node:https';
import { certificatePath } from '../../shared/auth/local-issuer/server.ts';
import { gatewayLimits } from '../limits.ts';

const CERTIFICATE_URL = `https://www.googleapis.com${certificatePath}`;

/** True when the supplier answers with certificates. Never throws. */
export function areKeysReachable(agent: Agent | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      signal: AbortSignal.timeout(gatewayLimits.healthTimeoutMs),
      ...(agent ? { agent } : {}),
    };
    const request = get(CERTIFICATE_URL, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => {
      resolve(false);
    });
  });
}
