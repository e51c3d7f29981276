// Who is shown what of a hotel's nights, and in which order a request for them is refused.
import { limits } from '../../../../shared/config/limits.ts';
import type { Identity } from '../../../../shared/auth/identity.ts';
import { formatNight, nightOf } from '../../../../shared/domain/nights.ts';
import type { Sources } from '../../services/asking.ts';
import { createHotelBooks } from '../../services/hotel-books.ts';
import type { HotelBooks } from '../../services/hotel-books.ts';
import { createRecentDecisions } from '../../services/recent-decisions.ts';
import { createAskTerms } from '../../services/selling-terms.ts';
import { calendarDays } from '../../services/calendar-view.ts';
import type { HotelCalendar } from '../../services/calendar-view.ts';
import { decideHotelHolds } from '../../services/decide-hotel-holds.ts';
import { listHotels } from '../../services/list-hotels.ts';
import { resolveCalendars } from '../../services/resolve-calendar.ts';
import type { CalendarRequest } from '../../services/resolve-calendar.ts';
import { booking, contract, identity, night, startServicesWorld } from './world.ts';
import type { ServicesWorld } from './world.ts';

const SIAM = identity('PARTNER', { agencyId: 'SIAM' });
const OPERATOR = identity('OPERATOR');
const AGENT = identity('AGENT', { agencyIds: ['SIAM'] });
const HOUSE = identity('SUPPLIER', { hotelIds: ['H1'] });
let world: ServicesWorld;
let books: HotelBooks;
let asking: Parameters<typeof decideHotelHolds>[0];
let sources: Sources;

beforeAll(async () => {
  world = await startServicesWorld();
  books = createHotelBooks(world.dataSource);
  asking = { books, recent: createRecentDecisions() };
  sources = { books, terms: createAskTerms(world.dataSource) };
  for (const id of ['H1', 'H2']) await world.addHotel(id);
  await world.append('allotment', 'H1', contract(10), {
    kind: 'SUBALLOTMENT',
    id: 's1',
    rev: 1,
    line: 'K1/A',
    agency: 'LOTUS',
    rooms: 4,
  });
  await world.append('reservation', 'H1', booking('bkg_1', 2, 3));
});
afterAll(() => world.stop());

const NIGHTS = { from: night(3), to: night(5) };
const asked = (changes: Partial<CalendarRequest> = {}): CalendarRequest => ({
  hotelIds: ['H1'],
  ...NIGHTS,
  ...changes,
});
const later = (nights: number): string => formatNight(nightOf(NIGHTS.from) + nights);
const bad = (path: string, detail: string) => ({ code: 'BAD_INPUT', path, detail });
const notFound = (path: string) => ({ code: 'NOT_FOUND', path });

const { hotelsMax, nightsMax, hotelNightsMax } = limits.calendar;
const crowd = Array.from({ length: hotelsMax + 1 }, (_, n) => `H${n}`);
const sayForWhom = bad('/agencyId', 'Say for which agency.');
const afterFrom = bad('/to', 'After `from`.');
const hotelRange = bad('/hotelIds', `Between 1 and ${hotelsMax} hotels.`);
const tooMuch = bad('/hotelIds', `At most ${hotelNightsMax} hotel nights in one answer.`);
const tooLong = bad('/to', `At most ${nightsMax} nights.`);

/** What was shown at an instant that has yet to come: the ends of others' holds would show. */
const ahead = { asOf: '2090-01-01T00:00:00Z', knownAt: '2090-01-01T00:00:00Z' };
const notShown = {
  code: 'NOT_ENTITLED',
  detail: 'Only what was shown at an instant: asOf and knownAt the same.',
};

