// The wall of the `resolve` command: one line of text becomes a query with its facts, or an error
// that names the field (domain.md §9).
import { z } from 'zod';
import {
  idField,
  dateField,
  instantField,
  zoneField,
} from '../../../../shared/domain/fact-fields.ts';
import { parseFacts } from '../../../../shared/domain/fact-schema.ts';
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { inputError, inputErrorOf } from '../../../../shared/domain/input-error.ts';
import type { InputError } from '../../../../shared/domain/input-error.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { ResolveQuery } from '../../domain/pipeline/query.ts';

export interface CommandQuery {
  readonly query: ResolveQuery;
  readonly facts: readonly (Fact | Retraction)[];
  /** ∞ when every fact counts. */
  readonly knownAt: Micros;
}

/** Nights of one query: a century. More is a mistyped year, and the answer would not fit anywhere. */
const NIGHTS_MAX = 36_525;

const querySchema = z
  .strictObject({
    hotel: z.strictObject({ id: idField, timezone: zoneField }),
    from: dateField,
    to: dateField,
    asOf: instantField,
    knownAt: instantField.exactOptional(),
    agency: idField.exactOptional(),
    facts: z.unknown(),
  })
  .superRefine(({ from, to }, context) => {
    const nights = nightOf(to) - nightOf(from);
    if (nights >= 1 && nights <= NIGHTS_MAX) return;
    const message =
      nights < 1
        ? 'The end (exclusive) must be later than the start'
        : `No more than ${NIGHTS_MAX} nights at once`;
    context.addIssue({ code: 'custom', path: ['to'], message });
  });

export function parseQuery(text: string): Result<CommandQuery, InputError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const head = querySchema.safeParse(json.value);
  if (!head.success) return err(inputErrorOf(head.error.issues));
  const facts = parseFacts(head.data.facts, ['facts']);
  if (!facts.ok) return facts;
  const { hotel, from, to, asOf, knownAt, agency } = head.data;
  return ok({
    query: {
      timezone: hotel.timezone,
      from: nightOf(from),
      to: nightOf(to),
      asOf: instantOf(asOf),
      agency: agency ?? null,
    },
    facts: facts.value,
    knownAt: knownAt === undefined ? Infinity : instantOf(knownAt),
  });
}

function parseJson(text: string): Result<unknown, InputError> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return err(inputError([], 'Not JSON'));
  }
}
