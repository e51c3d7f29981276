// One table of refusals per mutation of this subgraph.
import { amendBooking } from './amend-booking.ts';
import { cancelBooking } from './cancel-booking.ts';
import { confirmBooking } from './confirm-booking.ts';
import { createBooking } from './create-booking.ts';
import { markNoShow } from './mark-no-show.ts';
import type { ReadyTable } from './refusal-table.ts';
import { settleConflict } from './settle-conflict.ts';
import { replayConfirmation, retryErrand } from './supplier-desk.ts';
import { settleRequest } from './settle-request.ts';
import { replayBookingDeadLetter } from './replay-booking-dead-letter.ts';

export const tables: readonly ReadyTable[] = [
  createBooking,
  confirmBooking,
  amendBooking,
  cancelBooking,
  replayConfirmation,
  settleConflict,
  retryErrand,
  markNoShow,
  settleRequest,
  replayBookingDeadLetter,
];
