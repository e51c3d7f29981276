// What must hold between the fields of one fact; fact-schema.ts has already parsed each field, and
// asks here for the rest. A retraction may lack fields: a law about a missing field does not apply.
import type { RefinementCtx } from 'zod';
import type { Allocation, ContractLine, PoolFact } from './facts.ts';
import { parseLineId } from './line-ids.ts';

type Law = (fact: Content, context: RefinementCtx) => void;

/** Any fact's content, seen as the fields that laws speak of. */
interface Content {
  readonly id: string;
  readonly type?: string;
  readonly stayFrom?: string;
  readonly stayTo?: string;
  readonly from?: string;
  readonly to?: string;
  readonly lines?: readonly ContractLine[];
  readonly contract?: string;
  readonly members?: PoolFact['members'];
  readonly cells?: readonly Pick<Allocation, 'line' | 'date'>[];
  readonly set?: number;
  readonly add?: number;
  readonly factorBp?: number;
}

const laws: Readonly<Record<string, Law>> = {
  CONTRACT: (fact, context) => {
    refuseUnordered(context, fact.stayFrom, fact.stayTo, 'stayTo');
    refuseRepeated(context, 'lines', fact.lines, (line) => line.roomType);
  },
  AUDIENCE: (fact, context) => {
    if (fact.contract !== undefined && fact.contract !== fact.id) {
      refuse(context, ['contract'], "The id of an audience is its contract's");
    }
  },
  POOL: (fact, context) => {
    refuseRepeated(context, 'members', fact.members, (member) => member.line);
    refuseUnequalWeights(context, fact.members);
  },
  INCREASE_ALLOTMENT: refuseUnorderedNights,
  REDUCE_ALLOTMENT: refuseUnorderedNights,
  STOP_SALE: refuseUnorderedNights,
  RATE_CHANGE: (fact, context) => {
    refuseUnorderedNights(fact, context);
    const changes = [fact.set, fact.add, fact.factorBp].filter((change) => change !== undefined);
    // A retraction without content has no change either, but also no nights.
    if (changes.length > 1 || (changes.length === 0 && fact.from !== undefined)) {
      refuse(context, [], 'Exactly one of set, add and factorBp');
    }
  },
  BLOCK_CONTRACT: refuseRepeatedCells,
  BLOCK_AMENDMENT: refuseRepeatedCells,
};

/** The laws of a kind, or of a type of event, as zod's `superRefine` takes them. */
export function contentLaws(name: string): (fact: unknown, context: RefinementCtx) => void {
  const law = laws[name];
  return (fact, context) => law?.(fact as Content, context);
}

function refuseUnorderedNights(fact: Content, context: RefinementCtx): void {
  refuseUnordered(context, fact.from, fact.to, 'to');
}

/** Dates in full order as text does, since all are `YYYY-MM-DD`. */
function refuseUnordered(
  context: RefinementCtx,
  from: string | undefined,
  to: string | undefined,
  field: string,
): void {
  if (from === undefined || to === undefined || from < to) return;
  refuse(context, [field], 'The end (exclusive) must be later than the start');
}

function refuseRepeatedCells(fact: Content, context: RefinementCtx): void {
  refuseRepeated(context, 'cells', fact.cells, (cell) => `${cell.date} ${cell.line}`);
}

function refuseRepeated<T>(
  context: RefinementCtx,
  field: string,
  items: readonly T[] | undefined,
  keyOf: (item: T) => string,
): void {
  const seen = new Set<string>();
  for (const [at, item] of (items ?? []).entries()) {
    if (seen.has(keyOf(item))) refuse(context, [field, at], 'Stands there twice');
    seen.add(keyOf(item));
  }
}

/** Rooms of one type are interchangeable, so a pool may not count them differently. */
function refuseUnequalWeights(context: RefinementCtx, members: PoolFact['members'] = []): void {
  const weights = new Map<string | undefined, number>();
  for (const [at, { line, weight }] of members.entries()) {
    const roomType = parseLineId(line)?.roomType;
    if ((weights.get(roomType) ?? weight) !== weight) {
      refuse(context, ['members', at, 'weight'], 'Lines of one room type have one weight');
    }
    weights.set(roomType, weight);
  }
}

function refuse(context: RefinementCtx, path: PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', message, path });
}
