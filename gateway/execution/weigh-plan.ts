// How much memory a plan takes, roughly and in characters of its texts: whoever writes large operations
// must not fill the gateway with them. Measured: 50 to 120 bytes a character. Used by operation-planner.ts.
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { gatewayLimits } from '../limits.ts';

/** Of what the plan fetches, of the tokens of the document that is kept with it, and of any plan. */
export function weighPlan({ node }: QueryPlan, document: DocumentNode): number {
  const { planCharsOwn, planCharsPerToken, planBytesPerChar } = gatewayLimits;
  // A comment is one token, however long; its text is kept as well, a byte or two a character.
  const source = Math.ceil((document.loc?.source.body.length ?? 0) / planBytesPerChar);
  const fetched = node ? charsFetched(node) : 0;
  return planCharsOwn + fetched + planCharsPerToken * tokensOf(document) + source;
}

function charsFetched(node: PlanNode | SubscriptionNode): number {
  switch (node.kind) {
    case 'Fetch':
      return node.operation.length;
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, child) => sum + charsFetched(child), 0);
    case 'Flatten':
      return charsFetched(node.node);
    case 'Condition':
      return partsOf([node.ifClause, node.elseClause]);
    case 'Subscription':
      return partsOf([node.primary, node.rest]);
    case 'Defer':
      return partsOf([node.primary.node, ...node.deferred.map((deferred) => deferred.node)]);
  }
}

function partsOf(nodes: readonly (PlanNode | undefined)[]): number {
  return nodes.reduce((sum, node) => sum + (node ? charsFetched(node) : 0), 0);
}

/** Comments are tokens too. */
function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken ?? null; token; token = token.next) tokens += 1;
  return tokens;
}
