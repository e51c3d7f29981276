// Rooms that were granted: of new holds, and of groups that come to life again. Each is what the model
// sells on the head and at the instant that it was decided on, at its prices.
import type { BookingFact } from '../../../../../shared/domain/facts.ts';
import { sellRate } from '../../../../../shared/testing/model/rate.ts';
import { modelSale } from '../../../../../shared/testing/model/sale.ts';
import type { Sale, SaleLine, SoldNight } from '../../../../../shared/testing/model/sale.ts';
import { instant } from '../../../../../shared/testing/model/time.ts';
import type { PictureGroup, PictureNight } from '../picture.ts';
import { agencyOf } from './audit-agencies.ts';
import { auditAdded, isAmendment } from './audit-amendments.ts';
import { recordMoment } from './audit-moves.ts';
import { guarantee } from './broken.ts';
import { spellAllocations, spellLines, worldAt } from './memory.ts';
import type { HotelMemory, Memory } from './memory.ts';

interface Append {
  readonly headBefore: number;
  readonly seqAfter: number;
  readonly at: string;
}

/** What was granted to one group by one decision. */
interface Grant {
  readonly lines: readonly SaleLine[];
  readonly decidedSeq: number | null;
  readonly decidedAsOf: string;
}

/**
 * In the order of their facts: what the first takes is gone for the next, and what a change gives up is
 * there for it. `changes` are all facts of the append that are about bookings, by group.
 */
export function auditGrants(
  memory: Memory,
  hotel: HotelMemory,
  append: Append,
  changes: ReadonlyMap<PictureGroup | undefined, readonly BookingFact[]>,
): void {
  const asOf = decidedAsOf(changes);
  if (asOf === undefined) return;
  // At the instant of the decision, and again at that of the commit: time alone must not have undone it.
  let decided = worldAt(hotel, asOf);
  let committed = worldAt(hotel, append.at);
  for (const [group, facts] of changes) {
    const added = facts.filter(isGranted);
    const left = facts.filter((fact) => !isGranted(fact));
    const known = group && memory.groups.get(group.id);
    const isChange = known !== undefined && isAmendment(known, facts);
    // What ends gives its rooms back behind all that was granted: nobody has them before.
    if (added.length === 0 && !isChange) continue;
    guarantee(group !== undefined, 'ledger = tables', () => `${facts[0]?.id ?? ''} has no row`);
    const grant = grantOf(group, added);
    guarantee(
      added.length === 0 || grant.decidedSeq === append.headBefore,
      'rooms are taken on the head they were found free on',
      () =>
        `${group.id} was decided on ${grant.decidedSeq ?? ''}, committed on ${append.headBefore}`,
    );
    if (isChange) {
      decided = auditAdded(decided, group, { added, left });
      committed = auditAdded(committed, group, { added, left });
      continue;
    }
    const isNew = known === undefined;
    if (isNew) auditRequest(memory, group, grant.lines);
    const agency = group.agencyId;
    const sale = modelSale({ ...decided, agency }, grant.lines);
    const stillGood = modelSale({ ...committed, agency }, grant.lines);
    auditSold(group, added, grant, sale);
    guarantee(
      stillGood.served,
      'a decision that time has undone is not committed',
      () => `${group.id} decided as of ${grant.decidedAsOf}, committed at ${append.at}`,
    );
    decided = { ...sale.after, agency: undefined };
    committed = { ...stillGood.after, agency: undefined };
    // What comes to life again keeps the prices that were agreed.
    if (!isNew) continue;
    auditPrices(memory, group, sale.nights);
    recordHold(memory, group, grant.lines, added, append.seqAfter);
  }
}

/** A part in which rooms were taken; nothing adds any later. */
function isGranted({ rev }: BookingFact): boolean {
  return rev === 1;
}

/** Of what was granted, all in one decision; undefined where nothing was. */
function decidedAsOf(
  changes: ReadonlyMap<PictureGroup | undefined, readonly BookingFact[]>,
): string | undefined {
  return [...changes]
    .filter(([, facts]) => facts.some(isGranted))
    .map(([group, facts]) => group && grantOf(group, facts.filter(isGranted)).decidedAsOf)
    .find((asOf) => asOf !== undefined);
}

function grantOf(group: PictureGroup, facts: readonly BookingFact[]): Grant {
  const ids = new Set(facts.map(({ id }) => id));
  const found = group.bookings.filter(({ parts }) => parts.some(({ factId }) => ids.has(factId)));
  const part = found[0]?.parts.find(({ factId }) => ids.has(factId));
  return {
    lines: found.map(({ roomType, checkIn, checkOut, rooms }) => ({
      roomType,
      checkIn,
      checkOut,
      rooms,
    })),
    decidedSeq: part?.decidedSeq ?? null,
    decidedAsOf: part?.heldAt ?? '',
  };
}

