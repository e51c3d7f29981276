// What the supplier offers its partners about bookings: book under a key of the partner's, ask what
// became of it, amend, cancel. Planned faults come between the work and its answer.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bookingBody, bookingKey } from './booking-schema.ts';
import type { BookingBody, Fault } from './booking-schema.ts';
import type { BookingStore, StoredBooking } from './bookings.ts';
import { answerWith, isDone } from './faults.ts';
import type { FaultPlan } from './faults.ts';
import type { SupplyStore } from './store.ts';
import { detailsOf, sendDetail, sendInvalid } from './validation.ts';
import type { Webhooks } from './webhooks.ts';

export interface BookingDesk {
  readonly store: SupplyStore;
  readonly bookings: BookingStore;
  readonly faults: FaultPlan;
  readonly webhooks: Webhooks;
}

interface KeyParams {
  key: string;
}

/** Adds the routes under /api/v1/bookings. */
export function addBookingRoutes(app: FastifyInstance, desk: BookingDesk): void {
  app.post('/api/v1/bookings', (request, reply) => {
    const key = bookingKey.safeParse(request.headers['idempotency-key']);
    const body = bookingBody.safeParse(request.body);
    if (!key.success) return sendInvalid(reply, detailsOf(key.error, 'query'));
    if (!body.success) return sendInvalid(reply, detailsOf(body.error, 'body'));
    const fault = desk.faults.take('book', body.data.hotel_code);
    const honest = isDone(fault)
      ? book(desk, key.data, body.data, fault)
      : (): FastifyReply => sendDetail(reply, 500, 'Not done');
    return answerWith(fault, reply, () => honest(reply));
  });
  app.get<{ Params: KeyParams }>('/api/v1/bookings/:key', (request, reply) => {
    const { key } = request.params;
    const booking = desk.bookings.find(key);
    const fault = desk.faults.take('status', booking?.asked.hotel_code);
    return answerWith(fault, reply, () =>
      booking ? reply.code(200).send(told(booking, fault)) : sendNotFound(reply, key),
    );
  });
  addAmendRoute(app, desk);
  app.post<{ Params: KeyParams }>('/api/v1/bookings/:key/cancel', (request, reply) => {
    const { key } = request.params;
    const before = desk.bookings.find(key);
    const fault = desk.faults.take('cancel', before?.asked.hotel_code);
    const refused = fault?.kind === 'REFUSE';
    const booking = before && isDone(fault) && !refused ? cancel(desk, before) : before;
    return answerWith(fault, reply, () => {
      if (!booking) return sendNotFound(reply, key);
      if (!refused) return reply.code(200).send(told(booking, fault));
      return reply.code(fault.http_status).send({ ...told(booking, fault), reason: fault.reason });
    });
  });
}

function addAmendRoute(app: FastifyInstance, desk: BookingDesk): void {
  app.put<{ Params: KeyParams }>('/api/v1/bookings/:key', (request, reply) => {
    const { key } = request.params;
    const amendmentKey = bookingKey.safeParse(request.headers['idempotency-key']);
    const body = bookingBody.safeParse(request.body);
    if (!amendmentKey.success) return sendInvalid(reply, detailsOf(amendmentKey.error, 'query'));
    if (!body.success) return sendInvalid(reply, detailsOf(body.error, 'body'));
    const before = desk.bookings.find(key);
    const fault = desk.faults.take('amend', body.data.hotel_code);
    const honest =
      before && isDone(fault)
        ? amend(desk, before, { amendmentKey: amendmentKey.data, body: body.data }, fault)
        : (): FastifyReply => sendNotFound(reply, key);
    return answerWith(fault, reply, () => honest(reply));
  });
}

