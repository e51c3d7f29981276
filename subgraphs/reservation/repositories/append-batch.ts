// The append of a batch and every row that it adds, in one statement: a batch waits for each statement
// that it sends, and the hotel waits for the batch. Batches of several hotels may share it.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { appendEach, appending } from '../../../shared/ledger/ledger.ts';
import type {
  Appended,
  AppendingConnection,
  AppendRefusal,
  AppendRequest,
  HeadBusy,
} from '../../../shared/ledger/ledger.ts';
import { enqueueStamped, toOutboxRow } from '../../../shared/outbox/outbox.ts';
import type { NewMessage } from '../../../shared/outbox/outbox.ts';
import type { Actor, BookingGroup } from '../domain/booking.ts';
import type { CreditUse } from '../domain/credit.ts';
import type { ClientReferenceRow } from './client-references.ts';

/** What one batch appends to its hotel, and what it adds with it. */
export interface BatchAppend {
  readonly request: AppendRequest;
  readonly additions: Additions;
}

export interface Additions {
  /** Groups that were just held, with their bookings, parts and nights. */
  readonly groups: readonly BookingGroup[];
  /** Keys of idempotency, claimed for them. */
  readonly references: readonly ClientReferenceRow[];
  /** One entry per change of state. */
  readonly audit: readonly AuditEntry[];
  readonly messages: readonly NewMessage[];
  /** What the bookings of this batch take of their agencies' credit, or give back. */
  readonly credit: readonly CreditUse[];
}

/** When it happened and at which head, the append says. */
export interface AuditEntry {
  readonly id: string;
  readonly groupId: string;
  readonly bookingId?: string;
  readonly actor: Actor;
  readonly fromStatus?: BookingStatus;
  readonly toStatus: BookingStatus;
  readonly why: string;
}

/** Rows of a batch bear its place, and are written where `stamp` says that it was appended. */
const ADDITIONS = {
  // Sorted, because two statements that claim in different order would deadlock.
  claimed: `
    insert into reservation.client_references (agency_id, client_reference, group_id, request)
    select r."agencyId", r."clientReference", r."groupId", r.request
      from stamp join jsonb_to_recordset($3::jsonb)
             as r(place integer, "agencyId" text, "clientReference" text, "groupId" text,
                  request jsonb) using (place)
     order by r."agencyId" collate "C", r."clientReference" collate "C"`,
  groups: `
    insert into reservation.booking_groups
      (id, hotel_id, agency_id, client_reference, status, held_at, expires_at,
       downstream_confirmed, decided_seq, decided_as_of, seq, created_by, timezone,
       cancellation_policy)
    select g.id, g."hotelId", g."agencyId", g."clientReference", g.status, g."heldAt", g."expiresAt",
           false, g."decidedSeq", g."decidedAsOf", stamp.seq, g."createdBy", g.timezone,
           g."cancellationPolicy"
      from stamp join jsonb_to_recordset($4::jsonb)
             as g(place integer, id text, "hotelId" text, "agencyId" text, "clientReference" text,
                  status text, "heldAt" timestamptz, "expiresAt" timestamptz, "decidedSeq" bigint,
                  "decidedAsOf" timestamptz, "createdBy" text, timezone text,
                  "cancellationPolicy" jsonb) using (place)`,
  bookings: `
    insert into reservation.bookings
      (id, group_id, hotel_id, position, room_type, check_in, check_out, rooms, status, rev)
    select b.id, b."groupId", b."hotelId", b.position, b."roomType", b."checkIn", b."checkOut",
           b.rooms, b.status, b.rev
      from stamp join jsonb_to_recordset($5::jsonb)
             as b(place integer, id text, "groupId" text, "hotelId" text, position integer,
                  "roomType" text, "checkIn" date, "checkOut" date, rooms integer, status text,
                  rev integer) using (place)`,
  parts: `
    insert into reservation.booking_parts (booking_id, part, live, status, rev, held_at, decided_seq)
    select p."bookingId", p.part, p.live, p.status, p.rev, p."heldAt", p."decidedSeq"
      from stamp join jsonb_to_recordset($6::jsonb)
             as p(place integer, "bookingId" text, part integer, live boolean, status text,
                  rev integer, "heldAt" timestamptz, "decidedSeq" bigint) using (place)`,
  nights: `
    insert into reservation.booking_nights
      (booking_id, part, position, night, line, rooms, block, rate, sell_rate, currency, requested)
    select n."bookingId", n.part, n.position, n.night, n.line, n.rooms, n.block, n.rate,
           n."sellRate", n.currency, coalesce(n.requested, false)
      from stamp join jsonb_to_recordset($7::jsonb)
             as n(place integer, "bookingId" text, part integer, position integer, night date,
                  line text, rooms integer, block text, rate bigint, "sellRate" bigint,
                  currency text, requested boolean) using (place)`,
  audit: `
    insert into reservation.booking_audit_log
      (id, group_id, booking_id, at, actor, actor_role, from_status, to_status, why, request_id, seq)
    select e.id, e."groupId", e."bookingId", stamp.recorded_at, e.actor->>'subject',
           e.actor->>'role', e."fromStatus", e."toStatus", e.why, e.actor->>'requestId', stamp.seq
      from stamp join jsonb_to_recordset($8::jsonb)
             as e(place integer, id uuid, "groupId" text, "bookingId" text, actor jsonb,
                  "fromStatus" text, "toStatus" text, why text) using (place)`,
  messages: enqueueStamped('reservation', '$9'),
};

