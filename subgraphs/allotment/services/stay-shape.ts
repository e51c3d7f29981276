// What makes a stay one that can be looked at: its dates and its number of rooms. Used by whyNot and
// stayAvailability; the bounds are those of a booking.
import { limits } from '../../../shared/config/limits.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';

export interface StayRequest {
  readonly roomType: string;
  readonly checkIn: string;
  /** Not occupied. */
  readonly checkOut: string;
  readonly rooms: number;
}

/** `path` leads to the stay; dates are civil dates already. */
export function checkStay({ checkIn, checkOut, rooms }: StayRequest, path = ''): Reason[] {
  const { nightsPerStayMax, roomsPerLineMax } = limits.booking;
  const nights = nightOf(checkOut) - nightOf(checkIn);
  const reasons: Reason[] = [];
  const bad = (field: string, detail: string): void => {
    reasons.push({ code: 'BAD_INPUT', path: `${path}/${field}`, detail });
  };
  if (nights <= 0) bad('checkOut', 'After the check-in.');
  if (nights > nightsPerStayMax) bad('checkOut', `At most ${nightsPerStayMax} nights.`);
  if (rooms < 1 || rooms > roomsPerLineMax) bad('rooms', `Between 1 and ${roomsPerLineMax}.`);
  return reasons;
}
