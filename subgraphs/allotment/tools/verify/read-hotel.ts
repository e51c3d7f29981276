// Everything that the database says about one hotel, read in one snapshot by the role that may read
// all and write nothing.
import type { DataSource, EntityManager } from 'typeorm';
import { readClock, readFacts, readHead } from '../../../../shared/ledger/ledger.ts';
import type { LedgerFact } from '../../../../shared/ledger/ledger.ts';

export interface GroupRow {
  readonly id: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly status: string;
  readonly heldAt: string;
  readonly expiresAt: string | null;
}

export interface BookingRow {
  readonly id: string;
  readonly groupId: string;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly status: string;
  readonly rev: number;
  readonly parts: readonly PartRow[];
}

/** What one BOOKING fact says of a booking. */
export interface PartRow {
  readonly part: number;
  readonly live: boolean;
  readonly status: string;
  readonly rev: number;
  readonly heldAt: string;
  /** Null: nobody looked whether the rooms were free. */
  readonly decidedSeq: number | null;
  readonly nights: readonly {
    readonly line: string;
    readonly date: string;
    readonly rooms: number;
    readonly block?: string;
    /** Per room: what the agency pays, what the hotel gets. */
    readonly sellRate?: number;
    readonly rate?: number;
  }[];
}

/** A sale order; amounts are null where a night has no rate. */
export interface OrderRow {
  readonly groupId: string;
  readonly total: number | null;
  readonly netTotal: number | null;
  readonly lines: readonly OrderedAmounts[];
  readonly amendments: readonly (OrderedAmounts & { readonly kind: string })[];
}

export interface OrderedAmounts {
  readonly bookingId: string;
  readonly amount: number | null;
  readonly netAmount: number | null;
}

export interface AuditRow {
  readonly groupId: string;
  /** Null where the entry is the group's own. */
  readonly bookingId: string | null;
  /** Head after the change that it tells of. */
  readonly seq: number;
}

export interface HotelState {
  readonly hotelId: string;
  readonly timezone: string;
  readonly clock: string;
  readonly head: number;
  readonly facts: readonly LedgerFact[];
  readonly groups: ReadonlyMap<string, GroupRow>;
  readonly bookings: ReadonlyMap<string, BookingRow>;
  readonly audit: readonly AuditRow[];
  readonly orders: readonly OrderRow[];
  readonly references: readonly { readonly groupId: string; readonly key: string }[];
}

/** The id of a part's fact, as reservation names it. */
export function factIdOf(bookingId: string, part: number): string {
  return part === 1 ? bookingId : `${bookingId}.${part}`;
}

/** What the booking consists of. */
export function nightsOf({ parts }: BookingRow): PartRow['nights'] {
  return parts.filter((part) => part.live).flatMap((part) => part.nights);
}

/** Ids of all hotels that have a stream or a row. */
export async function listHotelIds(verify: DataSource): Promise<string[]> {
  const rows: { id: string }[] = await verify.query(
    `select hotel_id as id from ledger.heads union select id from allotment.hotels
     union select hotel_id from reservation.booking_groups order by id`,
  );
  return rows.map((row) => row.id);
}

/** One consistent picture: what commits while it is taken is not in it. */
export async function readHotel(verify: DataSource, hotelId: string): Promise<HotelState> {
  return verify.transaction('REPEATABLE READ', async (manager) => {
    const [groups, bookings] = await readBookings(manager, hotelId);
    const ofHotel = 'group_id in (select id from reservation.booking_groups where hotel_id = $1)';
    return {
      hotelId,
      timezone: await readTimezone(manager, hotelId),
      clock: await readClock(manager),
      head: await readHead(manager, hotelId),
      facts: await readStream(manager, hotelId),
      groups,
      bookings,
      audit: await manager.query(
        `select group_id as "groupId", booking_id as "bookingId", seq
           from reservation.booking_audit_log where ${ofHotel}`,
        [hotelId],
      ),
      orders: await manager.query(ORDERS, [hotelId]),
      references: await manager.query(
        `select group_id as "groupId", agency_id || ' ' || client_reference as key
           from reservation.client_references where ${ofHotel}`,
        [hotelId],
      ),
    };
  });
}

const ORDERS = `
  select o.group_id as "groupId", o.total, o.net_total as "netTotal",
         (select coalesce(jsonb_agg(jsonb_build_object('bookingId', l.booking_id,
                    'amount', l.amount, 'netAmount', l.net_amount)), '[]')
            from reservation.sale_order_lines l where l.sale_order_id = o.id) as lines,
         (select coalesce(jsonb_agg(jsonb_build_object('bookingId', a.booking_id, 'kind', a.kind,
                    'amount', a.amount, 'netAmount', a.net_amount)), '[]')
            from reservation.sale_order_amendments a where a.sale_order_id = o.id) as amendments
    from reservation.sale_orders o where o.hotel_id = $1`;

async function readStream(manager: EntityManager, hotelId: string): Promise<LedgerFact[]> {
  const facts: LedgerFact[] = [];
  for (;;) {
    const read = await readFacts(manager, hotelId, facts.at(-1)?.seq ?? 0);
    for (const fact of read.facts) facts.push(fact);
    if (!read.more) return facts;
  }
}

async function readBookings(
  manager: EntityManager,
  hotelId: string,
): Promise<[ReadonlyMap<string, GroupRow>, ReadonlyMap<string, BookingRow>]> {
  const groups: GroupRow[] = await manager.query(
    `select id, agency_id as "agencyId", client_reference as "clientReference", status,
            held_at as "heldAt", expires_at as "expiresAt"
       from reservation.booking_groups where hotel_id = $1`,
    [hotelId],
  );
  const bookings: BookingRow[] = await manager.query(
    `select b.id, b.group_id as "groupId", b.room_type as "roomType", b.check_in as "checkIn",
            b.check_out as "checkOut", b.rooms, b.status, b.rev,
            coalesce((select jsonb_agg(jsonb_build_object('part', p.part, 'live', p.live,
                'status', p.status, 'rev', p.rev, 'decidedSeq', p.decided_seq, 'heldAt',
                to_char(p.held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'nights',
                (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('line', n.line,
                          'date', n.night, 'rooms', n.rooms, 'block', n.block,
                          'sellRate', n.sell_rate, 'rate', n.rate)) order by n.position), '[]')
                   from reservation.booking_nights n
                  where n.booking_id = p.booking_id and n.part = p.part and n.until_rev is null)
              ) order by p.part)
              from reservation.booking_parts p where p.booking_id = b.id), '[]') as parts
       from reservation.bookings b where b.hotel_id = $1`,
    [hotelId],
  );
  return [
    new Map(groups.map((group) => [group.id, group])),
    new Map(bookings.map((booking) => [booking.id, booking])),
  ];
}

async function readTimezone(manager: EntityManager, hotelId: string): Promise<string> {
  const rows: { timezone: string }[] = await manager.query(
    'select timezone from allotment.hotels where id = $1',
    [hotelId],
  );
  return rows[0]?.timezone ?? 'UTC';
}
