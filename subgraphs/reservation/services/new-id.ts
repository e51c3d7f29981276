// Ids of groups, bookings and all that belongs to them. They begin with the time, so that they are stored
// near each other, and share nothing else: ids of one millisecond that count on from each other would tell
// a seller how many others were made between two of its own.
import { V7Generator } from 'uuidv7';

/** `'grp'` → `'grp_01990000-…'`; a UUID of version 7 whose random bits are its own. */
export function newId(prefix: string): string {
  return `${prefix}_${new V7Generator().generate().toString()}`;
}
