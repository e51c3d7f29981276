// The wall before the ledger and the pipeline: unknown JSON becomes a fact or an error that names
// the field. Nothing is coerced, defaulted or dropped, so what comes out is the JSON that went in
// and its canonical text still decides between equals. Used by the ledger's writers and `resolve`.
import { z } from 'zod';
import {
  agenciesField,
  byDateField,
  countField,
  currencyField,
  dateField,
  idField,
  instantField,
  lineField,
  moneyField,
  positiveField,
  roomTypeField,
  signedField,
  wallTimeField,
  weekdaysField,
} from './fact-fields.ts';
import { contentLaws } from './fact-laws.ts';
import type { Fact, Retraction } from './facts.ts';
import { inputError, inputErrorOf, inputErrorsOf } from './input-error.ts';
import type { InputError } from './input-error.ts';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';

type Shape = Record<string, z.ZodType>;

const headShape = {
  kind: z.string(),
  id: idField,
  rev: positiveField,
  recordedAt: instantField,
  retracted: z.boolean().exactOptional(),
};

const contractLine = z.strictObject({
  roomType: roomTypeField,
  quantity: countField.nullable(),
  byDate: byDateField(countField.nullable()).exactOptional(),
  rate: moneyField.exactOptional(),
  poolFunded: z.boolean().exactOptional(),
  protect: countField.exactOptional(),
  release: z.array(z.strictObject({ daysBefore: countField, keep: countField })).exactOptional(),
  releaseTime: wallTimeField.exactOptional(),
});

const target = z.union([
  z.strictObject({ line: lineField }),
  z.strictObject({ contract: idField }),
  z.strictObject({ roomType: roomTypeField }),
  z.strictObject({ hotel: z.literal(true) }),
]);
const targeted = {
  target,
  from: dateField,
  to: dateField,
  daysOfWeek: weekdaysField.exactOptional(),
};
const cutoff = z.union([
  z.strictObject({ daysBefore: countField, time: wallTimeField.exactOptional() }),
  z.strictObject({ at: instantField }),
]);
const cell = { line: lineField, date: dateField };

const kindShapes: Record<string, Shape> = {
  CONTRACT: {
    stayFrom: dateField,
    stayTo: dateField,
    daysOfWeek: weekdaysField.exactOptional(),
    contractKind: z.enum(['ALLOTMENT', 'COMMITTED', 'FREE_SALE', 'ON_REQUEST']),
    agencies: agenciesField.exactOptional(),
    lines: z.array(contractLine),
    currency: currencyField.exactOptional(),
    minStay: countField.exactOptional(),
    maxStay: countField.exactOptional(),
    minLeadDays: countField.exactOptional(),
    maxLeadDays: countField.exactOptional(),
    allowSplit: z.boolean().exactOptional(),
  },
  AUDIENCE: { contract: idField, agencies: agenciesField },
  POOL: {
    members: z.array(z.strictObject({ line: lineField, weight: positiveField })),
    budget: countField,
    byDate: byDateField(countField).exactOptional(),
    overbook: signedField.exactOptional(),
  },
  SUBALLOTMENT: {
    line: lineField,
    agency: idField,
    rooms: countField,
    byDate: byDateField(countField).exactOptional(),
    releaseDaysBefore: countField.exactOptional(),
    exclusive: z.boolean().exactOptional(),
  },
  BOOKING: {
    agency: idField,
    status: z.enum([
      'HELD',
      'CONFIRMING',
      'UNKNOWN_DOWNSTREAM',
      'ON_REQUEST',
      'CONFIRMED',
      'COMPLETED',
      'EXPIRED',
      'CANCELLED',
      'REJECTED',
      'NO_SHOW',
    ]),
    heldAt: instantField,
    expiresAt: instantField.exactOptional(),
    downstreamConfirmed: z.boolean().exactOptional(),
    allocations: z.array(
      z.strictObject({ ...cell, rooms: countField, block: idField.exactOptional() }),
    ),
  },
};

