// The world of the access tests: two agencies and two hotels with everything that belongs to somebody,
// and one caller per role. SIAM and its hotel are the caller's own, LOTUS and its hotel another's.
import type { UserRole } from '../../../../shared/auth/identity.ts';
import type { LocalUser } from '../../../../shared/auth/local-issuer/role-token.ts';
import { confirm, granted, hold } from '../bookings.ts';
import { setAside } from '../set-aside.ts';
import type { SetAside } from '../set-aside.ts';
import { OPERATOR, partner, startWorld } from '../world.ts';
import type { World } from '../world.ts';

/** Ids of what belongs to one side. */
export interface Tenant {
  readonly hotel: string;
  readonly agency: string;
  readonly group: string;
  readonly booking: string;
  readonly block: string;
  readonly contract: string;
  readonly line: string;
  readonly event: string;
  readonly syncRun: string;
  /** What the hotel's own user submitted. */
  readonly submission: string;
  readonly reference: string;
  /** Where nobody knows what kind of id is asked for. */
  readonly anything: string;
  readonly nights: readonly [string, string];
}

export interface TwoTenants {
  readonly world: World;
  readonly own: Tenant;
  readonly other: Tenant;
  /** Well-formed ids that nobody has. */
  readonly missing: Tenant;
  /** What LOTUS has in SIAM's hotel. */
  readonly neighbour: readonly string[];
}

/** One per role. The agent serves SIAM, the supplier runs SIAM's hotel. */
export const CALLERS: Readonly<Record<UserRole, LocalUser>> = {
  ADMIN: { role: 'ADMIN' },
  OPERATOR,
  AGENT: { role: 'AGENT', agencyIds: ['SIAM'] },
  PARTNER: partner('SIAM'),
  SUPPLIER: { role: 'SUPPLIER', hotelIds: ['OWN-HOTEL'] },
};

const NOWHERE = '01900000-0000-7000-8000-000000000000';

/** Starts every process and fills both sides. */
export async function startTwoTenants(): Promise<TwoTenants> {
  const world = await startWorld();
  const nights = [world.night(10), world.night(12)] as const;
  await world.createAgencies(['SIAM', 'LOTUS']);
  const own = await fill(world, 'SIAM', 'OWN-HOTEL', nights);
  const other = await fill(world, 'LOTUS', 'OTHER-HOTEL', nights);
  const [group, booking] = await book(world, 'LOTUS', 'OWN-HOTEL', 'lotus-next-door', nights);
  await setAside(world, 'OWN-HOTEL', blockOf(world, 'OWN-HOTEL', 'lotus-neighbour', 'LOTUS'));
  const missing = {
    hotel: 'NO-HOTEL',
    agency: 'NOBODY',
    group: `grp_${NOWHERE}`,
    booking: `bkg_${NOWHERE}`,
    block: 'OWN-HOTEL/nothing',
    contract: 'OWN-HOTEL-C9',
    line: 'OWN-HOTEL-C9/A',
    event: 'no-event',
    syncRun: NOWHERE,
    submission: `SUB-${NOWHERE}`,
    reference: 'nobodys-reference',
    anything: NOWHERE,
    nights,
  };
  const neighbour = [group, booking, 'lotus-next-door', 'lotus-neighbour', 'LOTUS'];
  return { world, own, other, missing, neighbour };
}

async function fill(
  world: World,
  agency: string,
  hotel: string,
  nights: readonly [string, string],
): Promise<Tenant> {
  const { id: syncRun } = await world.supply(hotel, { A: 30, B: 30 });
  const reference = `${agency.toLowerCase()}-reference`;
  const [group, booking] = await book(world, agency, hotel, reference, nights);
  const [sold] = await book(world, agency, hotel, `${reference}-sold`, nights);
  granted(await confirm(world, partner(agency), sold));
  await setAside(world, hotel, blockOf(world, hotel, `${agency.toLowerCase()}-block`, agency));
  const contract = `${hotel}-C1`;
  const event = `${hotel.toLowerCase()}-event`;
  await arrange(world, hotel, agency, event, nights);
  const submission = await submit(world, hotel, nights);
  return {
    hotel,
    agency,
    group,
    booking,
    block: `${hotel}/${agency.toLowerCase()}-block`,
    contract,
    line: `${contract}/A`,
    event,
    syncRun,
    submission,
    reference,
    anything: group,
    nights,
  };
}

/** Two rooms of one night. */
function blockOf(world: World, hotel: string, id: string, agency: string): SetAside {
  return { id, agency, line: `${hotel}-C1/A`, dates: [world.night(10)], rooms: 2 };
}

async function book(
  world: World,
  agency: string,
  hotelId: string,
  reference: string,
  [checkIn, checkOut]: readonly [string, string],
): Promise<[group: string, booking: string]> {
  const stay = { hotelId, checkIn, checkOut };
  const group = granted(await hold(world, partner(agency), reference, stay));
  return [group.id, group.bookings[0]?.id ?? ''];
}

/** An event, a pool and a sub-allotment, as an operator makes them. */
async function arrange(
  world: World,
  hotelId: string,
  agency: string,
  event: string,
  [from, to]: readonly [string, string],
): Promise<void> {
  const line = `${hotelId}-C1/A`;
  const target = { line };
  const events = [{ id: event, type: 'INCREASE_ALLOTMENT', target, from, to, n: 1 }];
  const kept = { hotelId, id: `${event}-kept`, line, agency, rooms: 3 };
  const pool = { hotelId, id: `${event}-pool`, members: [{ line, weight: 1 }], budget: 60 };
  const done = '{ __typename ... on Refusal { message reasons { code path message } } }';
  const made = await world.ask<Record<string, { __typename: string }>>(
    OPERATOR,
    `mutation ($e: CreateAllotmentEventsInput!, $s: SaveSubAllotmentInput!, $p: SavePoolInput!) {
      event: createAllotmentEvents(input: $e) ${done}
      kept: saveSubAllotment(input: $s) ${done}
      pool: savePool(input: $p) ${done}
    }`,
    { e: { hotelId, events }, s: kept, p: pool },
  );
  for (const answer of Object.values(made)) expect(answer).toMatchObject({ __typename: 'Change' });
}

/** A stop that the hotel's own user asks for. */
async function submit(
  world: World,
  hotelId: string,
  [from, to]: readonly [string, string],
): Promise<string> {
  const target = { line: `${hotelId}-C1/A` };
  const event = { type: 'STOP_SALE', mode: 'FULL', target, from, to };
  const { submitted } = await world.ask<{ submitted: { id: string } }>(
    { role: 'SUPPLIER', hotelIds: [hotelId] },
    `mutation ($input: SubmitAllotmentEventInput!) {
      submitted: submitAllotmentEvent(input: $input) { ... on EventSubmission { id } }
    }`,
    { input: { hotelId, clientReference: 'stop', event } },
  );
  return submitted.id;
}
