// Mints Firebase ID tokens of the local issuer, for the token tool and for tests.
import { importPKCS8, SignJWT } from 'jose';
import { openAccountStore } from './account-store.ts';
import { ensureLocalIssuer } from './credentials.ts';

/**
 * An ID token as Firebase would issue it, signed with the key of the issuer in `dir`. `claims` are
 * the custom claims; `ttlSeconds` may be negative to get one that has expired. A user who is not there
 * yet is made, since nobody has a token without an account.
 */
export async function mintToken(options: {
  dir: string;
  projectId: string;
  uid: string;
  claims: Record<string, unknown>;
  ttlSeconds: number;
  /** How long ago the user signed in; 0 unless said. */
  signedInSecondsAgo?: number;
}): Promise<string> {
  const { kid, signingKey } = await ensureLocalIssuer(options.dir);
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const account = { localId: options.uid, createdAt: String(Date.now()) };
  await openAccountStore(options.dir).add(account);
  const issuedAt = nowSeconds + Math.min(0, options.ttlSeconds - 1);
  return new SignJWT({
    ...options.claims,
    auth_time: issuedAt - (options.signedInSecondsAgo ?? 0),
    user_id: options.uid,
    firebase: { identities: {}, sign_in_provider: 'custom' },
  })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(`https://securetoken.google.com/${options.projectId}`)
    .setAudience(options.projectId)
    .setSubject(options.uid)
    .setIssuedAt(issuedAt)
    .setExpirationTime(nowSeconds + options.ttlSeconds)
    .sign(await importPKCS8(signingKey, 'RS256'));
}
