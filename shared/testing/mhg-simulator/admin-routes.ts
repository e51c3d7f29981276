// How tools and tests change what the supplier says: put a whole hotel, or go back to the seed.
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { adminHotel, hotelCode } from './admin-schema.ts';
import type { AdminContract, AdminHotel, AdminRoom } from './admin-schema.ts';
import { contractOnWire, hotelOnWire } from './store.ts';
import type { SupplyStore } from './store.ts';
import type { StoredContract, StoredHotel, StoredLine } from './stored.ts';
import { detailsOf, sendInvalid } from './validation.ts';

/**
 * Adds `PUT /admin/hotels/{code}` (the hotel with all its contracts; what the body leaves out is
 * gone) and `POST /admin/reset`, which also forgets what `resetMore` does. A body put twice changes nothing the second time; a contract whose
 * terms changed gets the next revision, numbers of single nights move their line's `updated_at`.
 */
export function addAdminRoutes(
  app: FastifyInstance,
  store: SupplyStore,
  now: () => Date,
  resetMore: () => void,
): void {
  app.put<{ Params: { code: string } }>('/admin/hotels/:code', (request, reply) => {
    const code = hotelCode.safeParse(request.params.code);
    const body = adminHotel.safeParse(request.body);
    if (!code.success) return sendInvalid(reply, detailsOf(code.error, 'query'));
    if (!body.success) return sendInvalid(reply, detailsOf(body.error, 'body'));
    const before = store.find(code.data);
    const after = hotelFrom(code.data, body.data, before, now().toISOString());
    store.put(after);
    return reply.code(before ? 200 : 201).send({
      ...hotelOnWire(after),
      contracts: after.contracts.map(contractOnWire),
    });
  });
  app.post('/admin/reset', () => {
    store.reset();
    resetMore();
    return { hotels: store.listHotels().length };
  });
}

function hotelFrom(
  code: string,
  body: AdminHotel,
  before: StoredHotel | undefined,
  now: string,
): StoredHotel {
  const { contracts, name, names, room_types, ...rest } = body;
  const hotel: StoredHotel = {
    ...rest,
    code,
    name: name ?? code,
    names: names ?? { en: name ?? code },
    room_types: room_types.map((type) => ({
      ...type,
      name: type.name ?? type.code,
      names: type.names ?? { en: type.name ?? type.code },
    })),
    updated_at: now,
    contracts: [],
  };
  if (before && sameExceptTime(hotelOnWire(before), hotelOnWire(hotel))) {
    hotel.updated_at = before.updated_at;
  }
  hotel.contracts = contracts.map((contract) =>
    contractFrom(
      contract,
      hotel,
      before?.contracts.find((candidate) => candidate.id === contract.id),
      now,
    ),
  );
  return hotel;
}

function contractFrom(
  body: AdminContract,
  hotel: StoredHotel,
  before: StoredContract | undefined,
  now: string,
): StoredContract {
  const { revision, updated_at, ...terms } = body;
  const contract: StoredContract = {
    ...terms,
    name: body.name ?? body.id,
    hotel_code: hotel.code,
    currency: body.currency ?? hotel.currency,
    rooms: body.rooms.map((room) => lineFrom(room, before, updated_at ?? now)),
    revision: before?.revision ?? 1,
    updated_at: before?.updated_at ?? now,
  };
  if (before && !sameExceptTime(contractOnWire(before), contractOnWire(contract))) {
    contract.revision += 1;
    contract.updated_at = now;
  }
  // Tests of late and out-of-order pages name both themselves.
  if (revision !== undefined) contract.revision = revision;
  if (updated_at !== undefined) contract.updated_at = updated_at;
  return contract;
}

function lineFrom(body: AdminRoom, contract: StoredContract | undefined, now: string): StoredLine {
  const before = contract?.rooms.find((line) => line.room_type === body.room_type);
  const same =
    before !== undefined &&
    before.variation === undefined &&
    before.allotment === body.allotment &&
    isDeepStrictEqual(before.days, body.days);
  return { ...body, daysUpdatedAt: same ? before.daysUpdatedAt : now };
}

function sameExceptTime<Wire extends { updated_at: string }>(before: Wire, after: Wire): boolean {
  return isDeepStrictEqual({ ...before, updated_at: '' }, { ...after, updated_at: '' });
}
