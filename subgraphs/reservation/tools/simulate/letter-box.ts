// The letters that the supplier has written, in order: one about each state that a booking of its has
// had. letters.ts brings them to reservation.
import type { SupplierBooking } from './supplier-office.ts';

export const LETTER_SECRET = 'simulated letters';

export interface Letter {
  readonly deliveryId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes a letter about every state that was not there before. */
export function writeLetters(
  letters: Map<string, Letter>,
  bookings: readonly SupplierBooking[],
): void {
  for (const booking of bookings) {
    const { requests: _, ...body } = booking;
    const { delivery_id: deliveryId } = booking;
    if (!letters.has(deliveryId)) letters.set(deliveryId, { deliveryId, body });
  }
}