const eventShapes: Record<string, Shape> = {
  INCREASE_ALLOTMENT: { ...targeted, n: positiveField },
  REDUCE_ALLOTMENT: { ...targeted, n: positiveField },
  STOP_SALE: {
    ...targeted,
    mode: z.enum(['FULL', 'ARRIVAL', 'DEPARTURE']),
    includeCommitted: z.boolean().exactOptional(),
  },
  RATE_CHANGE: {
    ...targeted,
    set: moneyField.exactOptional(),
    add: moneyField.exactOptional(),
    factorBp: countField.exactOptional(),
    effectiveAt: instantField,
  },
  BLOCK_CONTRACT: {
    status: z.enum(['DRAFT', 'TENTATIVE', 'DEFINITE', 'RELEASED', 'COMPLETED', 'CANCELLED']),
    agency: idField,
    optionAt: instantField.exactOptional(),
    cutoff: cutoff.exactOptional(),
    cells: z.array(z.strictObject({ ...cell, rooms: countField, cutoff: cutoff.exactOptional() })),
  },
  BLOCK_AMENDMENT: {
    block: idField,
    cells: z.array(z.strictObject({ ...cell, delta: signedField })),
  },
  BLOCK_RELEASE: {
    block: idField,
    cells: z.array(z.strictObject({ ...cell, rooms: countField })),
  },
};

interface FactParsers {
  readonly present: z.ZodType;
  /** A retraction may leave content out; what it does carry has to be right. */
  readonly retracted: z.ZodType;
}

const kindParsers = new Map(
  Object.entries(kindShapes).map(([kind, content]) => [
    kind,
    parsersOf(content, contentLaws(kind)),
  ]),
);
const eventParsers = new Map(
  Object.entries(eventShapes).map(([type, content]) => [
    type,
    parsersOf({ type: z.string(), ...content }, contentLaws(type)),
  ]),
);
const bareRetraction = z.strictObject(headShape);

/** Parses one fact of any kind from JSON; the error's path is relative to the fact. */
export function parseFact(json: unknown): Result<Fact | Retraction, InputError> {
  return parseFactAt(json, []);
}

/** Parses a list of facts; the error's path starts with `prefix` and the position in the list. */
export function parseFacts(
  json: unknown,
  prefix: readonly PropertyKey[] = [],
): Result<readonly (Fact | Retraction)[], InputError> {
  if (!Array.isArray(json)) return err(inputError(prefix, 'Not a list of facts'));
  const facts: (Fact | Retraction)[] = [];
  for (const [at, item] of json.entries()) {
    const parsed = parseFactAt(item, [...prefix, at]);
    if (!parsed.ok) return parsed;
    facts.push(parsed.value);
  }
  return ok(facts);
}

/** Everything that is wrong with one fact, for those who correct a form; empty when it is sound. */
export function factErrors(json: unknown): InputError[] {
  if (!isRecord(json)) return [inputError([], 'Not an object')];
  const parser = parserFor(json);
  if (typeof parser === 'string') return [inputError([parser], `Unknown ${parser}`)];
  const parsed = parser.safeParse(json);
  return parsed.success ? [] : inputErrorsOf(parsed.error.issues);
}

function parseFactAt(
  json: unknown,
  prefix: readonly PropertyKey[],
): Result<Fact | Retraction, InputError> {
  if (!isRecord(json)) return err(inputError(prefix, 'Not an object'));
  const parser = parserFor(json);
  if (typeof parser === 'string') {
    return err(inputError([...prefix, parser], `Unknown ${parser}`));
  }
  const parsed = parser.safeParse(json);
  if (!parsed.success) return err(inputErrorOf(parsed.error.issues, prefix));
  return ok(json as unknown as Fact | Retraction);
}

/** The parser of the fact's kind and type, or the name of the field that is unknown. */
function parserFor(json: Readonly<Record<string, unknown>>): z.ZodType | 'kind' | 'type' {
  const { kind, type, retracted } = json;
  const isRetracted = retracted === true;
  if (kind === 'EVENT' && isRetracted && !Object.hasOwn(json, 'type')) return bareRetraction;
  const parsers = kind === 'EVENT' ? lookUp(eventParsers, type) : lookUp(kindParsers, kind);
  if (!parsers) return kind === 'EVENT' ? 'type' : 'kind';
  return isRetracted ? parsers.retracted : parsers.present;
}

function lookUp(parsers: ReadonlyMap<string, FactParsers>, name: unknown): FactParsers | undefined {
  return typeof name === 'string' ? parsers.get(name) : undefined;
}

function parsersOf(content: Shape, laws: (fact: unknown, context: z.RefinementCtx) => void) {
  return {
    present: z.strictObject({ ...headShape, ...content }).superRefine(laws),
    retracted: z
      .strictObject(headShape)
      .extend(z.object(content).partial().shape)
      .superRefine(laws),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
