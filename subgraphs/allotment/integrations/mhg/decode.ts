// Wire items to typed ones, item by item: a bad item is set aside and its page goes on. Dates leave
// here as day numbers with exclusive ends, amounts as minor units. Called by fetch-supply.ts.
import { z } from 'zod';
import { limits } from '../../../../shared/config/limits.ts';
import type { ContractKind } from '../../../../shared/domain/facts.ts';
import type { DayNumber } from '../../../../shared/domain/nights.ts';
import type { CancellationPolicy } from '../../../../shared/domain/cancellation-policy.ts';
import { decodeCancellation } from './decode-cancellation.ts';
import * as field from './fields.ts';
import { minorUnitsOf } from '../../../../shared/domain/money.ts';
import { quarantineOf } from './quarantine.ts';
import type { Decoded, Quarantine, QuarantineReason } from './quarantine.ts';

export interface DecodedRoomType {
  readonly code: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly maxOccupancy: number;
  /** Beds in one room. */
  readonly beds: number;
}

export interface DecodedHotel {
  readonly code: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly city: string;
  readonly country: string;
  readonly timezone: string;
  readonly currency: string;
  readonly roomTypes: readonly DecodedRoomType[];
  /** Null where the hotel has no policy; read by itself, so that a bad one spares its hotel. */
  readonly cancellation: Decoded<CancellationPolicy | null>;
  readonly updatedAt: string;
}

export interface DecodedContractLine {
  readonly roomType: string;
  /** Rooms per night; null where the contract names none. */
  readonly allotment: number | null;
  /** Minor units of the contract's currency. */
  readonly rate: number | null;
  readonly release: readonly { readonly daysBefore: number; readonly keep: number }[];
  readonly releaseTime: string | null;
}

export interface DecodedContract {
  readonly id: string;
  readonly hotelCode: string;
  readonly name: string;
  readonly kind: ContractKind;
  readonly stayFrom: DayNumber;
  /** Exclusive. */
  readonly stayTo: DayNumber;
  readonly weekdays: readonly number[] | null;
  readonly lines: readonly DecodedContractLine[];
  readonly currency: string;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly minLeadDays: number | null;
  readonly maxLeadDays: number | null;
  readonly revision: number;
  readonly updatedAt: string;
}

export interface DecodedNight {
  readonly night: DayNumber;
  /** Rooms promised; null where the supplier gives no number. */
  readonly allocated: number | null;
  readonly sold: number | null;
  readonly remaining: number | null;
}

export interface DecodedAllotment {
  readonly hotelCode: string;
  readonly contractId: string;
  readonly roomType: string;
  readonly nights: readonly DecodedNight[];
  /** Nights that came, but cannot be read; `night` is null where not even the date can. */
  readonly unreadable: readonly {
    readonly night: DayNumber | null;
    readonly quarantine: Quarantine;
  }[];
  readonly updatedAt: string;
}

/** By language tag, e.g. `th`, `pt-BR`. */
const names = z.record(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/), field.name);

const hotel = z
  .object({
    code: field.code,
    name: field.name,
    names,
    city: field.name,
    country: z.string().regex(/^[A-Z]{2}$/),
    timezone: field.timezone,
    currency: field.currency,
    room_types: z.array(
      z.object({
        code: field.code,
        name: field.name,
        names,
        max_occupancy: field.count,
        beds: field.count,
      }),
    ),
    cancellation: z.unknown(),
    updated_at: field.instant,
  })
  .superRefine((item, context) => {
    refuseRepeats(item.room_types, (type) => type.code, 'room_types', context);
  });

/** One item of the hotel endpoint. */
export function decodeHotel(raw: unknown): Decoded<DecodedHotel> {
  const parsed = hotel.safeParse(raw);
  if (!parsed.success) return { ok: false, quarantine: quarantineOf(parsed.error, raw) };
  const { room_types, updated_at, cancellation, ...rest } = parsed.data;
  const roomTypes = room_types.map(({ max_occupancy, ...type }) => ({
    ...type,
    maxOccupancy: max_occupancy,
  }));
  return {
    ok: true,
    value: {
      ...rest,
      roomTypes,
      cancellation: decodeCancellation(cancellation),
      updatedAt: updated_at,
    },
  };
}

const contract = z
  .object({
    id: field.contractId,
    hotel_code: field.code,
    name: field.name,
    kind: field.contractKind,
    stay_from: field.night,
    stay_to: field.night,
    weekdays: field.weekdaysOrNull,
    rooms: z
      .array(
        z.object({
          room_type: field.code,
          allotment: field.countOrNull,
          rate: field.amountOrNull,
          release: z.array(z.object({ days_before: field.count, keep: field.count })),
          release_time: field.timeOrNull,
        }),
      )
      .min(1),
    currency: field.currency,
    min_stay: field.countOrNull,
    max_stay: field.countOrNull,
    min_lead_days: field.countOrNull,
    max_lead_days: field.countOrNull,
    revision: z.int().min(1),
    updated_at: field.instant,
  })
  .superRefine((item, context) => {
    refuseBadTerms(item, context);
    refuseRepeats(item.rooms, (room) => room.room_type, 'rooms', context);
    item.rooms.forEach((room, index) => {
      refuseRepeats(room.release, (stage) => stage.days_before, `rooms/${index}/release`, context);
      if (room.rate !== null && minorUnitsOf(room.rate, item.currency) === null) {
        const message = `${room.rate} is no exact amount of ${item.currency}`;
        refuse(context, ['rooms', index, 'rate'], 'BAD_MONEY', message);
      }
    });
  });

