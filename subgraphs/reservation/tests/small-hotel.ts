// Allotment for tests that let processes compete: a hotel with so many rooms of each type on every night,
// all of one contract. It reads the ledger like the real one, counts the obvious way, and knows what a
// booking that is changed keeps.
import type { DataSource } from 'typeorm';
import type { Allocation, BookingFact } from '../../../shared/domain/facts.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { readClock, readHead } from '../../../shared/ledger/ledger.ts';
import type { GrantedNight, RoomGrant, RoomLine, RoomRequest } from '../domain/room-request.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import { TERMS } from './desk.ts';

const ENDED = new Set(['EXPIRED', 'CANCELLED', 'REJECTED', 'ON_REQUEST']);

export interface SmallHotel {
  readonly rooms: number;
  /** Whose contract; its name says whether a supplier has a say. */
  readonly contract?: string;
  /** Net, of a room that is granted now to whoever asks behind `place` others. */
  readonly rate?: (place: number) => number;
}

export function smallHotel(admin: DataSource, hotel: SmallHotel): AskAllotment {
  return async (hotelId, requests) => {
    const [seq, asOf] = [await readHead(admin, hotelId), await readClock(admin)];
    const held = await consuming(admin, hotelId, asOf);
    const { rate = () => 10_000 } = hotel;
    const decisions = requests.map((request, place) =>
      decide(held, request, { ...hotel, rate: () => rate(place) }),
    );
    return { seq, asOf, terms: TERMS, decisions };
  };
}

/** By fact, what it takes; what is granted joins them. */
type Held = Map<string, readonly Allocation[]>;

async function consuming(admin: DataSource, hotelId: string, asOf: string): Promise<Held> {
  const rows: { content: BookingFact; id: string }[] = await admin.query(
    `select distinct on (id) id, content from ledger.facts
      where hotel_id = $1 and kind = 'BOOKING' order by id, rev desc`,
    [hotelId],
  );
  const isLive = ({ status, expiresAt }: BookingFact): boolean =>
    !ENDED.has(status) &&
    (status !== 'HELD' || expiresAt === undefined || instantOf(asOf) < instantOf(expiresAt));
  const live = rows.filter(({ content }) => isLive(content));
  return new Map(live.map(({ id, content }) => [id, content.allocations]));
}

type PricedHotel = Omit<SmallHotel, 'rate'> & { readonly rate: () => number };

function decide(held: Held, request: RoomRequest, hotel: PricedHotel): Result<RoomGrant, Reason[]> {
  const trial: Held = new Map(held);
  const decided = request.lines.map((line, index) => decideLine(trial, line, index, hotel));
  const reasons = decided.flatMap((each) => (each.ok ? [] : each.error));
  if (reasons.length > 0) return err(reasons);
  // Done, for whoever asks behind it, with all that it gives up.
  for (const [id, allocations] of trial) held.set(id, allocations);
  return ok({ status: 'HELD', nights: decided.flatMap((each) => (each.ok ? each.value : [])) });
}

function decideLine(
  held: Held,
  line: RoomLine,
  lineIndex: number,
  { rooms, contract = 'LOCAL-K1', rate }: PricedHotel,
): Result<GrantedNight[], Reason[]> {
  const id = `${contract}/${line.roomType}`;
  const before = (line.keeps ?? []).map((fact) => [fact, held.get(fact) ?? []] as const);
  for (const [fact] of before) held.set(fact, []);
  const price = { rate: rate(), currency: 'THB' };
  const nights: GrantedNight[] = [];
  const short: string[] = [];
  for (let day = nightOf(line.checkIn); day < nightOf(line.checkOut); day += 1) {
    const night = formatNight(day);
    let missing = line.rooms;
    for (const [keptFrom, allocations] of before) {
      for (const each of allocations.filter(({ date, line: of }) => date === night && of === id)) {
        const kept = Math.min(each.rooms, missing);
        missing -= kept;
        if (kept > 0) nights.push({ lineIndex, night, line: id, rooms: kept, keptFrom });
      }
    }
    const taken = usedOn(held, id, night) + (line.rooms - missing);
    if (missing > 0 && taken + missing > rooms) short.push(night);
    if (missing > 0) nights.push({ lineIndex, night, line: id, rooms: missing, ...price });
  }
  held.set(`granted ${held.size}`, nights.map(toAllocation));
  if (short.length === 0) return ok(nights);
  return err([{ code: 'SOLD_OUT_LINE', nights: short, line: id }]);
}

function usedOn(held: Held, line: string, night: string): number {
  return [...held.values()]
    .flat()
    .filter((each) => each.line === line && each.date === night)
    .reduce((sum, { rooms }) => sum + rooms, 0);
}

function toAllocation({ line, night, rooms }: GrantedNight): Allocation {
  return { line, date: night, rooms };
}

/** Nights of a hotel on which more is taken than there is, the obvious way. */
export async function oversold(
  admin: DataSource,
  hotelId: string,
  rooms: number,
): Promise<string[]> {
  const held = await consuming(admin, hotelId, await readClock(admin));
  const cells = [...held.values()].flat().map(({ line, date }) => `${line}\n${date}`);
  return [...new Set(cells)].filter((cell) => {
    const [line = '', night = ''] = cell.split('\n');
    return usedOn(held, line, night) > rooms;
  });
}
