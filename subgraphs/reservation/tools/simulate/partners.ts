// What partners and staff do: hold, hold again, hold something else under the same reference, confirm,
// amend, cancel; on whichever replica answers, knowing only what they were told.
import type { Identity } from '../../../../shared/auth/identity.ts';
import type { SaleLine } from '../../../../shared/testing/model/sale.ts';
import type { ToldAnswer } from './audit/questions.ts';
import { spellLines } from './audit/memory.ts';
import { amend } from './amending.ts';
import type { Chance } from './chance.ts';
import type { Replica } from './replica.ts';
import { AGENCIES, LAST_CHECK_OUT, NIGHTS, ROOM_TYPES } from './scenario.ts';
import { ask } from './simulation.ts';
import type { Simulation } from './simulation.ts';

interface Wish {
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly lines: readonly SaleLine[];
}

interface KnownGroup {
  readonly id: string;
  readonly agencyId: string;
  readonly bookingIds: readonly string[];
  /** What it was held as, in the order of its bookings. */
  readonly lines: readonly SaleLine[] | undefined;
}

/** All partners together: what they ever wanted, and what they were told. */
export interface Partners {
  readonly wishes: Wish[];
  readonly known: KnownGroup[];
}

export function createPartners(): Partners {
  return { wishes: [], known: [] };
}

/** One of them begins one operation on this replica. */
export function actAsPartner(sim: Simulation, partners: Partners, replica: Replica): void {
  const { wishes, known } = partners;
  const hasWish = wishes.length > 0;
  const hasGroup = known.length > 0;
  const { chance } = sim;
  const someWish = (): Wish => chance.pick(wishes.slice(-4));
  const act = chance.weighted<() => void>([
    [5, () => hold(sim, partners, replica, newWish(sim, wishes))],
    [hasWish ? 1.5 : 0, () => hold(sim, partners, replica, someWish())],
    [
      hasWish ? 0.4 : 0,
      () => hold(sim, partners, replica, { ...someWish(), lines: drawLines(chance) }),
    ],
    [hasGroup ? 5 : 0, () => confirm(sim, partners, replica)],
    [hasGroup ? 2 : 0, () => cancel(sim, partners, replica)],
    [hasGroup ? 2 : 0, () => change(sim, partners, replica)],
  ]);
  act();
}

function hold(sim: Simulation, partners: Partners, replica: Replica, wish: Wish): void {
  const key = `${wish.agencyId} ${wish.clientReference}`;
  const asked = sim.memory.asked.get(key) ?? new Set<string>();
  sim.memory.asked.set(key, asked.add(`${wish.hotelId} ${spellLines(wish.lines)}`));
  const identity = sellerOf(wish.agencyId, sim.chance);
  const work = (): Promise<ToldAnswer> => replica.services.holdRooms(identity, wish);
  ask(sim, replica, { kind: 'hold', ...wish }, work, learning(partners));
}

function confirm(sim: Simulation, partners: Partners, replica: Replica): void {
  const group = someGroup(sim, partners);
  const asAgency = askerOf(sim, group);
  const groupId = group.id;
  sim.memory.intents.add(`confirm ${groupId}`);
  const work = (): Promise<ToldAnswer> =>
    replica.services.confirmBooking(partner(asAgency), groupId);
  ask(sim, replica, { kind: 'confirm', groupId, asAgency }, work, learning(partners));
}

function cancel(sim: Simulation, partners: Partners, replica: Replica): void {
  const { chance, memory } = sim;
  const group = someGroup(sim, partners);
  const asAgency = askerOf(sim, group);
  const bookingId = chance.happens(0.5) ? chance.pick(group.bookingIds) : undefined;
  memory.intents.add(`cancel ${bookingId ?? group.id}`);
  const named = bookingId === undefined ? { groupId: group.id } : { bookingId };
  const work = (): Promise<ToldAnswer> => replica.services.cancelBooking(partner(asAgency), named);
  const question = { kind: 'cancel' as const, asAgency, ...named, groupId: group.id };
  ask(sim, replica, question, work, learning(partners));
}

/** One booking of a group, into whatever comes to mind; often only fewer or more rooms of it. */
function change(sim: Simulation, partners: Partners, replica: Replica): void {
  const { chance } = sim;
  const group = someGroup(sim, partners);
  const bookingId = chance.pick(group.bookingIds);
  const drawn = drawLine(chance);
  const asked = chance.happens(0.5)
    ? group.lines?.[group.bookingIds.indexOf(bookingId)]
    : undefined;
  const line = asked ? { ...asked, rooms: drawn.rooms } : drawn;
  const asAgency = askerOf(sim, group);
  amend(sim, replica, partner(asAgency), { groupId: group.id, bookingId, line, asAgency });
}

function learning({ known, wishes }: Partners): (answer: ToldAnswer | null) => void {
  return (answer) => {
    if (answer?.ok !== true) return;
    const { id, agencyId, bookings, clientReference } = answer.value;
    if (known.some((group) => group.id === id)) return;
    const wish = wishes.find(
      (each) => each.agencyId === agencyId && each.clientReference === clientReference,
    );
    const bookingIds = bookings.map((booking) => booking.id);
    known.push({ id, agencyId, bookingIds, lines: wish?.lines });
  };
}

/** Mostly one of the latest: what is long over is of little interest. */
function someGroup({ chance }: Simulation, { known }: Partners): KnownGroup {
  return chance.pick(chance.happens(0.8) ? known.slice(-6) : known);
}

/** Now and then a partner tries what is another's. */
function askerOf({ chance }: Simulation, { agencyId }: KnownGroup): string {
  return chance.happens(0.03) ? chance.pick(AGENCIES) : agencyId;
}

function newWish({ chance, scenario }: Simulation, wishes: Wish[]): Wish {
  const wish = {
    hotelId: chance.pick(scenario.hotels).id,
    agencyId: chance.pick(AGENCIES),
    clientReference: `R-${wishes.length + 1}`,
    lines: drawLines(chance),
  };
  wishes.push(wish);
  return wish;
}

function drawLines(chance: Chance): SaleLine[] {
  const count = chance.weighted([
    [6, 1],
    [2, 2],
    [1, 3],
  ]);
  return Array.from({ length: count }, () => drawLine(chance));
}

function drawLine(chance: Chance): SaleLine {
  const from = chance.int(0, NIGHTS.length - 1);
  const to = Math.min(NIGHTS.length, from + chance.int(1, 3));
  return {
    roomType: chance.pick(ROOM_TYPES),
    checkIn: NIGHTS[from] ?? '',
    checkOut: NIGHTS[to] ?? LAST_CHECK_OUT,
    rooms: chance.weighted([
      [6, 1],
      [2, 2],
      [1, 3],
    ]),
  };
}

function sellerOf(agencyId: string, chance: Chance): Identity {
  if (chance.happens(0.7)) return partner(agencyId);
  return {
    subject: 'uid-operator',
    role: 'OPERATOR',
    issuer: 'gateway',
    requestId: 'req-operator',
  };
}

function partner(agencyId: string): Identity {
  const subject = `uid-${agencyId}`;
  return { subject, role: 'PARTNER', issuer: 'gateway', agencyId, requestId: `req-${agencyId}` };
}
