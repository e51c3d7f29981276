// Every kind of noise a supplier's item may carry: understood exactly, or set aside with its place
// and reason. A bad night spares its line, a bad item its page.
import { nightOf } from '../../../../../shared/domain/nights.ts';
import { decodeAllotment, decodeContract, decodeHotel } from '../decode.ts';
import type { DecodedContract } from '../decode.ts';
import { minorUnitsOf } from '../../../../../shared/domain/money.ts';
import type { Decoded, QuarantineReason } from '../quarantine.ts';

type Wire = Record<string, unknown>;

const hotel = (changes: Wire = {}): Wire => ({
  code: 'BKK01',
  name: 'Chao Phraya Terrace',
  names: { en: 'Chao Phraya Terrace', th: 'โรงแรมริมเจ้าพระยา' },
  city: 'Bangkok',
  country: 'TH',
  timezone: 'Asia/Bangkok',
  currency: 'THB',
  room_types: [{ code: 'A', name: 'A', names: { en: 'A' }, max_occupancy: 2, beds: 1 }],
  cancellation: null,
  updated_at: '2026-01-05T16:00:00+07:00',
  ...changes,
});

const room = (changes: Wire = {}): Wire => ({
  room_type: 'A',
  allotment: 10,
  rate: '2450.00',
  release: [],
  release_time: null,
  ...changes,
});

const contract = (changes: Wire = {}): Wire => ({
  id: 'K1',
  hotel_code: 'BKK01',
  name: 'Year',
  kind: 'ALLOTMENT',
  stay_from: '2026-03-09',
  stay_to: '2026-03-10',
  weekdays: null,
  rooms: [room()],
  currency: 'THB',
  min_stay: null,
  max_stay: null,
  min_lead_days: null,
  max_lead_days: null,
  revision: 1,
  updated_at: '2026-01-05T09:00:00Z',
  ...changes,
});

const day = (changes: Wire = {}): Wire => ({
  date: '2026-03-09',
  allocated: 10,
  sold: 3,
  remaining: 7,
  ...changes,
});

const allotment = (changes: Wire = {}): Wire => ({
  hotel_code: 'BKK01',
  contract_id: 'K1',
  room_type: 'A',
  unit: 'rooms',
  days: [day()],
  updated_at: '2026-01-05T09:00:00Z',
  ...changes,
});

function value<T>(decoded: Decoded<T>): T {
  if (!decoded.ok) throw new Error(`${decoded.quarantine.path}: ${decoded.quarantine.message}`);
  return decoded.value;
}

function place<T>(decoded: Decoded<T>): [string, QuarantineReason] | 'read' {
  return decoded.ok ? 'read' : [decoded.quarantine.path, decoded.quarantine.reason];
}

test('a hotel is read with its names in every language and its time in UTC', () => {
  const read = value(decodeHotel(hotel()));
  expect(read.names['th']).toBe('โรงแรมริมเจ้าพระยา');
  expect(read.updatedAt).toBe('2026-01-05T09:00:00.000000Z');
  expect(read.roomTypes).toEqual([
    { code: 'A', name: 'A', names: { en: 'A' }, maxOccupancy: 2, beds: 1 },
  ]);
});

test.each<[string, Wire, string, QuarantineReason]>([
  ['a missing field', { name: undefined }, '/name', 'MISSING_FIELD'],
  ['a name without text', { name: '  ' }, '/name', 'BAD_SHAPE'],
  ['a name with a NUL', { name: 'Chao\0Phraya' }, '/name', 'BAD_SHAPE'],
  ['a name with half a character', { name: 'Chao \ud83d' }, '/name', 'BAD_SHAPE'],
  ['a name in no language', { names: { '': 'Chao' } }, '/names/', 'BAD_SHAPE'],
  ['a code of another alphabet', { code: 'bkk/01' }, '/code', 'BAD_CODE'],
  ['an unknown zone', { timezone: 'Asia/Krungthep2' }, '/timezone', 'UNKNOWN_ZONE'],
  ['an offset for a zone', { timezone: '+07:00' }, '/timezone', 'UNKNOWN_ZONE'],
  ['an unknown currency', { currency: 'XQZ' }, '/currency', 'BAD_CURRENCY'],
  ['a country by name', { country: 'Thailand' }, '/country', 'BAD_SHAPE'],
  [
    'a time without its offset',
    { updated_at: '2026-01-05T09:00:00' },
    '/updated_at',
    'BAD_INSTANT',
  ],
  ['a time that is none', { updated_at: '2026-02-30T09:00:00Z' }, '/updated_at', 'BAD_INSTANT'],
  [
    'one room type twice',
    { room_types: [...(hotel()['room_types'] as Wire[]), ...(hotel()['room_types'] as Wire[])] },
    '/room_types',
    'CONFLICT',
  ],
])('a hotel with %s is set aside', (_name, changes, path, reason) => {
  expect(place(decodeHotel(hotel(changes)))).toEqual([path, reason]);
});

