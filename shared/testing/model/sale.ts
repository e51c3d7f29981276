// What a request for rooms is sold (domain.md §3.6), room by room: the whole model is asked anew after
// each. Written from the page, slow and obvious; compared with what the allotment subgraph decides.
import type { BookingFact, DateText } from '../../domain/facts.ts';
import { available, slice } from './budget.ts';
import { eventsOn } from './line-night.ts';
import { rate } from './rate.ts';
import { daysBetween, localDate, nightsBetween } from './time.ts';
import { compareByCodePoint } from './winner.ts';
import { covers, relAt, visible, weekdayAllowed, type Line, type World } from './world.ts';

export interface SaleLine {
  readonly roomType: string;
  readonly checkIn: DateText;
  readonly checkOut: DateText;
  readonly rooms: number;
}

export interface SoldNight {
  readonly lineIndex: number;
  readonly night: DateText;
  readonly line: string;
  readonly rooms: number;
  readonly rate: number | null;
  readonly currency: string | null;
}

/** A line of the request after all was sold of it that could be. */
export interface LineSale {
  readonly line: SaleLine;
  readonly index: number;
  /** Rooms that could not be sold, per night; all zero when the line is served. */
  readonly missing: Readonly<Record<DateText, number>>;
  readonly isPast: boolean;
  /** The world with what this line and those before it took. */
  readonly after: World;
}

export interface Sale {
  readonly served: boolean;
  /** Sorted by line, night, contract line. */
  readonly nights: readonly SoldNight[];
  readonly lines: readonly LineSale[];
  /** With the rooms taken, if the request is served; else as it was. */
  readonly after: World;
}

/** Sells to `world.agency` at `world.asOf`: every line in full or nothing at all. */
export function modelSale(world: World, request: readonly SaleLine[]): Sale {
  let after = world;
  const lines: LineSale[] = [];
  const nights: SoldNight[] = [];
  for (const [index, line] of request.entries()) {
    const sold = sellLine(after, line, index);
    lines.push(sold.sale);
    const isServed = Object.values(sold.sale.missing).every((rooms) => rooms === 0);
    if (!isServed) continue;
    after = sold.sale.after;
    nights.push(...sold.nights);
  }
  const served = lines.every((line) => Object.values(line.missing).every((rooms) => rooms === 0));
  return { served, nights: nights.sort(byPlace), lines, after: served ? after : world };
}

function sellLine(
  world: World,
  line: SaleLine,
  index: number,
): { readonly sale: LineSale; readonly nights: SoldNight[] } {
  const stay = nightsBetween(line.checkIn, line.checkOut);
  const missing = Object.fromEntries(stay.map((d) => [d, line.rooms]));
  const isPast = line.checkIn < localDate(world.asOf, world.timezone);
  if (isPast) return { sale: { line, index, missing, isPast, after: world }, nights: [] };
  const till = openTill(world, missing);
  const sources = sourcesOf(world, line, stay);
  // Rooms that one source gives for all nights come first, then any night from whoever may split.
  for (const source of sources) {
    while (stay.every((d) => till.has(source, d))) for (const d of stay) till.sell(source, d);
  }
  for (const source of sources) {
    if (source.line.contract.allowSplit === false) continue;
    for (const d of stay) while (till.has(source, d)) till.sell(source, d);
  }
  const nights = [...till.sold.values()].map(({ line: sold, night, rooms }) => ({
    lineIndex: index,
    night,
    line: sold.id,
    rooms,
    ...priceOf(world, sold, night),
  }));
  return { sale: { line, index, missing, isPast, after: till.world() }, nights };
}

interface Source {
  readonly line: Line;
  /** Sells no more than the agency's own sub-allotment. */
  readonly ownSliceOnly: boolean;
}

function openTill(world: World, missing: Record<DateText, number>) {
  let after = world;
  const sold = new Map<string, { line: Line; night: DateText; rooms: number }>();
  return {
    sold,
    world: () => after,
    has: ({ line, ownSliceOnly }: Source, d: DateText) =>
      (missing[d] ?? 0) > 0 &&
      covers(line, d) &&
      available(after, line, d) >= 1 &&
      (!ownSliceOnly || ownSlice(after, line, d) >= 1),
    sell({ line }: Source, night: DateText) {
      const key = `${line.id} ${night}`;
      const rooms = (sold.get(key)?.rooms ?? 0) + 1;
      sold.set(key, { line, night, rooms });
      after = { ...after, bookings: [...after.bookings, oneRoom(after, line, night)] };
      Object.assign(missing, { [night]: (missing[night] ?? 0) - 1 });
    },
  };
}

/** One room of direct consumption by the asking agency, held at asOf. */
function oneRoom(world: World, line: Line, d: DateText): BookingFact {
  return {
    kind: 'BOOKING',
    id: `sale-${String(world.bookings.length)}`,
    rev: 1,
    recordedAt: world.asOfText,
    agency: world.agency ?? '',
    status: 'CONFIRMED',
    heldAt: world.asOfText,
    allocations: [{ line: line.id, date: d, rooms: 1 }],
  };
}