function auditSold(
  group: PictureGroup,
  facts: readonly BookingFact[],
  { lines }: Grant,
  sale: Sale,
): void {
  const taken = spellCells(
    facts.flatMap(({ allocations }) =>
      allocations.map(({ line, date, rooms }) => ({ cell: `${date} ${line}`, rooms })),
    ),
  );
  const sold = spellCells(
    sale.nights.map(({ line, night, rooms }) => ({ cell: `${night} ${line}`, rooms })),
  );
  guarantee(
    sale.served,
    'a hold takes only rooms that were there',
    () => `${group.id} ${spellLines(lines)}`,
  );
  guarantee(
    taken === sold,
    'a hold takes the rooms that were granted',
    () => `${group.id} took ${taken}, the model sells ${sold}`,
  );
}

/** What comes to life again may stand on one line at two prices that were agreed. */
function spellCells(takes: readonly { readonly cell: string; readonly rooms: number }[]): string {
  const cells = new Map<string, number>();
  for (const { cell, rooms } of takes) cells.set(cell, (cells.get(cell) ?? 0) + rooms);
  return [...cells]
    .map(([cell, rooms]) => `${cell} ${rooms}`)
    .sort()
    .join();
}

function auditRequest(
  memory: Memory,
  group: PictureGroup,
  lines:
    | PictureGroup['bookings']
    | readonly { roomType: string; checkIn: string; checkOut: string; rooms: number }[],
): void {
  const key = `${group.agencyId} ${group.clientReference}`;
  const spelt = `${group.hotelId} ${spellLines(lines)}`;
  guarantee(
    memory.asked.get(key)?.has(spelt) === true,
    'nothing is booked that nobody asked for',
    () => `${group.id} ${key}`,
  );
  guarantee(
    !memory.references.has(key),
    'one group per client reference',
    () => `${key}: ${memory.references.get(key) ?? ''} and ${group.id}`,
  );
  memory.references.set(key, group.id);
  guarantee(
    group.expiresAt !== null &&
      instant(group.expiresAt) - instant(group.heldAt) === 900_000_000_000n,
    'a hold lives fifteen minutes from the instant it was decided for',
    () => `${group.id} held at ${group.heldAt}, expires at ${group.expiresAt ?? ''}`,
  );
  guarantee(
    group.heldAt === group.decidedAsOf,
    'a hold is held at the instant it was decided for',
    () => group.id,
  );
}

/** Net as the ledger has it at the decision, sell with the agency's markup; both for good. */
function auditPrices(memory: Memory, group: PictureGroup, sold: readonly SoldNight[]): void {
  const { markupBp } = agencyOf(memory, group.agencyId);
  const modelled = sold.map(({ night, line, rooms, rate, currency }) =>
    spellPrice({
      date: night,
      line,
      rooms,
      rate,
      sellRate: rate === null ? null : sellRate(rate, markupBp),
      currency,
    }),
  );
  const told = group.bookings.flatMap(({ parts }) =>
    (parts[0]?.nights ?? []).map((night) => spellPrice(night)),
  );
  guarantee(
    told.sort().join() === modelled.sort().join(),
    'a hold costs what its nights cost when it was decided, with the markup of its agency',
    () => `${group.id} costs ${told.join()}, the model says ${modelled.join()}`,
  );
}

function spellPrice(night: Omit<PictureNight, 'block'>): string {
  const { date, line, rooms, rate, sellRate: sell, currency } = night;
  return [date, line, rooms, rate ?? '-', sell ?? '-', currency ?? '-'].join(' ');
}

function recordHold(
  memory: Memory,
  group: PictureGroup,
  lines: readonly { roomType: string; checkIn: string; checkOut: string; rooms: number }[],
  facts: readonly BookingFact[],
  seq: number,
): void {
  const { id, hotelId, agencyId, clientReference, heldAt, expiresAt } = group;
  memory.groups.set(id, {
    id,
    hotelId,
    agencyId,
    clientReference,
    lines,
    heldAt,
    expiresAt,
    allocations: Object.fromEntries(facts.map((fact) => [fact.id, spellAllocations(fact)])),
    moments: [],
    messages: 1,
    changes: [{ from: null, to: 'HELD', seq }],
    revs: Object.fromEntries(facts.map((fact) => [fact.id, 1])),
    ended: new Set(),
  });
  recordMoment(memory, id, 'HELD', Object.fromEntries(facts.map((fact) => [fact.id, 'HELD'])));
}
