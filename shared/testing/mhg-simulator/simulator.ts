// The supplier as an HTTP application over a seeded store. Built by server.ts (its own process) and
// by tests (in process, on a free port).
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { limits } from '../../config/limits.ts';
import { addAdminRoutes } from './admin-routes.ts';
import { openApi } from './openapi.ts';
import { createStore } from './store.ts';
import type { SupplyStore } from './store.ts';
import type { SeedOptions } from './stored.ts';
import { addSupplyRoutes } from './supply-routes.ts';
import { sendDetail, sendInvalid } from './validation.ts';

export interface Simulator {
  readonly app: FastifyInstance;
  readonly store: SupplyStore;
}

/** `now` stamps what the admin routes change; nothing else in the simulator knows the time. */
export function createSimulator(
  options: SeedOptions & { readonly apiKey: string; readonly now: () => Date },
): Simulator {
  const store = createStore(options);
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
  addAdminRoutes(app, store, options.now);
  app.setNotFoundHandler((_request, reply) => sendDetail(reply, 404, 'Not Found'));
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    if (error.statusCode === 400) {
      return sendInvalid(reply, [{ loc: ['body'], msg: error.message, type: 'json_invalid' }]);
    }
    return sendDetail(reply, error.statusCode ?? 500, error.message);
  });
  return { app, store };
}