// Under the heads: agencies' accounts come after hotels' heads, in every transaction.
const APPEND_BATCHES = appending(
  'reservation-append-batch',
  ADDITIONS,
  `select agency.use_credit(array_agg(distinct use.value->>'agencyId'), jsonb_agg(use.value))
     from stamp join jsonb_array_elements($10::jsonb) use
       on (use.value->>'place')::integer = stamp.place
   having count(*) > 0`,
);

/** Raised by agency.use_credit. */
const CREDIT_SHORT = 'SC001';

export interface TakenMeanwhile {
  readonly code: 'REFERENCE_TAKEN' | 'CREDIT_MOVED';
}

/**
 * Appends, and with it inserts groups, audit entries and messages and claims references. A transaction
 * of its own when `connection` is in none. REFERENCE_TAKEN and CREDIT_MOVED mean that another hotel's
 * batch claimed one, or took credit, meanwhile: a transaction around it can only be rolled back.
 */
export async function appendBatch(
  connection: AppendingConnection,
  batch: BatchAppend,
): Promise<Result<Appended, AppendRefusal | TakenMeanwhile>> {
  try {
    const [appended] = await appendBatches(connection, [batch]);
    invariant(appended !== undefined, 'a batch is answered');
    invariant(appended !== 'HEAD_BUSY', 'one append waits for its head');
    return appended;
  } catch (error) {
    const code = takenMeanwhile(error);
    if (code === null) throw error;
    return err({ code });
  }
}

/**
 * The same for one batch of each of several hotels: one that is refused adds nothing, and the others go
 * on. None waits for its head (HEAD_BUSY). Throws, and appends nothing, where a reference was taken or
 * credit moved: whoever asks hears which one it was by appending each on its own.
 */
export async function appendBatches(
  connection: AppendingConnection,
  batches: readonly BatchAppend[],
): Promise<readonly (Result<Appended, AppendRefusal> | HeadBusy)[]> {
  const lists = batches.map(({ additions }, at) => toLists(additions, at + 1));
  const values = LISTS.map((name) => JSON.stringify(lists.flatMap((ofBatch) => ofBatch[name])));
  const requests = batches.map(({ request }) => request);
  return appendEach(connection, APPEND_BATCHES, requests, values);
}

/** In the order of the statement's parameters. */
const LISTS = [
  'references',
  'groups',
  'bookings',
  'parts',
  'nights',
  'audit',
  'messages',
  'credit',
] as const;

type Lists = Readonly<Record<(typeof LISTS)[number], readonly object[]>>;

function toLists({ groups, references, audit, messages, credit }: Additions, place: number): Lists {
  const bookings = groups.flatMap((group) => group.bookings.map((booking) => ({ group, booking })));
  const parts = bookings.flatMap(({ booking }) =>
    booking.parts.map((part) => ({ bookingId: booking.id, part })),
  );
  return {
    references: references.map((row) => ({ place, ...row })),
    groups: groups.map(({ bookings: _bookings, ...group }) => ({ place, ...group })),
    bookings: bookings.map(({ group, booking: { parts: _parts, ...booking } }) => ({
      place,
      ...booking,
      groupId: group.id,
      hotelId: group.hotelId,
    })),
    parts: parts.map(({ bookingId, part: { nights: _nights, ...part } }) => ({
      place,
      ...part,
      bookingId,
    })),
    nights: parts.flatMap(({ bookingId, part: { part, nights } }) =>
      nights.map((night, at) => ({ place, ...night, bookingId, part, position: at + 1 })),
    ),
    audit: audit.map((entry) => ({ place, ...entry })),
    messages: messages.map((message) => ({ place, ...toOutboxRow(message) })),
    credit: credit.map((use) => ({ place, ...use })),
  };
}

/** Keys are claimed by inserting them and credit by using it, so that nobody has to look first. */
function takenMeanwhile(error: unknown): TakenMeanwhile['code'] | null {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  if (code === CREDIT_SHORT) return 'CREDIT_MOVED';
  return code === '23505' && constraint === 'client_references_pkey' ? 'REFERENCE_TAKEN' : null;
}
