// What every GraphQL request of the gateway carries, from authentication to the call of a subgraph.
import type { Identity } from '../shared/auth/identity.ts';

export interface GatewayContext {
  /** Who asks. Its issuer is the gateway, which signs it anew for each subgraph. */
  readonly identity: Identity;
  /** Scopes that the caller's token names, null when it names none; they stay in the gateway. */
  readonly scopes: readonly string[] | null;
  /** Fires when the client has gone: calls that change nothing are then given up. */
  readonly clientGone: AbortSignal;
}
