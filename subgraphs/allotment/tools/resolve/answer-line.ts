// One line of the `resolve` command: a query in, its answer or its error out. Pure.
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';
import { jsonPointer } from '../../../../shared/domain/input-error.ts';
import type { InputError } from '../../../../shared/domain/input-error.ts';
import { resolveBlocks } from '../../domain/pipeline/block-grid.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import { resolve } from '../../domain/pipeline/pipeline.ts';
import { crossingPools } from '../../domain/pipeline/pool-nesting.ts';
import { projectResolution } from '../../domain/pipeline/projection.ts';
import type { ResolutionJson } from '../../domain/pipeline/projection.ts';
import { parseQuery } from './query-schema.ts';

export interface CommandError {
  readonly error: Omit<InputError, 'code'> & { readonly code: 'BAD_INPUT' | 'POOL_NOT_NESTED' };
}

/** Answers one non-blank line. */
export function answerLine(text: string): ResolutionJson | CommandError {
  const parsed = parseQuery(text);
  if (!parsed.ok) return { error: parsed.error };
  const { query, facts, knownAt } = parsed.value;
  const book = buildFactBook(facts, knownAt);
  const crossing = crossingPools(book);
  if (crossing) return { error: nestingError(book, facts, crossing) };
  return projectResolution(resolve(book, query), resolveBlocks(book, query));
}

/** Names the members of the pool that crosses another one. */
function nestingError(
  book: FactBook,
  facts: readonly (Fact | Retraction)[],
  [left, right]: readonly [string, string],
): CommandError['error'] {
  const winner = book.winners.POOL.get(right);
  const at = facts.findIndex((fact) => fact === winner);
  return {
    code: 'POOL_NOT_NESTED',
    path: jsonPointer(['facts', at, 'members']),
    message: `Pools ${left} and ${right} cross: pools are nested or disjoint`,
  };
}
