// Why a number is what it is: ordered terms that add up to exactly what the pipeline shows, each with
// the fact it comes from, the binding one flagged. Beside the pipeline, since it retells it; asked by
// explainAvailability. The telling itself is in ../explain.
import { invariant } from '../../../../shared/domain/invariant.ts';
import { explainLineNight } from '../explain/line-path.ts';
import { explainRoomTypeNight } from '../explain/room-type-path.ts';
import { sceneOf } from '../explain/scene.ts';
import type { ExplainQuery } from '../explain/scene.ts';
import type { Explanation } from '../explain/terms.ts';
import { lineOrder } from './book-index.ts';
import { covers, maySee } from './contract-resolver.ts';
import type { FactBook } from './fact-book.ts';
import { resolve } from './pipeline.ts';
import type { Resolution } from './pipeline.ts';

/** Null when the asker may see no such line, on any night. */
export function explainLine(
  book: FactBook,
  query: ExplainQuery,
  lineId: string,
): Explanation | null {
  const line = book.index.lines.get(lineId);
  if (!line?.term || !maySee(book.index, line.term.contract, query.agency)) return null;
  const explained = explainLineNight(sceneOf(book, query), { line, term: line.term });
  const resolution = resolveNight(book, query, line.roomType);
  const shown = resolution.lines.find((candidate) => candidate.line === line);
  const isCovered = shown !== undefined && covers(shown, resolution.span, 0);
  assertShown(explained.available, isCovered ? shown.available[0] : 0);
  const subject = { kind: 'LINE', id: lineId, rev: null } as const;
  return { subject, available: explained.available, terms: explained.terms, lines: [explained] };
}

/** Null when the asker may see no line of this room type, on any night. */
export function explainRoomType(
  book: FactBook,
  query: ExplainQuery,
  roomType: string,
): Explanation | null {
  const offered = lineOrder(book.index).byRoomType.get(roomType) ?? [];
  if (!offered.some(({ term }) => maySee(book.index, term.contract, query.agency))) return null;
  const resolution = resolveNight(book, query, roomType);
  const explained = explainRoomTypeNight(sceneOf(book, query), roomType, resolution);
  const shown = resolution.roomTypes.find((candidate) => candidate.roomType === roomType);
  assertShown(explained.available, shown?.available[0] ?? 0);
  return explained;
}

function resolveNight(book: FactBook, query: ExplainQuery, roomType: string): Resolution {
  const { timezone, night, asOf, agency } = query;
  const nights = { from: night, to: night + 1, roomTypes: new Set([roomType]) };
  return resolve(book, { timezone, asOf, agency, ...nights });
}

/** The retelling is worth nothing unless it ends where the pipeline does. */
function assertShown(explained: number, shown: number | undefined): void {
  invariant(explained === shown, `terms add up to ${explained}, shown is ${String(shown)}`);
}
