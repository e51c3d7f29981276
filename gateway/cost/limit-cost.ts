// Refuses operations that would cost more than a role may ask for, after validation and before any
// subgraph hears of them.
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { UserRole } from '../../shared/auth/identity.ts';
import type { GatewayContext } from '../context.ts';
import type { OwnCode } from '../error-codes.ts';
import { boundsOf, type RoleBounds } from '../limits.ts';
import type { CostRules } from './cost-rules.ts';
import { estimateCost, type Cost, type CostOf } from './estimate-cost.ts';

/** The plugin of one role's server. */
export function createCostLimit(
  role: UserRole,
  rules: CostRules,
): ApolloServerPlugin<GatewayContext> {
  const bounds = boundsOf(role);
  // The server keeps its documents within a bound of its own; what was worked out goes with them.
  const known = new WeakMap<OperationDefinitionNode, CostOf>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operation, request }) {
          // Absent when the document has no such operation: the executor says so.
          if (!operation) return Promise.resolve();
          const costOf =
            known.get(operation) ?? estimateCost({ schema, rules, document, operation });
          known.set(operation, costOf);
          const refused = refusalOf(costOf(request.variables ?? {}), bounds);
          if (refused) throw refused;
          return Promise.resolve();
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

function refusal(code: OwnCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
