// The supplier as an HTTP application over a seeded store. Built by server.ts (its own process) and
// by tests (in process, on a free port).
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { limits } from '../../config/limits.ts';
import { addAdminBookingRoutes } from './admin-booking-routes.ts';
import { addAdminRoutes } from './admin-routes.ts';
import { addBookingRoutes } from './booking-routes.ts';
import type { BookingDesk } from './booking-routes.ts';
import { createBookingStore } from './bookings.ts';
import { createFaultPlan } from './faults.ts';
import { openApi } from './openapi.ts';
import { createStore } from './store.ts';
import type { SupplyStore } from './store.ts';
import type { SeedOptions } from './stored.ts';
import { addSupplyRoutes } from './supply-routes.ts';
import { sendDetail, sendInvalid } from './validation.ts';
import { createWebhooks } from './webhooks.ts';
import type { WebhookOptions } from './webhooks.ts';

export interface Simulator {
  readonly app: FastifyInstance;
  readonly store: SupplyStore;
}

export interface SimulatorOptions extends SeedOptions {
  readonly apiKey: string;
  /** Stamps what the admin routes change and what is signed; nothing else knows the time. */
  readonly now: () => Date;
  readonly webhooks?: WebhookOptions;
}

/** A supplier of its own, with the hotels of the seed and without a booking. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const store = createStore(options);
  const desk: BookingDesk = {
    store,
    bookings: createBookingStore(limits.mhgSimulator.bookingsMax),
    faults: createFaultPlan(limits.mhgSimulator.faultsMax),
    webhooks: createWebhooks(options.webhooks ?? {}, options.now),
  };
  const app = fastify({
    bodyLimit: limits.mhgSimulator.bodyBytesMax,
    forceCloseConnections: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    const guarded = request.url.startsWith('/api/') || request.url.startsWith('/admin/');
    if (guarded && request.headers['x-api-key'] !== options.apiKey) {
      await sendDetail(reply, 401, 'Invalid or missing API key');
    }
  });
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/openapi.json', () => openApi);
  addSupplyRoutes(app, store);
  addAdminRoutes(app, store, options.now, () => {
    desk.bookings.reset();
    desk.faults.clear();
    desk.webhooks.reset();
  });
  addBookingRoutes(app, desk);
  addAdminBookingRoutes(app, desk);
  app.addHook('onClose', () => desk.webhooks.close());
  app.setNotFoundHandler((_request, reply) => sendDetail(reply, 404, 'Not Found'));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    if (error.statusCode === 400) {
      return sendInvalid(reply, [{ loc: ['body'], msg: error.message, type: 'json_invalid' }]);
    }
    return sendDetail(reply, error.statusCode ?? 500, error.message);
  });
  return { app, store };
}
