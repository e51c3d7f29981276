// The body of `PUT /admin/hotels/{code}`. Little is required, so that a tool can say "a hotel with
// this many rooms per type over these nights" in a few lines.
import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { nightOf, parseNight } from '../../domain/nights.ts';

/** Hotel and room type codes. */
export const hotelCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/);

const date = z
  .string()
  .refine(
    (text) => parseNight(text) !== null,
    'Input should be a valid date in the format YYYY-MM-DD',
  );
const count = z.int().min(0);
const names = z.record(z.string().min(2), z.string().min(1));

const day = z.object({
  allocated: count.nullable(),
  sold: count.default(0),
});

const room = z.object({
  room_type: hotelCode,
  allotment: count.nullable().default(null),
  rate: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .nullable()
    .default(null),
  release: z.array(z.object({ days_before: count, keep: count })).default([]),
  release_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null),
  /** Numbers of single nights, where they differ from `allotment`. */
  days: z.record(date, day).default({}),
});

const contract = z
  .object({
    id: z.string().min(1).max(64),
    name: z.string().min(1).optional(),
    kind: z.enum(['ALLOTMENT', 'COMMITTED', 'FREE_SALE', 'ON_REQUEST']).default('ALLOTMENT'),
    stay_from: date,
    /** The last night, inclusive. */
    stay_to: date,
    weekdays: z.array(z.int().min(1).max(7)).min(1).nullable().default(null),
    rooms: z.array(room).min(1),
    currency: z.string().length(3).optional(),
    min_stay: count.nullable().default(null),
    max_stay: count.nullable().default(null),
    min_lead_days: count.nullable().default(null),
    max_lead_days: count.nullable().default(null),
    revision: z.int().min(1).optional(),
    updated_at: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(
    ({ stay_from, stay_to }) => {
      const nights = nightOf(stay_to) - nightOf(stay_from) + 1;
      return nights >= 1 && nights <= limits.mhgSimulator.nightsPerContractMax;
    },
    { path: ['stay_to'], message: 'stay_to must be stay_from or a later night' },
  );

const charge = z.object({
  basis: z.enum(['FIRST_NIGHTS', 'PERCENT_OF_STAY']),
  value: z.string().regex(/^\d{1,4}(\.\d{1,2})?$/),
});

const cancellation = z.object({
  rules: z.array(
    z.object({
      days_prior: count,
      local_time: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .nullable()
        .default(null),
      charge,
    }),
  ),
  no_show: charge,
});

export const adminHotel = z
  .object({
    name: z.string().min(1).optional(),
    names: names.optional(),
    city: z.string().default('Bangkok'),
    country: z.string().length(2).default('TH'),
    timezone: z.string().min(1).default('Asia/Bangkok'),
    currency: z.string().length(3).default('THB'),
    room_types: z
      .array(
        z.object({
          code: hotelCode,
          name: z.string().min(1).optional(),
          names: names.optional(),
          max_occupancy: z.int().min(1).default(2),
          beds: z.int().min(1).default(1),
        }),
      )
      .min(1),
    cancellation: cancellation.nullable().default(null),
    contracts: z.array(contract).default([]),
  })
  .check((context) => {
    const known = new Set(context.value.room_types.map((type) => type.code));
    context.value.contracts.forEach((item, index) => {
      item.rooms.forEach((line, position) => {
        if (known.has(line.room_type)) return;
        context.issues.push({
          code: 'custom',
          path: ['contracts', index, 'rooms', position, 'room_type'],
          message: 'room type is not one of the hotel',
          input: line.room_type,
        });
      });
    });
  });

export type AdminHotel = z.infer<typeof adminHotel>;
export type AdminContract = AdminHotel['contracts'][number];
export type AdminRoom = AdminContract['rooms'][number];
