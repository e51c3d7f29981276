// What tests of amendments share: two processes on one real database whose hotel is small, and the words
// in which a seller asks. Each test takes a hotel of its own.
import type { DataSource } from 'typeorm';
import { callers } from '../../../shared/testing/subgraph-call.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { amendBooking, quoteAmendment } from '../services/amend-booking.ts';
import type { AmendInput, AmendmentQuote } from '../services/amend-booking.ts';
import type { CommandAnswer, HotelCommand } from '../services/hotel-command.ts';
import { move, openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { smallHotel } from './small-hotel.ts';
import { openTrial } from './trial.ts';

/** Of each type on every night. */
export const ROOMS = 3;
export const seller = {
  ...callers.partner('SIAM'),
  issuer: 'gateway',
  requestId: 'req-1',
} as const;

export type Change = Omit<AmendInput['lines'][number], 'bookingId'>;
export const longer: Change = { checkOut: '2099-03-13' };
export const fewer: Change = { rooms: 1 };

export interface AmendTrial {
  readonly admin: DataSource;
  readonly desk: Desk;
  /** Another process. */
  readonly other: Desk;
  /** What the next question finds; each test begins as it was opened. */
  readonly now: {
    hotelId: string;
    rate: number;
    /** Of the rooms that are left for whoever asks behind another. */
    rateBehind: number | null;
    creditFree: number | null;
    contract: string;
    /** Happens once, while a process that has looked at its groups asks what their agency may. */
    meanwhile: (() => Promise<unknown>) | null;
  };
  nextHotel(): void;
  /** Of A on 10 and 11 March. */
  held(rooms?: number): Promise<BookingGroup>;
  confirmed(rooms?: number): Promise<BookingGroup>;
  quoted(input: AmendInput): Promise<AmendmentQuote>;
  amend(input: AmendInput, token: string, at?: Desk): Promise<CommandAnswer>;
  partsOf(group: BookingGroup): Promise<PartTold[]>;
  close(): Promise<void>;
}

export interface PartTold {
  readonly part: number;
  readonly live: boolean;
  readonly status: string;
  readonly rev: number;
  readonly rooms: number;
}

export async function openAmendTrial(): Promise<AmendTrial> {
  const usual = {
    rate: 10_000,
    rateBehind: null,
    creditFree: null,
    contract: 'LOCAL-K1',
    meanwhile: null,
  };
  const now: AmendTrial['now'] = { hotelId: 'H0', ...usual };
  const trial = await openTrial(changes());
  const { admin, desk } = trial;
  const other = await openDesk(trial.database, changes());
  let hotels = 0;

  function changes(): Parameters<typeof openDesk>[1] {
    const terms = { active: true, sellsHotel: true, markupBp: 1_000, currency: 'THB' };
    return {
      ask:
        () =>
        (...call) =>
          smallHotel(admin, {
            rooms: ROOMS,
            contract: now.contract,
            rate: (place) => (place > 0 ? (now.rateBehind ?? now.rate) : now.rate),
          })(...call),
      terms: () => async (_hotelId, ids) => {
        const { meanwhile } = now;
        now.meanwhile = null;
        await meanwhile?.();
        return new Map(ids.map((id) => [id, { ...terms, id, creditFree: now.creditFree }]));
      },
    };
  }

  const held = (rooms = 2): Promise<BookingGroup> =>
    desk.held({
      hotelId: now.hotelId,
      lines: [{ roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms }],
    });

  return {
    admin,
    desk,
    other,
    now,
    nextHotel: () => {
      hotels += 1;
      Object.assign(now, { hotelId: `H${hotels}`, ...usual });
    },
    held,
    confirmed: async (rooms) => {
      const [answer] = await desk.commit(now.hotelId, move('confirm', await held(rooms)));
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
      return answer.value;
    },
    quoted: async (input) => {
      const quote = await quoteAmendment(desk.amending, seller, input);
      if (!quote.ok) throw new Error(JSON.stringify(quote.error));
      return quote.value;
    },
    amend: (input, token, at = desk) => amendBooking(at.amending, seller, { ...input, token }),
    partsOf: (group) =>
      admin.query(
        `select p.part, p.live, p.status, p.rev,
                (select sum(n.rooms)::int from reservation.booking_nights n
                  where n.booking_id = p.booking_id and n.part = p.part
                    and n.until_rev is null) as rooms
           from reservation.booking_parts p join reservation.bookings b on b.id = p.booking_id
          where b.group_id = $1 order by b.position, p.part`,
        [group.id],
      ),
    close: async () => {
      await other.close();
      await trial.close();
    },
  };
}

/** The bookings of the group in their order, changed so. */
export function inputOf(group: BookingGroup, ...lines: Change[]): AmendInput {
  return {
    groupId: group.id,
    lines: lines.map((line, at) => ({ bookingId: group.bookings[at]?.id ?? '', ...line })),
  };
}

/** As it comes to a batch. */
export function amendCommand(input: AmendInput, token: string, group: BookingGroup): HotelCommand {
  const { roomType, checkIn, checkOut, rooms } = group.bookings[0]!;
  const lines = input.lines.map((line) => ({ roomType, checkIn, checkOut, rooms, ...line }));
  const actor = { subject: 'uid', role: 'PARTNER', requestId: 'req-1' };
  return { kind: 'amend', groupId: group.id, lines, token, actor, why: 'a test' };
}
