// Cancellation rules as the supplier writes them: understood exactly, or set aside with their place
// and reason, which spares the hotel they belong to.
import { decodeHotel } from '../decode.ts';
import type { QuarantineReason } from '../quarantine.ts';
import { decodeCancellation } from '../decode-cancellation.ts';
import { fixture } from './world.ts';

type Wire = Record<string, unknown>;

const nights = (value: unknown): Wire => ({ basis: 'FIRST_NIGHTS', value });
const percent = (value: unknown): Wire => ({ basis: 'PERCENT_OF_STAY', value });
const rule = (changes: Wire = {}): Wire => ({
  days_prior: 7,
  local_time: '18:00',
  charge: nights('1'),
  ...changes,
});
const rules = (...given: Wire[]): Wire => ({ rules: given, no_show: percent('100') });

test('rules in any order become tiers in the order in which they come to count', () => {
  const late = rule({ days_prior: '1', local_time: null, charge: percent('12.5') });
  expect(decodeCancellation(rules(late, rule()))).toEqual({
    ok: true,
    value: {
      tiers: [
        { daysBefore: 7, time: '18:00', penalty: { kind: 'NIGHTS', nights: 1 } },
        { daysBefore: 1, time: '00:00', penalty: { kind: 'PERCENT', bp: 1_250 } },
      ],
      noShow: { kind: 'PERCENT', bp: 10_000 },
    },
  });
});

test('null is a hotel without a policy', () => {
  expect(decodeCancellation(null)).toEqual({ ok: true, value: null });
});

test.each<[string, unknown, string, QuarantineReason]>([
  ['a missing field', undefined, '', 'MISSING_FIELD'],
  ['words', 'free until 18:00', '', 'BAD_SHAPE'],
  ['no word on no-shows', { rules: [] }, '/no_show/basis', 'UNKNOWN_CHARGE'],
  [
    'hours where days are meant',
    rules(rule({ days_prior: 1.5 })),
    '/rules/0/days_prior',
    'NOT_A_COUNT',
  ],
  ['a sentinel', rules(rule({ days_prior: 999 })), '/rules/0/days_prior', 'SENTINEL'],
  ['a time of two days', rules(rule({ local_time: '24:00' })), '/rules/0/local_time', 'BAD_SHAPE'],
  [
    'an unknown basis',
    rules(rule({ charge: { basis: 'FLAT', value: '10' } })),
    '/rules/0/charge/basis',
    'UNKNOWN_CHARGE',
  ],
  ['no basis', rules(rule({ charge: '1 night' })), '/rules/0/charge/basis', 'UNKNOWN_CHARGE'],
  ['half a night', rules(rule({ charge: nights('0.5') })), '/rules/0/charge/value', 'NOT_A_COUNT'],
  [
    'a share with its sign',
    rules(rule({ charge: percent('50%') })),
    '/rules/0/charge/value',
    'BAD_PERCENT',
  ],
  [
    'a share finer than a basis point',
    rules(rule({ charge: percent('33.333') })),
    '/rules/0/charge/value',
    'BAD_PERCENT',
  ],
  [
    'a share below nothing',
    rules(rule({ charge: percent(-5) })),
    '/rules/0/charge/value',
    'BAD_PERCENT',
  ],
  ['a share of thousands', { rules: [], no_show: percent('9000') }, '', 'BAD_RANGE'],
  ['one time twice', rules(rule(), rule()), '', 'BAD_RANGE'],
  [
    'a later rule that costs less',
    rules(rule({ charge: nights(2) }), rule({ days_prior: 1 })),
    '',
    'BAD_RANGE',
  ],
])('%s is set aside, and its hotel is read all the same', (_name, given, path, reason) => {
  const [hotel] = fixture('hotels').items;
  const read = decodeHotel({ ...hotel, cancellation: given });
  if (!read.ok) throw new Error(read.quarantine.message);
  expect(read.value.cancellation).toMatchObject({
    ok: false,
    quarantine: { path: `/cancellation${path}`, reason },
  });
});