function ownSlice(world: World, line: Line, d: DateText): number {
  return world.subAllotments
    .filter((a) => a.line === line.id && a.agency === world.agency)
    .reduce((rooms, a) => rooms + slice(world, a, d), 0);
}

/** COMMITTED → own sub-allotment → ALLOTMENT by earliest release → shared pool → FREE_SALE. */
function sourcesOf(world: World, request: SaleLine, stay: readonly DateText[]): Source[] {
  const ranked = linesOf(world, request)
    .filter((line) => objectionsTo(world, request, line).length === 0)
    .flatMap((line) => {
      const order = orderOf(line);
      const place = {
        release: nextRelease(world, line, request.checkIn),
        rate: firstRate(world, line, stay),
      };
      const whole = { line, order, ownSliceOnly: false, ...place };
      const hasSlice =
        order > 1 && stay.some((d) => covers(line, d) && ownSlice(world, line, d) > 0);
      return hasSlice ? [{ ...whole, order: 2, ownSliceOnly: true }, whole] : [whole];
    })
    .filter(({ order }) => order < 6);
  return ranked.sort(
    (a, b) =>
      a.order - b.order ||
      compare(a.release, b.release) ||
      compare(a.rate, b.rate) ||
      compareByCodePoint(a.line.contract.id, b.line.contract.id),
  );
}

/** Lines of the room type that the agency may see, whatever else stands against them. */
export function linesOf(world: World, { roomType, checkIn, checkOut }: SaleLine): Line[] {
  const stay = nightsBetween(checkIn, checkOut);
  return world.lines.filter(
    (line) =>
      line.content.roomType === roomType &&
      visible(world, line) &&
      stay.some((d) => covers(line, d)),
  );
}

/** Codes of what keeps a line from serving any night of the stay. */
export function objectionsTo(world: World, request: SaleLine, line: Line): string[] {
  const { contract } = line;
  const length = daysBetween(request.checkIn, request.checkOut);
  const lead = daysBetween(localDate(world.asOf, world.timezone), request.checkIn);
  const stopped = (mode: string, d: DateText): boolean =>
    contract.contractKind !== 'ON_REQUEST' && hasStop(world, line, d, mode);
  return [
    ...(length < (contract.minStay ?? 1) ? ['MIN_STAY'] : []),
    ...(length > (contract.maxStay ?? Infinity) ? ['MAX_STAY'] : []),
    ...(lead < (contract.minLeadDays ?? 0) ? ['LEAD_TIME'] : []),
    ...(lead > (contract.maxLeadDays ?? Infinity) ? ['NOT_YET_OPEN'] : []),
    ...(stopped('ARRIVAL', request.checkIn) ? ['CLOSED_TO_ARRIVAL'] : []),
    ...(stopped('DEPARTURE', request.checkOut) ? ['CLOSED_TO_DEPARTURE'] : []),
  ];
}

/** Said of a date, whether or not the line covers its night: a departure is on the morning after. */
function hasStop(world: World, line: Line, d: DateText, mode: string): boolean {
  return eventsOn(world, line, d).some(
    (event) =>
      event.type === 'STOP_SALE' &&
      event.mode === mode &&
      weekdayAllowed(event.daysOfWeek, d) &&
      (line.contract.contractKind !== 'COMMITTED' || event.includeCommitted === true),
  );
}

function orderOf(line: Line): number {
  switch (line.contract.contractKind) {
    case 'COMMITTED':
      return 1;
    case 'ALLOTMENT':
      return line.content.poolFunded === true ? 4 : 3;
    case 'FREE_SALE':
      return 5;
    case 'ON_REQUEST':
      return 6;
  }
}

/** When the line next gives rooms of the first night back; ∞ if it never will. */
function nextRelease(world: World, line: Line, checkIn: DateText): number {
  const instants = (line.content.release ?? [])
    .map(({ daysBefore }) => relAt(world, checkIn, daysBefore, line.content.releaseTime))
    .filter((at) => at > world.asOf);
  return Math.min(Infinity, ...instants.map(Number));
}

function firstRate(world: World, line: Line, stay: readonly DateText[]): number {
  const first = stay.find((d) => covers(line, d));
  return (first === undefined ? null : rate(world, line, first)) ?? Infinity;
}

function priceOf(world: World, line: Line, d: DateText): Pick<SoldNight, 'rate' | 'currency'> {
  const net = rate(world, line, d);
  return { rate: net, currency: net === null ? null : (line.contract.currency ?? null) };
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function byPlace(a: SoldNight, b: SoldNight): number {
  return (
    a.lineIndex - b.lineIndex ||
    compareByCodePoint(a.night, b.night) ||
    compareByCodePoint(a.line, b.line)
  );
}
