// How tools and tests make the supplier misbehave: planned faults, bookings changed by hand, and
// confirmations of any content in any order.
import type { FastifyInstance } from 'fastify';
import { bookingChange, faultBody, sendCommand, webhookSettings } from './booking-schema.ts';
import type { Delivery } from './booking-schema.ts';
import type { BookingDesk } from './booking-routes.ts';
import { chance } from './random.ts';
import { detailsOf, sendDetail, sendInvalid } from './validation.ts';
import { confirmationOf } from './webhooks.ts';
import type { Sent } from './webhooks.ts';

/** Adds `/admin/faults`, `/admin/bookings` and `/admin/webhooks`. */
export function addAdminBookingRoutes(app: FastifyInstance, desk: BookingDesk): void {
  addFaultRoutes(app, desk);
  addBookingControls(app, desk);
  addWebhookControls(app, desk);
}

function addFaultRoutes(app: FastifyInstance, { faults }: BookingDesk): void {
  app.post('/admin/faults', (request, reply) => {
    const fault = faultBody.safeParse(request.body);
    if (!fault.success) return sendInvalid(reply, detailsOf(fault.error, 'body'));
    if (!faults.add(fault.data)) return sendDetail(reply, 409, 'Too many faults are planned');
    return reply.code(201).send(fault.data);
  });
  app.get('/admin/faults', () => ({ items: faults.list() }));
  app.delete('/admin/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}

function addBookingControls(app: FastifyInstance, { bookings, webhooks }: BookingDesk): void {
  app.get('/admin/bookings', () => ({
    items: bookings
      .list()
      .map((booking) => ({ ...confirmationOf(booking), requests: booking.requests })),
  }));
  app.put<{ Params: { key: string } }>('/admin/bookings/:key', (request, reply) => {
    const change = bookingChange.safeParse(request.body);
    if (!change.success) return sendInvalid(reply, detailsOf(change.error, 'body'));
    const before = bookings.find(request.params.key);
    if (!before) return sendDetail(reply, 404, 'Booking not found');
    const after = bookings.change(before, change.data);
    if (after.version > before.version) webhooks.announce(after);
    return confirmationOf(after);
  });
}

function addWebhookControls(app: FastifyInstance, { bookings, webhooks }: BookingDesk): void {
  app.put('/admin/webhooks', (request, reply) => {
    const settings = webhookSettings.safeParse(request.body);
    if (!settings.success) return sendInvalid(reply, detailsOf(settings.error, 'body'));
    webhooks.set(settings.data);
    return settings.data;
  });
  app.post('/admin/webhooks/send', async (request, reply) => {
    const command = sendCommand.safeParse(request.body);
    if (!command.success) return sendInvalid(reply, detailsOf(command.error, 'body'));
    const url = command.data.url ?? webhooks.settings().url;
    if (url === null) return sendDetail(reply, 409, 'Nobody to send to: give a url');
    const { deliveries, order, seed } = command.data;
    const missing = deliveries.find(({ key }) => key !== undefined && !bookings.find(key));
    if (missing) return sendDetail(reply, 404, `Booking ${missing.key ?? ''} not found`);
    const sent: Sent[] = [];
    for (const delivery of inOrder(deliveries, order, seed)) {
      const booking = delivery.key === undefined ? undefined : bookings.find(delivery.key);
      sent.push(await webhooks.send(url, delivery, booking));
    }
    return { sent };
  });
}

/** Every copy in its place; a shuffle is a function of its seed. */
function inOrder(
  deliveries: readonly Delivery[],
  order: 'given' | 'reversed' | 'shuffled',
  seed: number,
): Delivery[] {
  const all = deliveries.flatMap((delivery) => Array<Delivery>(delivery.copies).fill(delivery));
  if (order === 'given') return all;
  if (order === 'reversed') return all.reverse();
  return all
    .map((delivery, index) => ({ delivery, at: chance(seed, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ delivery }) => delivery);
}
