// Whose users and tokens count: settings of the processes that verify tokens or manage users.
import { z } from 'zod';
import { processShape } from './process.ts';
import type { ProcessEnvironment } from './process.ts';
import { read } from './read.ts';

export interface IdentityProviderEnvironment {
  readonly nodeEnv: ProcessEnvironment['nodeEnv'];
  readonly firebaseProjectId: string;
  readonly firebaseAuthEmulatorHost?: string;
  readonly localIssuer?: { readonly dir: string; readonly url: string };
}

/** Settings of the gateway and of the agency subgraph. */
export function identityProviderSettings(): IdentityProviderEnvironment {
  const env = read({
    NODE_ENV: processShape.NODE_ENV,
    FIREBASE_PROJECT_ID: z.string().min(1).optional(),
    FIREBASE_AUTH_EMULATOR_HOST: z.string().optional(),
    LOCAL_ISSUER_DIR: z.string().optional(),
    LOCAL_ISSUER_URL: z.url({ protocol: /^https$/ }).optional(),
  });
  const isNamed = env.FIREBASE_PROJECT_ID !== undefined;
  if (env.NODE_ENV === 'production' && !isNamed) {
    // Whoever owns a project of the name that stands in for it could make tokens of any role.
    throw new Error('FIREBASE_PROJECT_ID: must be named in production');
  }
  const localIssuer = localIssuerOf(env);
  return {
    nodeEnv: env.NODE_ENV,
    firebaseProjectId: env.FIREBASE_PROJECT_ID ?? 'staysync-local',
    ...(env.FIREBASE_AUTH_EMULATOR_HOST
      ? { firebaseAuthEmulatorHost: env.FIREBASE_AUTH_EMULATOR_HOST }
      : {}),
    ...(localIssuer ? { localIssuer } : {}),
  };
}

/** One without the other is a mistake: taken for none, nobody would be told that it is not in use. */
function localIssuerOf(env: {
  readonly NODE_ENV: ProcessEnvironment['nodeEnv'];
  readonly LOCAL_ISSUER_DIR?: string | undefined;
  readonly LOCAL_ISSUER_URL?: string | undefined;
}): IdentityProviderEnvironment['localIssuer'] {
  const { LOCAL_ISSUER_DIR: dir, LOCAL_ISSUER_URL: url } = env;
  if (dir === undefined && url === undefined) return undefined;
  if (env.NODE_ENV === 'production') {
    throw new Error('LOCAL_ISSUER_DIR, LOCAL_ISSUER_URL: its tokens are refused in production');
  }
  if (dir === undefined || url === undefined) {
    throw new Error('LOCAL_ISSUER_DIR and LOCAL_ISSUER_URL: both or neither');
  }
  return { dir, url };
}
