// Answers as Google's certificate endpoint of Firebase ID tokens does, with the local certificate.
// Started by the launcher and by tests; the gateway reaches it through agent.ts.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { authLimits } from '../limits.ts';
import { ensureLocalIssuer } from './credentials.ts';

/** Path of the certificates of Firebase ID tokens at www.googleapis.com. */
export const certificatePath = '/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com';

export interface LocalIssuer {
  /** https URL of the server, without a path. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the certificates of the issuer in `dir` on loopback; port 0 takes a free one. */
export async function startLocalIssuer(options: {
  dir: string;
  port: number;
}): Promise<LocalIssuer> {
  const credentials = await ensureLocalIssuer(options.dir);
  const body = JSON.stringify({ [credentials.kid]: credentials.signingCertificate });
  const tls = { key: credentials.tlsKey, cert: credentials.tlsCertificate };
  const server = createServer(tls, (request, response) => {
    if (request.method !== 'GET' || request.url !== certificatePath) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': `public, max-age=${authLimits.certificateCacheSeconds}, must-revalidate`,
    });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
