// One table of refusals per mutation of this subgraph.
import { cancelBooking } from './cancel-booking.ts';
import { confirmBooking } from './confirm-booking.ts';
import { createBooking } from './create-booking.ts';
import type { ReadyTable } from './refusal-table.ts';

export const tables: readonly ReadyTable[] = [createBooking, confirmBooking, cancelBooking];
