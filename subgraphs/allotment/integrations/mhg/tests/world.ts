// A supplier of one's own per test: the real simulator, or a small server that misbehaves, each on a
// free loopback port, with a client that has little patience.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../../../../shared/config/limits.ts';
import { projectPath } from '../../../../../shared/config/paths.ts';
import { createSimulator } from '../../../../../shared/testing/mhg-simulator/simulator.ts';
import { createMhgClient } from '../client.ts';
import type { MhgClient } from '../client.ts';
import { contentOf } from '../../../domain/supply/contract-content.ts';
import type { MhgLimits } from '../endpoints.ts';
import { fetchSupply } from '../fetch-supply.ts';
import type { FetchOptions, HotelSupply, SupplyRun } from '../fetch-supply.ts';
import { planSupplyFacts } from '../../../domain/supply/plan-supply.ts';
import type { KnownContract } from '../../../domain/supply/plan-supply.ts';

export const API_KEY = 'test-key';
export const FETCHED_AT = new Date('2026-11-22T08:00:00Z');

/** The bounds of production with short waits and small pages. */
export const IMPATIENT: MhgLimits = {
  ...limits.mhg,
  requestTimeoutMs: 250,
  backoffMs: 1,
  backoffMsMax: 2,
  bodyBytesMax: 200_000,
  pageSizeHotels: 3,
};

export interface SimulatedSupplier {
  readonly baseUrl: string;
  readonly client: MhgClient;
  put(code: string, body: object): Promise<void>;
  fetch(options: Pick<FetchOptions, 'window'> & Partial<FetchOptions>): Promise<SupplyRun>;
  fetchOne(window: FetchOptions['window']): Promise<HotelSupply>;
  stop(): Promise<void>;
}

/** The simulator over HTTP; `hotels` seeded ones, more by `put`. */
export async function simulatedSupplier(seed = 7, hotels = 0): Promise<SimulatedSupplier> {
  let stamps = 0;
  const { app } = createSimulator({
    seed,
    hotels,
    today: '2026-11-22',
    apiKey: API_KEY,
    now: () => new Date(FETCHED_AT.getTime() + (stamps += 1)),
  });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const bounds = { ...limits.mhg, pageSizeAllotments: 3, pageSizeContracts: 2, pageSizeHotels: 2 };
  const client = clientOf(baseUrl, bounds);
  const fetch: SimulatedSupplier['fetch'] = (options) =>
    fetchSupply(client, { limits: bounds, ...options });
  return {
    baseUrl,
    client,
    fetch,
    async put(code, payload) {
      const url = `/admin/hotels/${code}`;
      const headers = { 'x-api-key': API_KEY };
      const response = await app.inject({ method: 'PUT', url, headers, payload });
      expect(response.statusCode).toBeLessThan(300);
    },
    async fetchOne(window) {
      const [hotel] = (await fetch({ window })).hotels;
      if (!hotel) throw new Error('the supplier told of no hotel');
      return hotel;
    },
    async stop() {
      await client.close();
      await app.close();
    },
  };
}

export interface Misbehaving {
  readonly client: MhgClient;
  /** Requests that arrived, by path and query. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** A server that answers as `respond` says; `turn` counts the requests from 1. */
export async function misbehaving(
  respond: (turn: number, request: IncomingMessage, response: ServerResponse) => void,
  bounds: MhgLimits = IMPATIENT,
): Promise<Misbehaving> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    respond(asked.length, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = clientOf(`http://127.0.0.1:${port}`, bounds);
  return {
    client,
    asked,
    async stop() {
      await client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A page of hotels that carry nothing but their codes. */
export function pageOf(codes: readonly string[], page: number, total: number, size = 3): object {
  return {
    items: codes.map((code) => ({ code })),
    total,
    page,
    size,
    pages: Math.ceil(total / size),
  };
}

function clientOf(baseUrl: string, bounds: MhgLimits): MhgClient {
  return createMhgClient({ baseUrl, apiKey: API_KEY, limits: bounds, now: () => FETCHED_AT });
}

/** A kept page of hotel CNX01. */
export function fixture(name: string): { items: Record<string, unknown>[] } {
  const path = projectPath('subgraphs/allotment/integrations/mhg/fixtures', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as { items: Record<string, unknown>[] };
}

/** What is known once a supply was planned and appended. */
export function knownAfter(
  supply: HotelSupply,
  known: ReadonlyMap<string, KnownContract>,
): Map<string, KnownContract> {
  const next = new Map(known);
  for (const { fact, version } of planSupplyFacts(known, supply).append) {
    next.set(fact.id, { rev: fact.rev, content: contentOf(fact), version });
  }
  return next;
}
