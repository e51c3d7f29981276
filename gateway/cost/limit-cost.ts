// Refuses operations that would cost more than a role may ask for, after validation and before any
// subgraph hears of them.
import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { UserRole } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import type { OwnCode } from '../error-codes.ts';
import { boundsOf, gatewayLimits, type RoleBounds } from '../limits.ts';
import { secondsOf, TOO_OFTEN, type RateLimit } from '../rate/limit-rate.ts';
import type { CostRules } from './cost-rules.ts';
import { estimateCost, type Cost, type CostOf } from './estimate-cost.ts';

/** The plugin of one role's server; what it lets through is charged before it is done. */
export function createCostLimit(
  role: UserRole,
  rules: CostRules,
  chargeWork: RateLimit['chargeWork'],
): ApolloServerPlugin<GatewayContext> {
  const bounds = boundsOf(role);
  // The server keeps its documents within a bound of its own; what was worked out goes with them.
  const known = new WeakMap<OperationDefinitionNode, CostOf>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          // Absent when the document has no such operation: the executor says so.
          if (!operation) return;
          const costOf =
            known.get(operation) ?? estimateCost({ schema, rules, document, operation });
          known.set(operation, costOf);
          const asked = costOf(request.variables ?? {});
          const refused = refusalOf(asked, bounds);
          if (refused) throw refused;
          const { cost, writes } = asked;
          const objects = cost - writes * gatewayLimits.writeCost;
          const waitMs = await chargeWork(contextValue.identity, { objects, writes });
          if (waitMs > 0) throw tooOften(waitMs);
        },
      }),
  };
}

function refusalOf({ cost, page }: Cost, { costMax, pageSizeMax }: RoleBounds) {
  if (page > pageSizeMax) {
    return refusal('BAD_USER_INPUT', `A page has at most ${pageSizeMax} items.`);
  }
  if (cost <= costMax) return null;
  const words = `This may cost ${cost}; at most ${costMax} may be asked for at once.`;
  return refusal('QUERY_TOO_EXPENSIVE', words);
}

function tooOften(waitMs: number): GraphQLError {
  const headers = new HeaderMap([['retry-after', secondsOf(waitMs)]]);
  return new GraphQLError(TOO_OFTEN, {
    extensions: { code: 'RATE_LIMITED', retryable: true, http: { status: 429, headers } },
  });
}

function refusal(code: OwnCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