test.each([null, 'x', 7, []])('an item that is %j is set aside', (raw) => {
  expect(place(decodeHotel(raw))).toEqual(['', 'BAD_SHAPE']);
  expect(place(decodeContract(raw))).toEqual(['', 'BAD_SHAPE']);
  expect(place(decodeAllotment(raw))).toEqual(['', 'BAD_SHAPE']);
});

test('the inclusive last night becomes an exclusive end, over the leap day too', () => {
  const read = value(decodeContract(contract({ stay_from: '2028-02-28', stay_to: '2028-02-29' })));
  expect([read.stayFrom, read.stayTo]).toEqual([nightOf('2028-02-28'), nightOf('2028-03-01')]);
});

test.each<[string, Wire, Partial<DecodedContract>]>([
  ['numbers as text', { min_stay: '2' }, { minStay: 2 }],
  ['all seven weekdays', { weekdays: [7, 1, 2, 3, 4, 5, 6] }, { weekdays: null }],
  ['weekdays out of order', { weekdays: [6, 5, 5] }, { weekdays: [5, 6] }],
])('%s are understood', (_name, changes, expected) => {
  expect(value(decodeContract(contract(changes)))).toMatchObject(expected);
});

test('release stages come with the earliest first', () => {
  const release = [
    { days_before: 7, keep: 0 },
    { days_before: 21, keep: 5 },
  ];
  const read = value(decodeContract(contract({ rooms: [room({ release })] })));
  expect(read.lines[0]?.release.map((stage) => stage.daysBefore)).toEqual([21, 7]);
});

test.each<[string, Wire, string, QuarantineReason]>([
  ['an unknown kind', { kind: 'GUARANTEED' }, '/kind', 'UNKNOWN_KIND'],
  ['an id of an operator', { id: 'LOCAL-K1' }, '/id', 'RESERVED_ID'],
  ['an id that would break line ids', { id: 'K1/A' }, '/id', 'BAD_CODE'],
  ['a last night before the first', { stay_to: '2026-03-01' }, '/stay_to', 'BAD_RANGE'],
  ['an end that means "for ever"', { stay_to: '9999-12-31' }, '/stay_to', 'BAD_RANGE'],
  [
    'a night with a time of day',
    { stay_from: '2026-03-09T00:00:00Z' },
    '/stay_from',
    'AMBIGUOUS_DATE',
  ],
  ['a night in another order', { stay_from: '09/03/2026' }, '/stay_from', 'AMBIGUOUS_DATE'],
  ['a night that is none', { stay_from: '2026-02-30' }, '/stay_from', 'BAD_DATE'],
  ['no weekday at all', { weekdays: [] }, '/weekdays', 'OUT_OF_RANGE'],
  ['a weekday counted from zero', { weekdays: [0, 1] }, '/weekdays', 'OUT_OF_RANGE'],
  ['no line', { rooms: [] }, '/rooms', 'BAD_SHAPE'],
  ['one line twice', { rooms: [room(), room()] }, '/rooms', 'CONFLICT'],
  ['an allotment of -1', { rooms: [room({ allotment: -1 })] }, '/rooms/0/allotment', 'SENTINEL'],
  ['an allotment of 999', { rooms: [room({ allotment: 999 })] }, '/rooms/0/allotment', 'SENTINEL'],
  ['an allotment of ""', { rooms: [room({ allotment: '' })] }, '/rooms/0/allotment', 'SENTINEL'],
  ['a capped allotment', { rooms: [room({ allotment: '10+' })] }, '/rooms/0/allotment', 'CAPPED'],
  ['half a room', { rooms: [room({ allotment: 2.5 })] }, '/rooms/0/allotment', 'NOT_A_COUNT'],
  ['a true allotment', { rooms: [room({ allotment: true })] }, '/rooms/0/allotment', 'NOT_A_COUNT'],
  [
    'a town of rooms',
    { rooms: [room({ allotment: 50_000 })] },
    '/rooms/0/allotment',
    'OUT_OF_RANGE',
  ],
  ['a rate of zero', { rooms: [room({ rate: '0.00' })] }, '/rooms/0/rate', 'SENTINEL'],
  ['a rate below zero', { rooms: [room({ rate: '-1' })] }, '/rooms/0/rate', 'SENTINEL'],
  ['a rate with a comma', { rooms: [room({ rate: '2,450.00' })] }, '/rooms/0/rate', 'BAD_MONEY'],
  ['a rate of a float sum', { rooms: [room({ rate: 0.1 + 0.2 })] }, '/rooms/0/rate', 'BAD_MONEY'],
  [
    'a rate finer than its currency',
    { rooms: [room({ rate: '9.999' })] },
    '/rooms/0/rate',
    'BAD_MONEY',
  ],
  [
    'one release day with two numbers',
    {
      rooms: [
        room({
          release: [
            { days_before: 7, keep: 1 },
            { days_before: 7, keep: 2 },
          ],
        }),
      ],
    },
    '/rooms/0/release',
    'CONFLICT',
  ],
  ['no shortest stay at all', { min_stay: 0 }, '/min_stay', 'SENTINEL'],
  ['a longest stay below the shortest', { min_stay: 5, max_stay: 2 }, '/max_stay', 'BAD_RANGE'],
  [
    'a longest lead below the shortest',
    { min_lead_days: 5, max_lead_days: 2 },
    '/max_lead_days',
    'BAD_RANGE',
  ],
  ['a revision below 1', { revision: 0 }, '/revision', 'BAD_SHAPE'],
])('a contract with %s is set aside', (_name, changes, path, reason) => {
  const raw = contract(changes);
  const decoded = decodeContract(raw);
  expect(place(decoded)).toEqual([path, reason]);
  expect(decoded.ok || decoded.quarantine.raw).toBe(raw);
});

