// A supplier in this process that says what the test wants, also falsely, and syncs that read it.
import type { DataSource } from 'typeorm';
import { limits } from '../../../../shared/config/limits.ts';
import type { HotelLock } from '../../../../shared/lock/hotel-lock.ts';
import { noLock } from '../../../../shared/lock/hotel-lock.ts';
import { createSimulator } from '../../../../shared/testing/mhg-simulator/simulator.ts';
import { createLogger } from '../../../../shared/telemetry/logger.ts';
import type { ReadSupply } from '../../domain/supply/told-supply.ts';
import { createMhgClient } from '../../integrations/mhg/client.ts';
import { fetchSupply } from '../../integrations/mhg/fetch-supply.ts';
import type { SyncRunRow } from '../../repositories/sync-runs.ts';
import { requestSync } from '../../services/request-sync.ts';
import { runNextSync } from '../../services/run-sync.ts';
import { identity, night } from './world.ts';

const API_KEY = 'test-key';

/** One page of one line, so that a reading can break off between two lines; little patience. */
const BOUNDS = { ...limits.mhg, pageSizeAllotments: 1, backoffMs: 1, backoffMsMax: 2 };

/** Rooms per night: one number, or one per room type; `days` where single nights differ. */
export interface Told {
  readonly rooms: Readonly<Record<string, number | null>>;
  readonly days?: Readonly<Record<string, number>>;
  /** In the supplier's own words; null unless said. */
  readonly cancellation?: object;
}

export interface Supplier {
  /** What the supplier says from now on; one contract `K1` over 60 nights from today. */
  tells(hotelId: string, told: Told): Promise<void>;
  /** Answers 500 to requests whose URL fits; null: to none. */
  failOn(fits: RegExp | null): void;
  /** Changes what is sent on the wire to requests whose URL fits; null: nothing. */
  spoil(fits: RegExp | null, change?: (body: string) => string): void;
  readonly read: ReadSupply;
  stop(): Promise<void>;
}

export async function startSupplier(): Promise<Supplier> {
  let stamps = 0;
  let failing: RegExp | null = null;
  let spoilt: { fits: RegExp; change: (body: string) => string } | null = null;
  const now = (): Date => new Date(Date.UTC(2026, 0, 1) + (stamps += 1));
  const { app } = createSimulator({
    seed: 1,
    hotels: 0,
    today: night(0),
    apiKey: API_KEY,
    now,
  });
  app.addHook('onRequest', async (request, reply) => {
    if (failing?.test(request.url) === true) await reply.code(500).send({ detail: 'out of order' });
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    const changes = spoilt?.fits.test(request.url) === true && typeof payload === 'string';
    done(null, changes ? spoilt?.change(payload) : payload);
  });
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = createMhgClient({ baseUrl, apiKey: API_KEY, limits: BOUNDS });
  return {
    async tells(hotelId, told) {
      const url = `/admin/hotels/${hotelId}`;
      const payload = hotelBody(told);
      const headers = { 'x-api-key': API_KEY };
      const response = await app.inject({ method: 'PUT', url, headers, payload });
      expect(response.statusCode).toBeLessThan(300);
    },
    failOn: (fits) => void (failing = fits),
    spoil: (fits, change = (body) => body) => void (spoilt = fits && { fits, change }),
    read: (request) => fetchSupply(client, { ...request, limits: BOUNDS }),
    async stop() {
      await client.close();
      await app.close();
    },
  };
}

function hotelBody({ rooms, days = {}, cancellation }: Told): object {
  const codes = Object.keys(rooms);
  return {
    room_types: codes.map((code) => ({ code })),
    cancellation: cancellation ?? null,
    contracts: [
      {
        id: 'K1',
        stay_from: night(0),
        stay_to: night(59),
        rooms: codes.map((room_type) => ({
          room_type,
          allotment: rooms[room_type],
          days: Object.fromEntries(
            Object.entries(days).map(([date, allocated]) => [date, { allocated }]),
          ),
        })),
      },
    ],
  };
}

export const logger = createLogger('test', 'silent');

/** Asks for a sync as an operator; carried out by `carryOut`. */
export async function request(
  dataSource: DataSource,
  hotelIds: readonly string[],
): Promise<string> {
  const run = await requestSync(dataSource, identity('OPERATOR'), hotelIds);
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return run.value.id;
}

export interface Verdict {
  readonly verdict: string;
  readonly detail: {
    readonly guard: { readonly reasons: readonly string[] };
    readonly deferred: readonly string[];
  };
}

export interface Synced {
  readonly run: SyncRunRow;
  readonly verdict: Verdict | null;
}

/** Requests a sync of one hotel and carries it out. */
export async function sync(
  dataSource: DataSource,
  supplier: Pick<Supplier, 'read'>,
  hotelId: string,
  lock: HotelLock = noLock,
): Promise<Synced> {
  const id = await request(dataSource, [hotelId]);
  expect(await runNextSync({ dataSource, readSupply: supplier.read, lock, logger })).toBe(true);
  return outcomeOf(dataSource, id, hotelId);
}

export async function outcomeOf(
  dataSource: DataSource,
  runId: string,
  hotelId: string,
): Promise<Synced> {
  const [run]: SyncRunRow[] = await dataSource.query(
    'select * from allotment.sync_runs where id = $1',
    [runId],
  );
  const [verdict]: Verdict[] = await dataSource.query(
    'select verdict, detail from allotment.sync_hotels where run_id = $1 and hotel_id = $2',
    [runId, hotelId],
  );
  if (!run) throw new Error(`no run ${runId}`);
  return { run, verdict: verdict ?? null };
}
