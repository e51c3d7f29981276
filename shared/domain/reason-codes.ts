// The one registry of reason codes (domain.md §11): what each means, whether trying again can help,
// and who can resolve it. Every refusal in the system carries codes from here and no others.

/** In order of precedence: the first class that fails stops, all its codes are returned. */
export const REASON_CLASSES = [
  'permission',
  'shape',
  'seen',
  'existence',
  'state',
  'capacity',
] as const;
export type ReasonClass = (typeof REASON_CLASSES)[number];

export type ResolvableBy = 'PARTNER' | 'OPERATOR' | 'SUPPLIER' | 'NOBODY';

export interface ReasonDefinition {
  readonly class: ReasonClass;
  readonly sentence: string;
  /** The very same request may succeed later without anybody changing anything else. */
  readonly retryable: boolean;
  readonly resolvableBy: ResolvableBy;
}

function define(
  reasonClass: ReasonClass,
  resolvableBy: ResolvableBy,
  sentence: string,
  retryable = false,
): ReasonDefinition {
  return { class: reasonClass, sentence, retryable, resolvableBy };
}

export const REASONS = {
  NOT_ENTITLED: define('permission', 'OPERATOR', 'You may not do this.'),
  SUSPENDED: define('permission', 'OPERATOR', 'The agency is suspended from new bookings.'),
  RATE_LIMITED: define('permission', 'PARTNER', 'Too many requests; slow down.', true),

  BAD_INPUT: define('shape', 'PARTNER', 'The input is not valid.'),
  POOL_NOT_NESTED: define('shape', 'OPERATOR', 'Pools must be nested or disjoint.'),

  DUPLICATE_REFERENCE: define(
    'seen',
    'PARTNER',
    'This reference was already used for a different request.',
  ),

  NOT_FOUND: define('existence', 'PARTNER', 'There is no such thing.'),

  HOLD_EXPIRED: define('state', 'PARTNER', 'The hold has expired.'),
  ALREADY_CONFIRMED: define('state', 'NOBODY', 'The booking is already confirmed.'),
  DOWNSTREAM_UNKNOWN: define(
    'state',
    'OPERATOR',
    'The supplier has not answered yet; the rooms stay held.',
    true,
  ),
  PREVIEW_STALE: define('state', 'OPERATOR', 'What the preview was made from has changed.'),
  PRICE_CHANGED: define('state', 'PARTNER', 'The price is no longer the one that was quoted.'),
  BLOCK_NOT_PICKABLE: define('state', 'OPERATOR', 'Rooms cannot be taken from this block.'),
  BELOW_PICKED: define('state', 'OPERATOR', 'Fewer rooms than were already picked up.'),
  BELOW_SOLD: define('state', 'OPERATOR', 'Fewer rooms than are already sold.'),

  NIGHT_IN_PAST: define('capacity', 'NOBODY', 'The night is past.'),
  NO_CONTRACT: define('capacity', 'SUPPLIER', 'No contract covers the night.'),
  MISSING_NUMBER: define('capacity', 'SUPPLIER', 'The supplier gave no number for the night.'),
  NOT_YET_OPEN: define('capacity', 'PARTNER', 'The night is not open for sale yet.'),
  STOP_SALE: define('capacity', 'SUPPLIER', 'The night is closed for sale.'),
  CLOSED_TO_ARRIVAL: define('capacity', 'SUPPLIER', 'Arrival is not possible on this day.'),
  CLOSED_TO_DEPARTURE: define('capacity', 'SUPPLIER', 'Departure is not possible on this day.'),
  MIN_STAY: define('capacity', 'PARTNER', 'The stay is shorter than the minimum.'),
  MAX_STAY: define('capacity', 'PARTNER', 'The stay is longer than the maximum.'),
  LEAD_TIME: define('capacity', 'PARTNER', 'The booking comes too late or too early.'),
  CONTRACT_BOUNDARY: define(
    'capacity',
    'PARTNER',
    'The stay crosses contracts that may not be combined.',
  ),
  NO_RATE: define('capacity', 'SUPPLIER', 'There is no rate for the night.'),
  ON_REQUEST_ONLY: define('capacity', 'OPERATOR', 'The night can only be requested.'),
  RELEASED: define(
    'capacity',
    'SUPPLIER',
    'The rooms went back to the hotel on their release day.',
  ),
  SOLD_OUT_LINE: define('capacity', 'SUPPLIER', 'Not enough rooms are left.'),
  SOLD_OUT_POOL: define('capacity', 'OPERATOR', 'Not enough rooms are left in the shared stock.'),
  PROTECTED_FOR_OTHER: define('capacity', 'OPERATOR', 'The rooms left are kept for others.'),
  BLOCK_FULL: define('capacity', 'OPERATOR', 'Not enough rooms are open in the block.'),
  BLOCK_CUT_OFF: define('capacity', 'OPERATOR', 'The cut-off of the block has passed.'),
  STALE_SUPPLY: define('capacity', 'SUPPLIER', 'The numbers are too old to sell from.', true),
  QUARANTINED: define('capacity', 'OPERATOR', 'The supplier sent numbers that are being checked.'),
  CREDIT_EXCEEDED: define('capacity', 'OPERATOR', 'The credit limit would be exceeded.'),
  LEDGER_MOVED: define('capacity', 'PARTNER', 'The stock changed meanwhile; try again.', true),
  BUSY: define('capacity', 'PARTNER', 'Too many bookings at once; try again.', true),
} as const satisfies Record<string, ReasonDefinition>;

export type ReasonCode = keyof typeof REASONS;

/** One computed cause of a refusal; numbers are facts (asked, left), never constants. */
export interface Reason {
  readonly code: ReasonCode;
  /** JSON pointer into the input, where one field is to blame. */
  readonly path?: string;
  /** Civil dates `YYYY-MM-DD`, ascending. */
  readonly nights?: readonly string[];
  readonly line?: string;
  readonly pool?: string;
  readonly needed?: number;
  readonly have?: number;
  /** Says more than the code's own sentence, where there is more to say. */
  readonly detail?: string;
}

/** The codes of the first failing class only, as every refusal must answer them. */
export function firstFailingClass(reasons: readonly Reason[]): Reason[] {
  for (const reasonClass of REASON_CLASSES) {
    const found = reasons.filter((reason) => REASONS[reason.code].class === reasonClass);
    if (found.length > 0) return found;
  }
  return [];
}