test.each<[string | number, string, number | null]>([
  ['2450.00', 'THB', 245_000],
  ['2450.5', 'THB', 245_050],
  ['2450', 'THB', 245_000],
  ['0.07', 'EUR', 7],
  ['14784', 'JPY', 14_784],
  ['14784.00', 'JPY', 14_784],
  ['14784.5', 'JPY', null],
  ['1.234', 'KWD', 1_234],
  ['1.2345', 'KWD', null],
  ['90071992547409.93', 'THB', null],
])('%s %s is %s minor units, without a float on the way', (amount, currency, minor) => {
  expect(minorUnitsOf(String(amount), currency)).toBe(minor);
});

test('a rate written as a JSON number counts by its decimal text', () => {
  const read = value(decodeContract(contract({ rooms: [room({ rate: 1234.1 })] })));
  expect(read.lines[0]?.rate).toBe(123_410);
});

test('null is no number, zero is none left, text may be a number', () => {
  const days = [
    day({ date: '2026-03-09', allocated: null, sold: 0, remaining: null }),
    day({ date: '2026-03-10', allocated: 0, sold: 0, remaining: 0 }),
    day({ date: '2026-03-11', allocated: '4', sold: '1', remaining: '3' }),
  ];
  const read = value(decodeAllotment(allotment({ days })));
  expect(read.nights.map((night) => night.allocated)).toEqual([null, 0, 4]);
  expect(read.unreadable).toEqual([]);
});

test.each<[string, Wire, string, QuarantineReason]>([
  ['a sum that does not hold', { remaining: 10 }, '/days/1/allocated', 'SUM_MISMATCH'],
  ['something left of nothing', { allocated: null }, '/days/1/allocated', 'SUM_MISMATCH'],
  ['a sentinel', { allocated: -1 }, '/days/1/allocated', 'SENTINEL'],
  ['a capped count', { remaining: '>= 7' }, '/days/1/remaining', 'CAPPED'],
  ['a missing number', { allocated: undefined }, '/days/1/allocated', 'MISSING_FIELD'],
])('a night with %s is set aside, its neighbours are read', (_name, changes, path, reason) => {
  const bad = day({ date: '2026-03-10', ...changes });
  const days = [day(), bad, day({ date: '2026-03-11' })];
  const read = value(decodeAllotment(allotment({ days })));
  expect(read.nights.map((night) => night.night)).toEqual([
    nightOf('2026-03-09'),
    nightOf('2026-03-11'),
  ]);
  expect(read.unreadable).toMatchObject([
    { night: nightOf('2026-03-10'), quarantine: { path, reason, raw: bad } },
  ]);
});

test('a night whose date cannot be read is set aside without a date', () => {
  const read = value(decodeAllotment(allotment({ days: [day({ date: '10.03.2026' })] })));
  expect(read.unreadable).toMatchObject([
    { night: null, quarantine: { path: '/days/0/date', reason: 'AMBIGUOUS_DATE' } },
  ]);
});

test.each(['beds', 'room_nights', undefined])('a line counted in %s is set aside whole', (unit) => {
  expect(place(decodeAllotment(allotment({ unit })))).toEqual(['/unit', 'UNKNOWN_UNIT']);
});
