// Everything that the database shows of bookings and of the ledger, in one consistent read. What the
// model is compared with after each step that could have changed it.
import type { DataSource } from 'typeorm';
import type { Fact } from '../../../../shared/domain/facts.ts';

export interface PictureBooking {
  readonly id: string;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly status: string;
  readonly rev: number;
  readonly parts: readonly PicturePart[];
}

/** Rooms that were granted at one instant: one fact of the ledger. */
export interface PicturePart {
  readonly factId: string;
  readonly live: boolean;
  readonly status: string;
  readonly rev: number;
  readonly heldAt: string;
  readonly decidedSeq: number | null;
  readonly nights: readonly PictureNight[];
}

export interface PictureNight {
  readonly line: string;
  readonly date: string;
  readonly rooms: number;
  readonly block: string | null;
  readonly rate: number | null;
  readonly sellRate: number | null;
  readonly currency: string | null;
}

export interface PictureGroup {
  readonly id: string;
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly status: string;
  readonly heldAt: string;
  readonly expiresAt: string | null;
  readonly downstreamConfirmed: boolean;
  readonly decidedSeq: number;
  readonly decidedAsOf: string;
  readonly bookings: readonly PictureBooking[];
}

export interface PictureAudit {
  readonly groupId: string;
  readonly bookingId: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly seq: number;
}

export interface PictureOrder {
  readonly groupId: string;
  /** Minor units; null where nothing could be added up. */
  readonly total: number | null;
  readonly netTotal: number | null;
  readonly lines: readonly {
    readonly bookingId: string;
    readonly roomType: string;
    readonly checkIn: string;
    readonly checkOut: string;
    readonly rooms: number;
  }[];
  /** What changes added, in the order in which they were made. */
  readonly charges: readonly PictureCharge[];
}

export interface PictureCharge {
  readonly bookingId: string;
  readonly kind: string;
  readonly amount: number | null;
  readonly netAmount: number | null;
  readonly deadline: string | null;
  /** When the ledger recorded the change. */
  readonly at: string;
}

export interface PictureFact {
  readonly hotelId: string;
  readonly seq: number;
  readonly fact: Fact;
}

export interface Picture {
  readonly clock: string;
  readonly heads: readonly { readonly hotelId: string; readonly seq: number }[];
  /** Those behind `factsSince`, in order of hotel and seq. */
  readonly facts: readonly PictureFact[];
  readonly groups: readonly PictureGroup[];
  readonly audit: readonly PictureAudit[];
  readonly orders: readonly PictureOrder[];
  readonly references: readonly {
    readonly agencyId: string;
    readonly clientReference: string;
    readonly groupId: string;
  }[];
  readonly agencies: readonly {
    readonly id: string;
    readonly active: boolean;
    /** Null without a limit of credit. */
    readonly limit: number | null;
    readonly used: number | null;
    readonly uses: readonly {
      readonly bookingId: string;
      readonly amount: number;
      readonly expiresAt: string | null;
    }[];
  }[];
  readonly confirmations: readonly { readonly groupId: string; readonly waits: boolean }[];
  readonly outbox: readonly {
    readonly groupId: string;
    readonly type: string;
    readonly seq: number;
  }[];
}

const at = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const list = (rows: string): string => `(select coalesce(json_agg(row), '[]') from (${rows}) row)`;