// In order of precedence; all reasons of the first class that fails, and none of a later one.
test.each<[string, Identity, Partial<CalendarRequest>, unknown[]]>([
  [
    'a hotel’s user that chooses an agency',
    HOUSE,
    { agencyId: 'SIAM', to: NIGHTS.from, hotelIds: ['H9'] },
    [{ code: 'NOT_ENTITLED' }],
  ],
  ['an agent that says for no agency', AGENT, {}, [sayForWhom]],
  ['an agent that also turns the nights round', AGENT, { to: night(1) }, [sayForWhom, afterFrom]],
  ['no hotel', OPERATOR, { hotelIds: [] }, [hotelRange]],
  ['too many hotels', OPERATOR, { hotelIds: crowd }, [hotelRange]],
  ['no night', OPERATOR, { to: NIGHTS.from }, [afterFrom]],
  ['nights that run backwards', SIAM, { to: night(2) }, [afterFrom]],
  ['too many nights', OPERATOR, { to: later(nightsMax + 1) }, [tooLong]],
  [
    'all hotels for all nights, each of which alone would do',
    OPERATOR,
    { hotelIds: crowd.slice(1), to: later(nightsMax) },
    [tooMuch],
  ],
  [
    'everything of one class at once',
    OPERATOR,
    { hotelIds: [], to: night(1) },
    [hotelRange, afterFrom],
  ],
  [
    'a wrong range before an agency that is not one’s own',
    SIAM,
    { agencyId: 'LOTUS', to: night(1) },
    [afterFrom],
  ],
  ['a partner that looks ahead', SIAM, { ...ahead, to: night(4) }, [notShown]],
  ['an agent that looks ahead', AGENT, { ...ahead, agencyId: 'SIAM' }, [notShown]],
  ['another agency', SIAM, { agencyId: 'LOTUS' }, [notFound('/agencyId')]],
  ['an agency that nobody has', SIAM, { agencyId: 'NOBODY' }, [notFound('/agencyId')]],
  ['an unknown hotel', SIAM, { hotelIds: ['H9'] }, [notFound('/hotelIds/0')]],
  [
    'each unknown hotel by its place',
    OPERATOR,
    { hotelIds: ['H8', 'H1', 'H9'] },
    [notFound('/hotelIds/0'), notFound('/hotelIds/2')],
  ],
  ['a hotel of another house', HOUSE, { hotelIds: ['H2'] }, [notFound('/hotelIds/0')]],
])('a calendar is refused for %s', async (_what, who, changes, reasons) => {
  const answer = await resolveCalendars(sources, who, asked(changes));
  expect(answer).toEqual({ ok: false, error: reasons });
});

async function show(who: Identity, changes: Partial<CalendarRequest> = {}): Promise<HotelCalendar> {
  const answer = await resolveCalendars(sources, who, asked(changes));
  const calendar = answer.ok ? answer.value[0] : undefined;
  if (!calendar) throw new Error(JSON.stringify(answer));
  return calendar;
}

const rooms = (calendar: HotelCalendar): unknown => calendar.roomTypes()[0]?.available;

test.each<[string, Identity, Partial<CalendarRequest>]>([
  ['a partner', SIAM, {}],
  ['a partner that names itself', SIAM, { agencyId: 'SIAM' }],
  ['an agent for an agency', AGENT, { agencyId: 'SIAM' }],
  ['a hotel’s own user', HOUSE, {}],
])(
  '%s is shown rooms and never lines, the head of the ledger or when others’ arrangements end',
  async (_who, who, changes) => {
    const calendar = await show(who, changes);
    expect(calendar.seq).toBeNull();
    expect(calendar.validUntil).toBeNull();
    expect(calendar.lines()).toBeNull();
    expect(calendar.roomTypes().map(({ roomType }) => roomType)).toEqual(['A']);
  },
);

test.each(['OPERATOR', 'ADMIN'] as const)(
  'an %s is shown every layer at the head',
  async (role) => {
    const calendar = await show(identity(role));
    expect(calendar.seq).toBe(3);
    expect(calendar.lines()?.map(({ line, nights }) => [line, nights.map((at) => at.own)])).toEqual(
      [['K1/A', [8, 10]]],
    );
  },
);

test('each agency is shown its own number, and staff the number of the agency they name', async () => {
  expect(rooms(await show(SIAM))).toEqual([4, 6]);
  expect(rooms(await show(AGENT, { agencyId: 'SIAM' }))).toEqual([4, 6]);
  expect(rooms(await show(OPERATOR, { agencyId: 'LOTUS' }))).toEqual([8, 10]);
  expect(rooms(await show(OPERATOR))).toEqual([8, 10]);
});

