// The simulated supplier over HTTP with a client of ours, and servers that answer as a test says.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../../../../shared/config/limits.ts';
import { createSimulator } from '../../../../../shared/testing/mhg-simulator/simulator.ts';
import type { Downstream, DownstreamRequest } from '../../../domain/downstream.ts';
import { createDownstream } from '../client.ts';
import type { DownstreamLimits } from '../exchange.ts';

const API_KEY = 'test-key';
export const SECRET = 'a-secret-for-tests';
export const NOW = new Date('2026-11-22T08:00:00Z');
export const open = new AbortController().signal;

/** The bounds of production with short waits and small answers. */
export const BOUNDS: DownstreamLimits = {
  ...limits.downstream,
  connectRetryDelayMs: 1,
  bodyBytesMax: 10_000,
};
const IMPATIENT: DownstreamLimits = { ...BOUNDS, timeoutMs: 400 };

/** Two rooms for two nights, departure on the 3rd. */
export const request: DownstreamRequest = {
  key: 'grp_1',
  hotelId: 'BKK01',
  reference: 'R-1',
  currency: 'THB',
  lines: [
    { roomType: 'SUP', checkIn: '2026-12-01', checkOut: '2026-12-03', rooms: 2, amount: 980_000 },
  ],
};

export interface Supplier {
  readonly downstream: Downstream;
  /** The same supplier under a short time-out. */
  readonly impatient: Downstream;
  admin(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>;
  /** How often the key was asked to be booked; 0: never heard of. */
  requests(key: string): Promise<number>;
  stop(): Promise<void>;
}

export async function simulatedSupplier(): Promise<Supplier> {
  const { app } = createSimulator({
    seed: 7,
    hotels: 3,
    today: '2026-11-22',
    apiKey: API_KEY,
    now: () => NOW,
    webhooks: { secret: SECRET },
  });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const downstream = createDownstream({ baseUrl, apiKey: API_KEY, limits: BOUNDS });
  const impatient = createDownstream({ baseUrl, apiKey: API_KEY, limits: IMPATIENT });
  const admin: Supplier['admin'] = async (method, path, payload) => {
    const response = await app.inject({
      method,
      url: `/admin${path}`,
      headers: { 'x-api-key': API_KEY },
      ...(payload ? { payload } : {}),
    });
    expect(response.statusCode).toBeLessThan(300);
    return response.json();
  };
  return {
    downstream,
    impatient,
    admin,
    async requests(key) {
      const { items } = (await admin('GET', '/bookings')) as {
        items: { key: string; requests: number }[];
      };
      return items.find((item) => item.key === key)?.requests ?? 0;
    },
    async stop() {
      await Promise.all([downstream.close(), impatient.close()]);
      await app.close();
    },
  };
}

export interface Misbehaving {
  readonly downstream: Downstream;
  /** Requests that arrived. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** A server that answers every request as `respond` says. */
export async function misbehaving(
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Misbehaving> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    incoming.resume();
    respond(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const downstream = createDownstream({ baseUrl, apiKey: API_KEY, limits: BOUNDS });
  return {
    downstream,
    asked,
    async stop() {
      await downstream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
