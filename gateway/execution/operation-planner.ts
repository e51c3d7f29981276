// Query plans of one supergraph, remembered. Called by the executor for every operation.
import { buildOperationContext } from '@apollo/gateway';
import { operationFromDocument, type Operation } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { gatewayLimits } from '../limits.ts';
import type { LoadedSupergraph } from '../supergraph/load.ts';
import { findUnplannedRootFields } from './unplanned-root-fields.ts';

export interface PlannedOperation {
  readonly plan: QueryPlan;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
}

export interface OperationPlanner {
  /**
   * The plan of one operation of a validated document. `documentHash` is the hash of its source.
   * Throws when the plan would leave out a field that was asked for.
   */
  plan(document: DocumentNode, documentHash: string, operationName?: string): PlannedOperation;
  /** How often a plan was made, and how often one was found. */
  counts(): { made: number; reused: number };
}

/** A planner with an empty memory; a new version of the supergraph gets a new planner. */
export function createOperationPlanner(supergraph: LoadedSupergraph): OperationPlanner {
  const planned = new LRUCache<string, PlannedOperation>({ max: gatewayLimits.plansMax });
  const counts = { made: 0, reused: 0 };

  function make(document: DocumentNode, operationName: string | undefined): PlannedOperation {
    const named = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(supergraph.federationApiSchema, document, named);
    const plan = supergraph.planner.buildQueryPlan(operation);
    refuseIncomplete(plan, operation);
    const operationContext = buildOperationContext({
      schema: supergraph.apiSchema,
      operationDocument: document,
      ...named,
    });
    return { plan, operationContext };
  }

  return {
    plan(document, documentHash, operationName) {
      const key = `${documentHash} ${operationName ?? ''}`;
      const known = planned.get(key);
      if (known) {
        counts.reused += 1;
        return known;
      }
      const made = make(document, operationName);
      counts.made += 1;
      planned.set(key, made);
      return made;
    },
    counts: () => ({ ...counts }),
  };
}

/** The planner drops what it cannot reach without a word; null would then look like an answer. */
function refuseIncomplete(plan: QueryPlan, operation: Operation): void {
  const missing = findUnplannedRootFields(plan, operation);
  if (missing.length > 0) throw new Error(`No plan for root fields: ${missing.join(', ')}`);
}