test('calendars come in the order asked for, one also for a hotel without a contract', async () => {
  const answer = await resolveCalendars(sources, OPERATOR, asked({ hotelIds: ['H2', 'H1'] }));
  const calendars = answer.ok ? answer.value : [];
  expect(calendars.map(({ hotel }) => hotel.id)).toEqual(['H2', 'H1']);
  expect(calendars[0]?.roomTypes()).toEqual([]);
});

test('terms are asked for once for all hotels, for staff only where prices are looked at', async () => {
  const query = jest.spyOn(world.dataSource, 'query');
  const questions = (): number =>
    query.mock.calls.filter(([sql]) => JSON.stringify(sql).includes('selling_terms')).length;
  const both = { hotelIds: ['H1', 'H2', 'H1'], agencyId: 'SIAM' };
  await resolveCalendars(sources, OPERATOR, asked(both));
  expect(questions()).toBe(0);
  await resolveCalendars(sources, OPERATOR, asked({ ...both, withPrices: true }));
  expect(questions()).toBe(1);
  await resolveCalendars(sources, SIAM, asked({ ...both, withPrices: true }));
  expect(questions()).toBe(2);
  query.mockRestore();
});

test('room types that were not asked for are left out', async () => {
  const roomTypes = ['B'];
  const none = await show(OPERATOR, { roomTypes });
  expect([none.roomTypes(), none.lines()]).toEqual([[], []]);
});

test('days and packed nights say the same', async () => {
  const [type] = (await show(SIAM, { from: night(58), to: night(62) })).roomTypes();
  if (!type) throw new Error('A is there');
  const open = { unlimited: false, closed: [], missing: false, requestable: false };
  expect(type).toMatchObject({ from: night(58), available: [6, 6, 0, 0], flags: [0, 0, 32, 32] });
  expect(calendarDays(type)).toEqual([
    { date: night(58), available: 6, covered: true, ...open },
    { date: night(59), available: 6, covered: true, ...open },
    { date: night(60), available: 0, covered: false, ...open },
    { date: night(61), available: 0, covered: false, ...open },
  ]);
});

test('a hotel’s user finds its own hotels in a list, everyone else all of them', async () => {
  const page = { size: 10, after: null };
  const ids = async (who: Identity): Promise<string[]> =>
    (await listHotels(world.dataSource, who, page)).map(({ id }) => id);
  expect(await ids(HOUSE)).toEqual(['H1']);
  expect(await ids(identity('SUPPLIER'))).toEqual([]);
  expect(await ids(SIAM)).toEqual(['H1', 'H2']);
});

test('holds in an unknown hotel are refused one by one, each as not found', async () => {
  const hold = {
    agencyId: 'SIAM',
    lines: [{ roomType: 'A', checkIn: night(3), checkOut: night(4), rooms: 1 }],
  };
  const { seq, decisions } = await decideHotelHolds(asking, {
    hotelId: 'H9',
    requests: [hold, hold],
  });
  const refused = { granted: null, status: null, reasons: [notFound('/hotelId')] };
  expect({ seq, decisions }).toEqual({ seq: 0, decisions: [refused, refused] });
});

test('holds are decided in order at the head that the answer names', async () => {
  const hold = (count: number) => ({
    agencyId: 'SIAM',
    lines: [{ roomType: 'A', checkIn: night(3), checkOut: night(4), rooms: count }],
  });
  const answer = await decideHotelHolds(asking, {
    hotelId: 'H1',
    requests: [hold(3), hold(2), hold(1)],
  });
  expect(answer.seq).toBe(3);
  expect(answer.decisions.map(({ granted }) => granted?.map((at) => at.rooms) ?? null)).toEqual([
    [3],
    null,
    [1],
  ]);
  expect(answer.decisions[1]?.reasons).toEqual([
    expect.objectContaining({ needed: 2, have: 1, nights: [night(3)] }),
  ]);
});
