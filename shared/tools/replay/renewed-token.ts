// A user's token that is made anew before it ends, for runs that take longer than tokens live.
import { mintRoleToken } from '../../auth/local-issuer/role-token.ts';
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import { LaunchError } from '../up/launch-error.ts';
import { replayLimits } from './limits.ts';

/** Asked before every request; answers the same token until it is about to end. */
export function renewedToken(
  user: LocalUser,
  issuer: { readonly dir: string; readonly projectId: string },
  now: () => number = () => performance.now(),
): () => Promise<string> {
  const livesMs = (replayLimits.tokenSeconds - replayLimits.tokenRenewalSeconds) * 1_000;
  let current: { readonly text: Promise<string>; readonly renewAt: number } | undefined;
  return () => {
    if (current === undefined || now() >= current.renewAt) {
      current = { text: mint(user, issuer), renewAt: now() + livesMs };
    }
    return current.text;
  };
}

async function mint(
  user: LocalUser,
  issuer: { readonly dir: string; readonly projectId: string },
): Promise<string> {
  const minted = await mintRoleToken(user, { ...issuer, ttlSeconds: replayLimits.tokenSeconds });
  if (!minted.ok) throw new LaunchError(minted.error);
  return minted.value;
}
