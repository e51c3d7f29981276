// The stream itself: no gap, no fact out of its time, a head that is its last fact.
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { HotelState } from './read-hotel.ts';
import { reporter } from './violation.ts';
import type { Violation } from './violation.ts';

/** Laws of the ledger alone. */
export function checkStream(state: HotelState): Violation[] {
  const { violations, expect } = reporter(state.hotelId);
  let last = { seq: 0, recordedAt: -Infinity };
  for (const { seq, fact } of state.facts) {
    expect(
      seq === last.seq + 1,
      'the stream has no gap',
      () => `${last.seq} is followed by ${seq}`,
    );
    const recordedAt = instantOf(fact.recordedAt);
    expect(
      recordedAt >= last.recordedAt,
      'facts are recorded in order',
      () => `seq ${seq} is recorded before seq ${last.seq}`,
    );
    last = { seq, recordedAt };
  }
  expect(
    state.head === last.seq,
    'the head is the last fact',
    () => `head ${state.head}, last fact ${last.seq}`,
  );
  return violations;
}
