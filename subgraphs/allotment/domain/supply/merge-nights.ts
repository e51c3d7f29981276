// A line's nights: what was told now over what was known before. Pure leaves of plan-supply.ts.
import type { ContractLine } from '../../../../shared/domain/facts.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import { baseOf, covers, roomsOf, withNights } from './contract-content.ts';
import type { ContractContent } from './contract-content.ts';
import type { LineNights, SupplyContract } from './told-supply.ts';

/**
 * The contract's full content. Per night the first that applies: told now → that number; held in
 * quarantine → the last good number, or none (`null`) without one; told earlier → still that number
 * (the window moves on, absence proves nothing); otherwise the line's own `quantity`.
 */
export function mergeNights(
  contract: SupplyContract,
  previous: ContractContent | null,
  staleLines: ReadonlySet<string>,
): ContractContent {
  const lines = contract.terms.lines.map((line) => {
    const before = previous?.lines.find((candidate) => candidate.roomType === line.roomType);
    const nights = contract.nights[line.roomType];
    if (!nights) return line;
    if (nights.heldEntirely) return lastGoodLine(line, before, contract.terms);
    return mergeLine(
      line,
      staleLines.has(line.roomType) ? { ...nights, told: new Map() } : nights,
      before,
      contract.terms,
      previous,
    );
  });
  return { ...contract.terms, lines };
}

/**
 * What an incomplete run may change: nights of lines that are known, downwards. Terms, new lines and
 * longer stays wait. A night without a number sells nothing, so "no number" counts as down.
 */
export function decreasesOnly(previous: ContractContent, wanted: ContractContent): ContractContent {
  const lines = previous.lines.map((line) => {
    const offered = wanted.lines.find((candidate) => candidate.roomType === line.roomType);
    if (!offered) return line;
    const nights = knownNights(line);
    for (const night of coveredNights(previous)) {
      if (!covers(wanted, night)) continue;
      const known = roomsOf(previous, line.roomType, night);
      if (Number.isFinite(known) && roomsOf(wanted, line.roomType, night) < known) {
        nights.set(night, baseOf(offered, night));
      }
    }
    const { byDate: _byDate, ...terms } = line;
    return withNights(terms, nights);
  });
  return { ...previous, lines };
}

function mergeLine(
  line: ContractLine,
  nights: LineNights,
  before: ContractLine | undefined,
  terms: ContractContent,
  previous: ContractContent | null,
): ContractLine {
  const merged = before ? knownNights(before) : new Map<DayNumber, number | null>();
  for (const night of nights.held) {
    const wasCovered = before && previous && covers(previous, night);
    merged.set(night, wasCovered ? baseOf(before, night) : null);
  }
  for (const [night, rooms] of nights.told) merged.set(night, rooms);
  for (const night of merged.keys()) if (!covers(terms, night)) merged.delete(night);
  return withNights(line, merged);
}

/** The numbers of a line of which nothing could be read: the last good ones, or none. */
function lastGoodLine(
  line: ContractLine,
  before: ContractLine | undefined,
  terms: ContractContent,
): ContractLine {
  const nights = before ? knownNights(before) : new Map<DayNumber, number | null>();
  for (const night of nights.keys()) if (!covers(terms, night)) nights.delete(night);
  return withNights({ ...line, quantity: before?.quantity ?? null }, nights);
}

function knownNights(line: ContractLine): Map<DayNumber, number | null> {
  return new Map(
    Object.entries(line.byDate ?? {}).map(([date, rooms]) => [nightOf(date), rooms] as const),
  );
}

function coveredNights(content: ContractContent): DayNumber[] {
  const nights: DayNumber[] = [];
  const end = nightOf(content.stayTo);
  for (let night = nightOf(content.stayFrom); night < end; night += 1) {
    if (covers(content, night)) nights.push(night);
  }
  return nights;
}
