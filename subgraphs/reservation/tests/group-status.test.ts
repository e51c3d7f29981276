// How the status of a group follows from those of its bookings.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { groupStatusOf } from '../domain/group-status.ts';

const cases: [BookingStatus, BookingStatus[]][] = [
  ['HELD', ['CANCELLED', 'HELD']],
  ['CONFIRMED', ['CONFIRMED', 'CANCELLED']],
  ['CONFIRMED', ['NO_SHOW', 'CONFIRMED', 'COMPLETED']],
  ['COMPLETED', ['NO_SHOW', 'COMPLETED', 'CANCELLED']],
  ['NO_SHOW', ['CANCELLED', 'NO_SHOW']],
  ['EXPIRED', ['EXPIRED', 'CANCELLED']],
  ['REJECTED', ['CANCELLED', 'REJECTED']],
  ['CANCELLED', ['CANCELLED', 'CANCELLED']],
];

test.each(cases)('a group is %s when its bookings are %j', (expected, statuses) => {
  expect(groupStatusOf(statuses.map((status) => ({ status })))).toBe(expected);
  expect(groupStatusOf(statuses.toReversed().map((status) => ({ status })))).toBe(expected);
});