/** One item of the contract endpoint. The supplier's inclusive end becomes exclusive here. */
export function decodeContract(raw: unknown): Decoded<DecodedContract> {
  const parsed = contract.safeParse(raw);
  if (!parsed.success) return { ok: false, quarantine: quarantineOf(parsed.error, raw) };
  const item = parsed.data;
  return {
    ok: true,
    value: {
      id: item.id,
      hotelCode: item.hotel_code,
      name: item.name,
      kind: item.kind,
      stayFrom: item.stay_from,
      stayTo: item.stay_to + 1,
      weekdays: item.weekdays,
      lines: item.rooms.map((room) => ({
        roomType: room.room_type,
        allotment: room.allotment,
        rate: room.rate === null ? null : minorUnitsOf(room.rate, item.currency),
        release: room.release
          .map(({ days_before, keep }) => ({ daysBefore: days_before, keep }))
          .sort((a, b) => b.daysBefore - a.daysBefore),
        releaseTime: room.release_time,
      })),
      currency: item.currency,
      minStay: item.min_stay,
      maxStay: item.max_stay,
      minLeadDays: item.min_lead_days,
      maxLeadDays: item.max_lead_days,
      revision: item.revision,
      updatedAt: item.updated_at,
    },
  };
}

const allotment = z.object({
  hotel_code: field.code,
  contract_id: field.contractId,
  room_type: field.code,
  unit: z.unknown(),
  days: z.array(z.unknown()),
  updated_at: field.instant,
});

const day = z
  .object({
    date: field.night,
    allocated: field.countOrNull,
    sold: field.countOrNull,
    remaining: field.countOrNull,
  })
  .superRefine(({ allocated, sold, remaining }, context) => {
    const known = allocated !== null && sold !== null && remaining !== null;
    const contradiction = allocated === null && remaining !== null;
    if (contradiction || (known && allocated !== sold + remaining)) {
      const message = `allocated ${allocated} is not sold ${sold} + remaining ${remaining}`;
      refuse(context, ['allocated'], 'SUM_MISMATCH', message);
    }
  });
const dateOnly = z.object({ date: field.night });

/** One item of the allotment endpoint. Nights are decoded one by one: a bad night spares its line. */
export function decodeAllotment(raw: unknown): Decoded<DecodedAllotment> {
  const parsed = allotment.safeParse(raw);
  if (!parsed.success) return { ok: false, quarantine: quarantineOf(parsed.error, raw) };
  const item = parsed.data;
  if (item.unit !== 'rooms') {
    // Beds and room-nights need a declared factor; converting on sight would invent rooms.
    const message = `unit ${JSON.stringify(item.unit)} is not declared for this feed`;
    return { ok: false, quarantine: { path: '/unit', reason: 'UNKNOWN_UNIT', message, raw } };
  }
  const nights: DecodedNight[] = [];
  const unreadable: { night: DayNumber | null; quarantine: Quarantine }[] = [];
  item.days.forEach((rawDay, index) => {
    const read = day.safeParse(rawDay);
    if (read.success) {
      const { date, ...numbers } = read.data;
      nights.push({ night: date, ...numbers });
      return;
    }
    const dated = dateOnly.safeParse(rawDay);
    const quarantine = quarantineOf(read.error, rawDay);
    unreadable.push({
      night: dated.success ? dated.data.date : null,
      quarantine: { ...quarantine, path: `/days/${index}${quarantine.path}` },
    });
  });
  return {
    ok: true,
    value: {
      hotelCode: item.hotel_code,
      contractId: item.contract_id,
      roomType: item.room_type,
      nights,
      unreadable,
      updatedAt: item.updated_at,
    },
  };
}

type Context = z.core.$RefinementCtx;

function refuseBadTerms(item: z.infer<typeof contract>, context: Context): void {
  const nights = item.stay_to - item.stay_from + 1;
  if (nights < 1 || nights > limits.mhg.nightsPerContractMax) {
    refuse(context, ['stay_to'], 'BAD_RANGE', `the contract covers ${nights} nights`);
  }
  if (item.min_stay === 0 || item.max_stay === 0) {
    refuse(context, [item.min_stay === 0 ? 'min_stay' : 'max_stay'], 'SENTINEL', '0 is no stay');
  }
  if ((item.min_stay ?? 0) > (item.max_stay ?? Infinity)) {
    refuse(context, ['max_stay'], 'BAD_RANGE', 'the longest stay is below the shortest');
  }
  if ((item.min_lead_days ?? 0) > (item.max_lead_days ?? Infinity)) {
    refuse(context, ['max_lead_days'], 'BAD_RANGE', 'the longest lead is below the shortest');
  }
}

function refuseRepeats<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
  path: string,
  context: Context,
): void {
  const seen = new Set(items.map(keyOf));
  if (seen.size < items.length) {
    refuse(context, path.split('/'), 'CONFLICT', 'the same thing stands there twice');
  }
}

function refuse(
  context: Context,
  path: PropertyKey[],
  reason: QuarantineReason,
  message: string,
): void {
  context.addIssue({ code: 'custom', path, message, params: { reason } });
}