/** Does the amendment and returns its honest answer. */
function amend(
  desk: BookingDesk,
  before: StoredBooking,
  asked: { readonly amendmentKey: string; readonly body: BookingBody },
  fault: Fault | undefined,
): (reply: FastifyReply) => FastifyReply {
  const { amendmentKey, body } = asked;
  const known = amendmentKey in before.amendments;
  const refusal = known ? null : amendmentRefusal(desk.store, before, body, fault);
  if (refusal) {
    const { status, reason } = refusal;
    return (reply) => reply.code(status).send({ ...told(before, fault), reason });
  }
  const booking = desk.bookings.amend(before, amendmentKey, body);
  if (!booking) {
    return (reply) => sendDetail(reply, 409, 'Idempotency-Key was used with another body');
  }
  if (booking.version > before.version) {
    desk.webhooks.announce(booking, fault?.kind === 'DUPLICATE_WEBHOOK' ? fault.copies : 1);
  }
  return (reply) => reply.code(200).send(told(booking, fault));
}

/** What is cancelled is not amended, and a booking stays in its hotel. */
function amendmentRefusal(
  store: SupplyStore,
  before: StoredBooking,
  body: BookingBody,
  fault: Fault | undefined,
): ReturnType<typeof refusalOf> {
  if (before.status === 'XX') return { status: 409, reason: 'The booking is cancelled' };
  if (before.asked.hotel_code !== body.hotel_code) return { status: 422, reason: 'Other hotel' };
  return refusalOf(store, body, fault);
}

/** Does the work and returns its honest answer. */
function book(
  desk: BookingDesk,
  key: string,
  body: BookingBody,
  fault: Fault | undefined,
): (reply: FastifyReply) => FastifyReply {
  const before = desk.bookings.find(key);
  if (before) {
    const again = desk.bookings.askedAgain(before, body);
    if (!again) {
      return (reply) => sendDetail(reply, 409, 'Idempotency-Key was used with another body');
    }
    return (reply) => reply.code(again.refusedWith ?? 200).send(told(again, fault));
  }
  const refusal = refusalOf(desk.store, body, fault);
  const booking = desk.bookings.add({
    key,
    asked: body,
    status: refusal ? 'XX' : fault?.kind === 'STATUS' ? fault.word : 'OK',
    reason: refusal?.reason ?? null,
    refusedWith: refusal?.status ?? null,
  });
  // Who is refused to the face needs no letter.
  if (!refusal) {
    desk.webhooks.announce(booking, fault?.kind === 'DUPLICATE_WEBHOOK' ? fault.copies : 1);
  }
  return (reply) => reply.code(booking.refusedWith ?? 201).send(told(booking, fault));
}

function refusalOf(
  store: SupplyStore,
  body: BookingBody,
  fault: Fault | undefined,
): { readonly status: 409 | 422; readonly reason: string } | null {
  if (fault?.kind === 'REFUSE') return { status: fault.http_status, reason: fault.reason };
  const hotel = store.find(body.hotel_code);
  if (!hotel) return { status: 422, reason: `Unknown hotel ${body.hotel_code}` };
  const known = new Set(hotel.room_types.map((type) => type.code));
  const unknown = body.rooms.find((room) => !known.has(room.room_type));
  return unknown ? { status: 422, reason: `Unknown room type ${unknown.room_type}` } : null;
}

function cancel(desk: BookingDesk, before: StoredBooking): StoredBooking {
  const booking = desk.bookings.change(before, { status: 'XX', reason: 'Cancelled by partner' });
  if (booking.version > before.version) desk.webhooks.announce(booking);
  return booking;
}

/** A planned status word is told even of a booking that has another. */
function told(booking: StoredBooking, fault: Fault | undefined): Record<string, unknown> {
  return {
    key: booking.key,
    supplier_reference: booking.supplierReference,
    status: fault?.kind === 'STATUS' ? fault.word : booking.status,
    reason: booking.reason,
    version: booking.version,
  };
}

function sendNotFound(reply: FastifyReply, key: string): FastifyReply {
  return reply.code(404).send({ key, status: 'NOT_FOUND' });
}
