// The append of a batch and every row that it adds, in one statement: a batch waits for each statement
// that it sends, and the hotel waits for the batch.
import type { BookingStatus } from '../../../shared/domain/facts.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { appending, appendWith } from '../../../shared/ledger/ledger.ts';
import type {
  Appended,
  AppendingConnection,
  AppendRefusal,
  AppendRequest,
} from '../../../shared/ledger/ledger.ts';
import { enqueueStamped, toOutboxRow } from '../../../shared/outbox/outbox.ts';
import type { NewMessage } from '../../../shared/outbox/outbox.ts';
import type { Actor, BookingGroup } from '../domain/booking.ts';
import type { CreditUse } from '../domain/credit.ts';
import { keyOf } from './client-references.ts';
import type { ClientReferenceRow } from './client-references.ts';

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

const ADDITIONS = {
  claimed: `
    insert into reservation.client_references (agency_id, client_reference, group_id, request)
    select r."agencyId", r."clientReference", r."groupId", r.request
      from stamp, jsonb_to_recordset($6::jsonb)
             as r("agencyId" text, "clientReference" text, "groupId" text, request jsonb)`,
  groups: `
    insert into reservation.booking_groups
      (id, hotel_id, agency_id, client_reference, status, held_at, expires_at,
       downstream_confirmed, decided_seq, decided_as_of, seq, created_by, timezone,
       cancellation_policy)
    select g.id, g."hotelId", g."agencyId", g."clientReference", g.status, g."heldAt", g."expiresAt",
           false, g."decidedSeq", g."decidedAsOf", stamp.seq, g."createdBy", g.timezone,
           g."cancellationPolicy"
      from stamp, jsonb_to_recordset($7::jsonb)
             as g(id text, "hotelId" text, "agencyId" text, "clientReference" text, status text,
                  "heldAt" timestamptz, "expiresAt" timestamptz, "decidedSeq" bigint,
                  "decidedAsOf" timestamptz, "createdBy" text, timezone text,
                  "cancellationPolicy" jsonb)`,
  bookings: `
    insert into reservation.bookings
      (id, group_id, hotel_id, position, room_type, check_in, check_out, rooms, status, rev)
    select b.id, b."groupId", b."hotelId", b.position, b."roomType", b."checkIn", b."checkOut",
           b.rooms, b.status, b.rev
      from stamp, jsonb_to_recordset($8::jsonb)
             as b(id text, "groupId" text, "hotelId" text, position integer, "roomType" text,
                  "checkIn" date, "checkOut" date, rooms integer, status text, rev integer)`,
  parts: `
    insert into reservation.booking_parts (booking_id, part, live, status, rev, held_at, decided_seq)
    select p."bookingId", p.part, p.live, p.status, p.rev, p."heldAt", p."decidedSeq"
      from stamp, jsonb_to_recordset($9::jsonb)
             as p("bookingId" text, part integer, live boolean, status text, rev integer,
                  "heldAt" timestamptz, "decidedSeq" bigint)`,
  nights: `
    insert into reservation.booking_nights
      (booking_id, part, position, night, line, rooms, block, rate, sell_rate, currency, requested)
    select n."bookingId", n.part, n.position, n.night, n.line, n.rooms, n.block, n.rate,
           n."sellRate", n.currency, coalesce(n.requested, false)
      from stamp, jsonb_to_recordset($10::jsonb)
             as n("bookingId" text, part integer, position integer, night date, line text,
                  rooms integer, block text, rate bigint, "sellRate" bigint, currency text,
                  requested boolean)`,
  audit: `
    insert into reservation.booking_audit_log
      (id, group_id, booking_id, at, actor, actor_role, from_status, to_status, why, request_id, seq)
    select e.id, e."groupId", e."bookingId", stamp.recorded_at, e.actor->>'subject',
           e.actor->>'role', e."fromStatus", e."toStatus", e.why, e.actor->>'requestId', stamp.seq
      from stamp, jsonb_to_recordset($11::jsonb)
             as e(id uuid, "groupId" text, "bookingId" text, actor jsonb, "fromStatus" text,
                  "toStatus" text, why text)`,
  messages: enqueueStamped('reservation', '$12'),
};

// Under the head: agencies' accounts come after hotels' heads, in every transaction.
const APPEND_BATCH = appending(
  'reservation-append-batch',
  ADDITIONS,
  'select agency.use_credit($13::text[], $14::jsonb) from stamp',
);

/** Raised by agency.use_credit. */
const CREDIT_SHORT = 'SC001';

interface TakenMeanwhile {
  readonly code: 'REFERENCE_TAKEN' | 'CREDIT_MOVED';
}

/**
 * Appends, and with it inserts groups, audit entries and messages and claims references. A transaction
 * of its own when `connection` is in none. REFERENCE_TAKEN and CREDIT_MOVED mean that another hotel's
 * batch claimed one, or took credit, meanwhile: a transaction around it can only be rolled back.
 */
export async function appendBatch(
  connection: AppendingConnection,
  request: AppendRequest,
  additions: Additions,
): Promise<Result<Appended, AppendRefusal | TakenMeanwhile>> {
  const lists = toLists(additions).map((list) => JSON.stringify(list));
  const { credit } = additions;
  const agencyIds = [...new Set(credit.map(({ agencyId }) => agencyId))];
  const values = [...lists, agencyIds, JSON.stringify(credit)];
  return appendWith(connection, APPEND_BATCH, request, values).catch((error: unknown) => {
    const code = takenMeanwhile(error);
    if (code === null) throw error;
    return err({ code });
  });
}

/** In the order of the statement's parameters. */
function toLists({ groups, references, audit, messages }: Additions): readonly unknown[][] {
  const bookings = groups.flatMap((group) => group.bookings.map((booking) => ({ group, booking })));
  const parts = bookings.flatMap(({ booking }) =>
    booking.parts.map((part) => ({ bookingId: booking.id, part })),
  );
  return [
    // Sorted, because two batches that claim in different order would deadlock.
    [...references].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    groups.map(({ bookings: _bookings, ...group }) => group),
    bookings.map(({ group, booking: { parts: _parts, ...booking } }) => ({
      ...booking,
      groupId: group.id,
      hotelId: group.hotelId,
    })),
    parts.map(({ bookingId, part: { nights: _nights, ...part } }) => ({ ...part, bookingId })),
    parts.flatMap(({ bookingId, part: { part, nights } }) =>
      nights.map((night, at) => ({ ...night, bookingId, part, position: at + 1 })),
    ),
    [...audit],
    messages.map(toOutboxRow),
  ];
}

/** Keys are claimed by inserting them and credit by using it, so that nobody has to look first. */
function takenMeanwhile(error: unknown): TakenMeanwhile['code'] | null {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  if (code === CREDIT_SHORT) return 'CREDIT_MOVED';
  return code === '23505' && constraint === 'client_references_pkey' ? 'REFERENCE_TAKEN' : null;
}