const PICTURE = `select json_build_object(
  'clock', ${at('ledger.clock()')},
  'heads', ${list('select hotel_id as "hotelId", seq from ledger.heads order by 1')},
  'facts', ${list(`select f.hotel_id as "hotelId", f.seq, f.content || jsonb_build_object(
      'kind', f.kind, 'id', f.id, 'rev', f.rev, 'recordedAt', ${at('f.recorded_at')})
      || case when f.retracted then '{"retracted": true}'::jsonb else '{}' end as fact
    from ledger.facts f
    left join jsonb_each_text($1::jsonb) since on since.key = f.hotel_id
    where f.seq > coalesce(since.value::bigint, 0) order by 1, 2`)},
  'groups', ${list(`select g.id, g.hotel_id as "hotelId", g.agency_id as "agencyId",
      g.client_reference as "clientReference", g.status, ${at('g.held_at')} as "heldAt",
      ${at('g.expires_at')} as "expiresAt", g.downstream_confirmed as "downstreamConfirmed",
      g.decided_seq as "decidedSeq", ${at('g.decided_as_of')} as "decidedAsOf",
      (select coalesce(json_agg(json_build_object('id', b.id, 'roomType', b.room_type,
         'checkIn', b.check_in, 'checkOut', b.check_out, 'rooms', b.rooms, 'status', b.status,
         'rev', b.rev, 'parts',
         (select coalesce(json_agg(json_build_object(
            'factId', b.id || case when p.part = 1 then '' else '.' || p.part end,
            'live', p.live, 'status', p.status, 'rev', p.rev, 'heldAt', ${at('p.held_at')},
            'decidedSeq', p.decided_seq, 'nights',
            (select coalesce(json_agg(json_build_object('line', n.line, 'date', n.night,
               'rooms', n.rooms, 'block', n.block, 'rate', n.rate, 'sellRate', n.sell_rate,
               'currency', n.currency) order by n.position), '[]')
               from reservation.booking_nights n
              where n.booking_id = b.id and n.part = p.part and n.until_rev is null))
            order by p.part), '[]')
            from reservation.booking_parts p where p.booking_id = b.id)) order by b.position), '[]')
         from reservation.bookings b where b.group_id = g.id) as bookings
    from reservation.booking_groups g order by g.id`)},
  'audit', ${list(`select group_id as "groupId", booking_id as "bookingId", from_status as "from",
      to_status as "to", seq from reservation.booking_audit_log order by 1, seq, 2, 3, 4`)},
  'orders', ${list(`select o.group_id as "groupId", o.total, o.net_total as "netTotal",
      (select coalesce(json_agg(json_build_object('bookingId', l.booking_id, 'roomType', l.room_type,
         'checkIn', l.check_in, 'checkOut', l.check_out, 'rooms', l.rooms) order by l.position), '[]')
         from reservation.sale_order_lines l where l.sale_order_id = o.id) as lines,
      (select coalesce(json_agg(json_build_object('bookingId', a.booking_id, 'kind', a.kind,
         'amount', a.amount, 'netAmount', a.net_amount, 'deadline', ${at('a.deadline')},
         'at', ${at('a.at')}) order by a.seq, a.position), '[]')
         from reservation.sale_order_amendments a where a.sale_order_id = o.id) as charges
    from reservation.sale_orders o order by 1`)},
  'references', ${list(`select agency_id as "agencyId", client_reference as "clientReference",
      group_id as "groupId" from reservation.client_references order by 1, 2`)},
  'agencies', ${list(`select a.id, a.status = 'ACTIVE' as active, c.limit_amount as "limit", c.used,
      (select coalesce(json_agg(json_build_object('bookingId', u.booking_id, 'amount', u.amount,
         'expiresAt', ${at('u.expires_at')}) order by u.booking_id), '[]')
         from agency.credit_uses u where u.agency_id = a.id) as uses
    from agency.agencies a left join agency.credit_accounts c on c.agency_id = a.id order by 1`)},
  'confirmations', ${list(`select group_id as "groupId", ask_again_at is not null as waits
    from reservation.confirmations order by 1`)},
  'outbox', ${list(`select payload->>'groupId' as "groupId", type, seq
    from reservation.outbox where type like 'booking.%' order by 1, 3, 2`)}
) as picture`;

/** `factsSince`: per hotel, the seq up to which its facts are known already. */
export async function takePicture(
  admin: DataSource,
  factsSince: ReadonlyMap<string, number>,
): Promise<Picture> {
  const rows: { picture: Picture }[] = await admin.query(PICTURE, [
    JSON.stringify(Object.fromEntries(factsSince)),
  ]);
  const [row] = rows;
  if (!row) throw new Error('a picture is one row');
  return row.picture;
}
