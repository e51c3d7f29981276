// Whose tokens the gateway believes, decided once at start.
import type { Agent } from 'node:https';
import { createLocalIssuerAgent } from '../../shared/auth/local-issuer/agent.ts';

export interface TokenSourceSettings {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly firebaseAuthEmulatorHost?: string;
  readonly localIssuer?: { readonly dir: string; readonly url: string };
}

/**
 * The agent that fetches the local issuer's certificates, or undefined for Google's. Throws on
 * settings under which anybody could make tokens.
 */
export async function chooseTokenSource(settings: TokenSourceSettings): Promise<Agent | undefined> {
  if (settings.firebaseAuthEmulatorHost !== undefined) {
    // With it set, firebase-admin accepts unsigned tokens, wherever the variable came from.
    throw new Error('FIREBASE_AUTH_EMULATOR_HOST is set: refusing to accept unsigned tokens');
  }
  if (settings.localIssuer === undefined) return undefined;
  if (settings.nodeEnv === 'production') {
    throw new Error('LOCAL_ISSUER_DIR is set: its tokens are refused in production');
  }
  return createLocalIssuerAgent(settings.localIssuer);
}
