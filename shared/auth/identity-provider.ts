// Whose users and tokens a process believes in, decided once at start: Firebase's, or in development
// and tests those of the local issuer, which firebase-admin meets where it would meet Google. Used by
// the gateway (tokens) and by the agency subgraph (accounts).
import type { Agent } from 'node:https';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import type { App, Credential } from 'firebase-admin/app';
import { authLimits } from './limits.ts';
import { createLocalIssuerAgent } from './local-issuer/agent.ts';
import { accountsKeyOf, ensureLocalIssuer } from './local-issuer/credentials.ts';

export interface IdentityProviderSettings {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly firebaseProjectId: string;
  readonly firebaseAuthEmulatorHost?: string;
  readonly localIssuer?: { readonly dir: string; readonly url: string };
}

export interface IdentityProvider {
  readonly app: App;
  readonly projectId: string;
  /** Through which the local issuer is reached; none for Google. */
  readonly agent: Agent | undefined;
  close(): Promise<void>;
}

let apps = 0;

/** Opens the provider. Throws on settings under which anybody could make tokens. */
export async function openIdentityProvider(
  settings: IdentityProviderSettings,
): Promise<IdentityProvider> {
  const local = await localIssuerOf(settings);
  apps += 1;
  const projectId = settings.firebaseProjectId;
  const close = async (): Promise<void> => {
    await deleteApp(app);
    local?.agent.destroy();
  };
  const app = initializeApp(
    { projectId, ...(local ? { httpAgent: local.agent, credential: local.credential } : {}) },
    `identity-provider-${apps}`,
  );
  return { app, projectId, agent: local?.agent, close };
}

async function localIssuerOf(
  settings: IdentityProviderSettings,
): Promise<{ agent: Agent; credential: Credential } | null> {
  if (settings.firebaseAuthEmulatorHost !== undefined) {
    // With it set, firebase-admin accepts unsigned tokens, wherever the variable came from.
    throw new Error('FIREBASE_AUTH_EMULATOR_HOST is set: refusing to accept unsigned tokens');
  }
  if (settings.localIssuer === undefined) return null;
  if (settings.nodeEnv === 'production') {
    throw new Error('LOCAL_ISSUER_DIR is set: its tokens are refused in production');
  }
  const access_token = accountsKeyOf(await ensureLocalIssuer(settings.localIssuer.dir));
  const expires_in = authLimits.localAccessTokenSeconds;
  return {
    agent: await createLocalIssuerAgent(settings.localIssuer),
    credential: { getAccessToken: () => Promise.resolve({ access_token, expires_in }) },
  };
}
