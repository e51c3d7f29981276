// Ed25519 keys of internal identities, one pair per process. Made by the launcher and by tests;
// parsed by the signer and the verifier.
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

const publicJwkSchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(1),
  kid: z.string().min(1),
});
const privateJwkSchema = publicJwkSchema.extend({ d: z.string().min(1) });
const jwksSchema = z.object({ keys: z.array(publicJwkSchema).min(1) });

export type PrivateIdentityKey = z.infer<typeof privateJwkSchema>;
export type IdentityKeySet = z.infer<typeof jwksSchema>;

/**
 * One fresh key pair per name; `kid` is the name, and the name is the issuer the key may speak as.
 * `private[name]` goes to that process alone (INTERNAL_IDENTITY_KEY), `jwks` to all.
 */
export async function generateIdentityKeys<Name extends string>(
  names: readonly Name[],
): Promise<{ private: Record<Name, PrivateIdentityKey>; jwks: IdentityKeySet }> {
  const pairs = await Promise.all(names.map(generateKey));
  return {
    private: Object.fromEntries(pairs.map((key) => [key.kid, key])) as Record<
      Name,
      PrivateIdentityKey
    >,
    jwks: { keys: pairs.map((key) => publicJwkSchema.parse(key)) },
  };
}

/** Parses a private key, given as JSON text or as an object. Throws a message without key material. */
export function parsePrivateKey(key: unknown): PrivateIdentityKey {
  return parse(privateJwkSchema, key, 'INTERNAL_IDENTITY_KEY is no private Ed25519 JWK with a kid');
}

/** Parses the public keys of all processes. Two keys of one name are refused. */
export function parseKeySet(jwks: unknown): IdentityKeySet {
  const why = 'INTERNAL_IDENTITY_JWKS is no JWKS of public Ed25519 keys with distinct kids';
  const parsed = parse(jwksSchema, jwks, why);
  if (new Set(parsed.keys.map((key) => key.kid)).size !== parsed.keys.length) throw new Error(why);
  return parsed;
}

async function generateKey(name: string): Promise<PrivateIdentityKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return privateJwkSchema.parse({ ...(await exportJWK(privateKey)), kid: name });
}

function parse<T>(schema: z.ZodType<T>, value: unknown, why: string): T {
  const parsed = schema.safeParse(typeof value === 'string' ? parseJson(value) : value);
  if (!parsed.success) throw new Error(why);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
