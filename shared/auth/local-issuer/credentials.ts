// The local issuer's keys: what signs the tokens of a development folder and what its server shows.
// Made once per folder, by whoever comes first (launcher, token tool or test).
import { createHash, createPublicKey, randomUUID, X509Certificate } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { z } from 'zod';
import { authLimits } from '../limits.ts';

const credentialsSchema = z.object({
  /** Id of the signing key, as tokens and the certificate list name it. */
  kid: z.string().min(1),
  signingKey: z.string(),
  signingCertificate: z.string(),
  tlsKey: z.string(),
  tlsCertificate: z.string(),
});

export type LocalIssuerCredentials = z.infer<typeof credentialsSchema>;

const FILE = 'issuer.json';

/** The credentials in `dir`, made when missing. The folder and the file are readable by us alone. */
export async function ensureLocalIssuer(dir: string): Promise<LocalIssuerCredentials> {
  const existing = await readLocalIssuer(dir);
  if (existing) return existing;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const draft = join(dir, `${FILE}.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(await makeCredentials()), { mode: 0o600, flag: 'wx' });
  try {
    // Two processes may come here at once: link() lets exactly one of them win.
    await link(draft, join(dir, FILE));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readLocalIssuer(dir);
  if (!made) throw new Error(`The local issuer's credentials vanished from ${dir}`);
  return made;
}

/** What lets a caller manage the issuer's accounts: known to whoever can read its folder. */
export function accountsKeyOf({ signingKey }: LocalIssuerCredentials): string {
  return createHash('sha256').update(`accounts ${signingKey}`).digest('hex');
}

/** The credentials in `dir`, or null when there are none yet. */
async function readLocalIssuer(dir: string): Promise<LocalIssuerCredentials | null> {
  try {
    return credentialsSchema.parse(JSON.parse(await readFile(join(dir, FILE), 'utf8')));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw new Error(`${join(dir, FILE)} is damaged; remove it to get a new one`, { cause: error });
  }
}

async function makeCredentials(): Promise<LocalIssuerCredentials> {
  const [signing, tls] = await Promise.all([
    makeCertificate('StaySync local token issuer'),
    makeCertificate('localhost'),
  ]);
  const signingCertificate = new X509Certificate(signing.cert);
  // A certificate that does not carry the key's other half would fail only at the first token.
  if (!signingCertificate.publicKey.equals(createPublicKey(signing.private))) {
    throw new Error('The generated certificate does not match its key');
  }
  return {
    kid: signingCertificate.fingerprint.replaceAll(':', '').toLowerCase(),
    signingKey: signing.private,
    signingCertificate: signing.cert,
    tlsKey: tls.private,
    tlsCertificate: tls.cert,
  };
}

function makeCertificate(commonName: string): Promise<{ private: string; cert: string }> {
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + authLimits.localCertificateYears);
  return generate([{ name: 'commonName', value: commonName }], {
    keySize: 2_048,
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
