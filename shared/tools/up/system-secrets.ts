// What a development system makes up once and keeps in its data folder: the processes' identity keys,
// the passwords of the database roles, the key to the supplier. Made anew for each test system.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { generateIdentityKeys } from '../../auth/keys.ts';
import type { IdentityKeySet, PrivateIdentityKey } from '../../auth/keys.ts';
import { SUBGRAPH_NAMES } from '../../config/environment.ts';
import type { SubgraphName } from '../../config/environment.ts';
import { newPassword, writeSecret } from './secrets.ts';

/** Who speaks for itself or, in the case of the gateway, for users. */
export const SPEAKERS = ['gateway', 'webhooks', ...SUBGRAPH_NAMES, 'worker'] as const;
const ROLES = [...SUBGRAPH_NAMES, 'verify'] as const;

export interface IdentityKeys {
  readonly private: Readonly<Record<(typeof SPEAKERS)[number], PrivateIdentityKey>>;
  readonly jwks: IdentityKeySet;
}

export interface SystemSecrets {
  readonly identityKeys: IdentityKeys;
  readonly rolePasswords: Readonly<Record<SubgraphName | 'verify', string>>;
  readonly supplierApiKey: string;
  /** The supplier signs its messages to us under it. */
  readonly supplierWebhookSecret: string;
}

const key = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
});
const secretsSchema = z.object({
  identityKeys: z.object({
    private: z.record(z.enum(SPEAKERS), key.extend({ d: z.string() })),
    jwks: z.object({ keys: z.array(key) }),
  }),
  rolePasswords: z.record(z.enum(ROLES), z.string()),
  supplierApiKey: z.string(),
  supplierWebhookSecret: z.string(),
});

/** The secrets in `file`; made anew when there are none or when a process has joined since. */
export async function keptSystemSecrets(file: string): Promise<SystemSecrets> {
  if (existsSync(file)) {
    const kept = secretsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (kept.success) return kept.data;
  }
  const made = await newSystemSecrets();
  writeSecret(file, JSON.stringify(made, null, 2));
  return made;
}

/** Secrets that nobody has seen before. */
export async function newSystemSecrets(): Promise<SystemSecrets> {
  const rolePasswords = Object.fromEntries(ROLES.map((role) => [role, newPassword()]));
  return {
    identityKeys: await generateIdentityKeys(SPEAKERS),
    rolePasswords: rolePasswords as SystemSecrets['rolePasswords'],
    supplierApiKey: newPassword(),
    supplierWebhookSecret: newPassword(),
  };
}
