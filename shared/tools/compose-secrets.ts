// `npm run --silent compose:secrets > .env`: the passwords and keys that docker-compose.yml asks for,
// made up anew. What only its operator knows (Firebase project, supplier) is left to be filled in.
import { newPassword } from './up/secrets.ts';
import { newSystemSecrets, SPEAKERS } from './up/system-secrets.ts';

const { identityKeys, rolePasswords, supplierApiKey, supplierWebhookSecret } =
  await newSystemSecrets();
const variables: readonly (readonly [name: string, value: string])[] = [
  ['POSTGRES_PASSWORD', newPassword()],
  ['REDIS_PASSWORD', newPassword()],
  ...Object.entries(rolePasswords).map(
    ([role, password]) => [`${role.toUpperCase()}_DB_PASSWORD`, password] as const,
  ),
  ['INTERNAL_IDENTITY_JWKS', JSON.stringify(identityKeys.jwks)],
  ...SPEAKERS.map(
    (name) =>
      [`${name.toUpperCase()}_IDENTITY_KEY`, JSON.stringify(identityKeys.private[name])] as const,
  ),
  ['MHG_API_KEY', supplierApiKey],
  ['MHG_WEBHOOK_SECRET', supplierWebhookSecret],
  ['FIREBASE_PROJECT_ID', ''],
  ['FIREBASE_CREDENTIALS_FILE', ''],
];
for (const [name, value] of variables) process.stdout.write(`${name}=${value}\n`);
