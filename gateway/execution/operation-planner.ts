// Query plans of one role, remembered. Called by the executor for every operation.
import { buildOperationContext } from '@apollo/gateway';
import { operationFromDocument, type Operation } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, FieldNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from '../context.ts';
import { gatewayLimits } from '../limits.ts';
import {
  findGuardedFields,
  underNamesOfNobody,
  unusedPrefix,
  withoutFields,
} from '../roles/document-guards.ts';
import type { RoleView } from '../roles/role-views.ts';
import type { Guard } from '../roles/guards.ts';
import { createWithholding, type Withholding } from '../roles/withhold.ts';
import type { LoadedSupergraph } from '../supergraph/load.ts';
import { onlyFetchOf, type PlainFetch } from './plain-fetch.ts';
import { compileShape } from './shape.ts';
import { findUnplannedRootFields } from './unplanned-root-fields.ts';
import { weighPlan } from './weigh-plan.ts';

export interface PlannedOperation {
  readonly plan: QueryPlan;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
  /** The short way to the result; null when there is none. */
  readonly plain: PlainFetch | null;
  /** What is to be done to the shaped result; null when nothing ever is. */
  readonly withholding: Withholding | null;
  /** Coordinates of the fields that were asked for and this caller is denied. */
  readonly denied: readonly string[];
}

export interface OperationPlanner {
  /**
   * The plan of one operation of a validated document, for this caller. `documentHash` is the hash of
   * its source. Throws when the plan would leave out a field that was asked for.
   */
  plan(
    document: DocumentNode,
    documentHash: string,
    operationName: string | undefined,
    caller: GatewayContext,
  ): PlannedOperation;
  /** Whether `plan` would find one and make none. */
  knows(documentHash: string, operationName: string | undefined, caller: GatewayContext): boolean;
  /** How often a plan was made, and how often one was found. */
  counts(): { made: number; reused: number };
}

/** How many plans are remembered, and how much of all of them (weigh-plan.ts). */
export type PlannerBounds = Readonly<Record<'plansMax' | 'plansCharsMax', number>>;

/** A planner with an empty memory; a new version of the supergraph gets a new planner. */
export function createOperationPlanner(
  supergraph: LoadedSupergraph,
  role: RoleView,
  { plansMax: max, plansCharsMax }: PlannerBounds = gatewayLimits,
): OperationPlanner {
  const guardsOf = new LRUCache<string, readonly Guard[]>({ max });
  const planned = new LRUCache<string, PlannedOperation>({ max, maxSize: plansCharsMax });
  const counts = { made: 0, reused: 0 };

  const failedBy = (caller: GatewayContext, guards: readonly Guard[]): ReadonlySet<Guard> =>
    new Set(guards.filter((guard) => !role.passes(caller, guard)));

  return {
    knows(documentHash, operationName, caller) {
      const key = keyOf(documentHash, operationName);
      const guards = guardsOf.get(key);
      return guards !== undefined && planned.has(keyFor(key, guards, failedBy(caller, guards)));
    },
    plan(document, documentHash, operationName, caller) {
      const key = keyOf(documentHash, operationName);
      let guards = guardsOf.get(key);
      if (!guards) {
        const found = findGuardedFields(role.schema, role.guards, document, operationName);
        guards = [...new Set([...found.values()].flatMap((field) => field.guards))];
        guardsOf.set(key, guards);
      }
      const failed = failedBy(caller, guards);
      const keyForCaller = keyFor(key, guards, failed);
      const known = planned.get(keyForCaller);
      if (known) {
        counts.reused += 1;
        return known;
      }
      const denied = findDenied(role, document, operationName, failed);
      const made = makePlan(supergraph, role, document, operationName, denied);
      counts.made += 1;
      planned.set(keyForCaller, made, { size: weighPlan(made.plan, document) });
      return made;
    },
    counts: () => ({ ...counts }),
  };
}

function keyOf(documentHash: string, operationName: string | undefined): string {
  return `${documentHash} ${operationName ?? ''}`;
}

/** Callers who pass and fail the same guards get the same plan. */
function keyFor(key: string, guards: readonly Guard[], failed: ReadonlySet<Guard>): string {
  return `${key} ${guards.map((guard) => Number(failed.has(guard))).join('')}`;
}

/** The selections that a caller who fails these guards is denied, by their coordinates. */
type Denied = ReadonlyMap<FieldNode, string>;

function findDenied(
  role: RoleView,
  document: DocumentNode,
  operationName: string | undefined,
  failed: ReadonlySet<Guard>,
): Denied {
  if (failed.size === 0) return new Map();
  const found = findGuardedFields(role.schema, role.guards, document, operationName);
  const denied = [...found].filter(([, { guards }]) => guards.some((guard) => failed.has(guard)));
  return new Map(denied.map(([node, { coordinate }]) => [node, coordinate]));
}

/**
 * Planned without the denied fields, so that nothing of them is fetched; shaped with them, so that
 * nulls and paths stand where the caller asked.
 */
function makePlan(
  supergraph: LoadedSupergraph,
  role: RoleView,
  document: DocumentNode,
  operationName: string | undefined,
  denied: Denied,
): PlannedOperation {
  const named = operationName === undefined ? {} : { operationName };
  const fields = new Set(denied.keys());
  const prefix = fields.size === 0 ? null : unusedPrefix(document);
  const toPlan = prefix === null ? document : withoutFields(document, fields);
  const toShape = prefix === null ? document : underNamesOfNobody(document, fields, prefix);

  const operation = operationFromDocument(supergraph.federationApiSchema, toPlan, named);
  const plan = supergraph.planner.buildQueryPlan(operation);
  refuseIncomplete(plan, operation);
  const operationContext = buildOperationContext({
    schema: role.schema,
    operationDocument: toShape,
    ...named,
  });
  const withholding = createWithholding({
    schema: role.schema,
    document: toShape,
    operation: operationContext.operation,
    partial: role.partialEnums,
    prefix,
  });
  // What is withheld is put in its place by hand, behind the shaping for plans.
  const plain = prefix === null ? findPlainFetch(plan, operationContext) : null;
  return { plan, operationContext, plain, withholding, denied: [...new Set(denied.values())] };
}

function findPlainFetch(
  plan: QueryPlan,
  operationContext: PlannedOperation['operationContext'],
): PlainFetch | null {
  const fetch = onlyFetchOf(plan);
  const shape = fetch && compileShape(operationContext, operationContext.operation);
  return fetch && shape && { fetch, shape };
}

/** The planner drops what it cannot reach without a word; null would then look like an answer. */
function refuseIncomplete(plan: QueryPlan, operation: Operation): void {
  const missing = findUnplannedRootFields(plan, operation);
  if (missing.length > 0) throw new Error(`No plan for root fields: ${missing.join(', ')}`);
}
