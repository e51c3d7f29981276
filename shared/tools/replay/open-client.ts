// A user's client of the gateway whose errors say what to do. Called by main.ts and desk.ts.
import type { LocalUser } from '../../auth/local-issuer/role-token.ts';
import { createGatewayClient } from '../gateway-client.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { LaunchError, reasonOf } from '../up/launch-error.ts';
import { replayLimits } from './limits.ts';
import { renewedToken } from './renewed-token.ts';
import type { Target } from './target.ts';

/** Nobody answered, or the one who did was not able to: asking again may help. */
export class NoAnswer extends LaunchError {}

/** What the gateway finds wrong with a request is as wrong the next time; too many are not. */
const WRONG_REQUEST = /^gateway answered 4(?!29)\d\d:/;

/** Its `query` throws NoAnswer, or a LaunchError when the request itself is refused. */
export function openClient(
  { gatewayUrl, issuer }: Pick<Target, 'gatewayUrl' | 'issuer'>,
  user: LocalUser,
): GatewayClient {
  const client = createGatewayClient({
    url: gatewayUrl,
    token: renewedToken(user, issuer),
    connections: replayLimits.connectionsPerUser,
  });
  return {
    async query<Data>(operation: string, variables?: Readonly<Record<string, unknown>>) {
      try {
        return await client.query<Data>(operation, variables);
      } catch (error) {
        throw explained(error, gatewayUrl);
      }
    },
    close: () => client.close(),
  };
}

function explained(error: unknown, gatewayUrl: string): LaunchError {
  if (error instanceof LaunchError) return error;
  const reason = reasonOf(error);
  if (WRONG_REQUEST.test(reason)) return new LaunchError(reason);
  return new NoAnswer(
    `${gatewayUrl} gave no answer (${reason}). Does StaySync still run? Its logs say more.`,
  );
}
