// Answers where firebase-admin looks for Google: the certificates of ID tokens, and the accounts.
// Started by the launcher and by tests; the gateway reaches it through agent.ts.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { authLimits } from '../limits.ts';
import { answerAccounts } from './account-routes.ts';
import { openAccountStore } from './account-store.ts';
import type { AccountStore } from './account-store.ts';
import { accountsKeyOf, ensureLocalIssuer } from './credentials.ts';

/** Path of the certificates of Firebase ID tokens at www.googleapis.com. */
export const certificatePath = '/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com';

export interface LocalIssuer {
  /** https URL of the server, without a path. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the certificates and accounts of the issuer in `dir` on loopback; port 0 takes a free one. */
export async function startLocalIssuer(options: {
  dir: string;
  port: number;
}): Promise<LocalIssuer> {
  const credentials = await ensureLocalIssuer(options.dir);
  const body = JSON.stringify({ [credentials.kid]: credentials.signingCertificate });
  const accounts = { store: openAccountStore(options.dir), key: accountsKeyOf(credentials) };
  const tls = { key: credentials.tlsKey, cert: credentials.tlsCertificate };
  const server = createServer(tls, (request, response) => {
    if (request.method !== 'GET' || request.url !== certificatePath) {
      serveAccounts(accounts, request, response).catch(() => response.writeHead(400).end());
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

/** Accounts are managed by whoever holds the key, as Google's are by a service account. */
async function serveAccounts(
  { store, key }: { readonly store: AccountStore; readonly key: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isSame(request.headers.authorization ?? '', `Bearer ${key}`)) {
    response.writeHead(401).end();
    return;
  }
  const text = await bodyOf(request);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const answer = await answerAccounts(store, request.method ?? '', request.url ?? '', body);
  if (!answer) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(answer.body));
}

function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes > authLimits.localBodyBytesMax) throw new Error('the body is too long');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}
