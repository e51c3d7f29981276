// The agent through which firebase-admin meets the local issuer where it would meet Google: same
// URL, same TLS, same verification; only the connection ends elsewhere. Used by the gateway.
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { ensureLocalIssuer } from './credentials.ts';

/** An https agent whose every connection goes to the local issuer at `url` and trusts it alone. */
export async function createLocalIssuerAgent(options: {
  dir: string;
  url: string;
}): Promise<Agent> {
  const { tlsCertificate } = await ensureLocalIssuer(options.dir);
  const { hostname, port } = new URL(options.url);
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = () =>
    connect({ host: hostname, port: Number(port), ca: tlsCertificate, servername: 'localhost' });
  return agent;
}
