// A running allotment server on a database of its own, and a signed client for its calendars. Used by
// the benches that measure from outside the process.
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createIdentitySigner } from '../../../../shared/auth/identity-signer.ts';
import type { IdentitySigner } from '../../../../shared/auth/identity-signer.ts';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import { append } from '../../../../shared/ledger/ledger.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { startTestSystem } from '../../../../shared/testing/services/test-system.ts';
import { createTimedClient } from '../../../../shared/tools/bench/http-client.ts';
import type { TimedClient, TimedRequest } from '../../../../shared/tools/bench/http-client.ts';
import { upsertHotel } from '../../repositories/hotels.ts';
import { endOf, FIRST_NIGHT, hotelFacts, TIMEZONE } from './hotel-facts.ts';
import type { HotelSize } from './hotel-facts.ts';

export interface BenchHouse {
  /** Owns the database; for filling it quickly. */
  readonly admin: DataSource;
  readonly client: TimedClient;
  /** The packed year of these hotels, as an agent asks for it on behalf of an agency. */
  calendarOf(hotelIds: readonly string[]): Promise<TimedRequest>;
  stop(): Promise<void>;
}

/** Whom the agent serves; nothing is agreed with it, so all is shown. */
const AGENCY = 'AG1';

const QUERY = `query Calendar($input: CalendarInput!) {
  calendar(input: $input) {
    __typename
    ... on Calendar {
      hotels { asOf validUntil roomTypes { code packed { from available flags } } }
    }
  }
}`;

/** A production server with one hotel of this size in its database. */
export async function openBenchHouse(hotelId: string, size: HotelSize): Promise<BenchHouse> {
  const system = await startTestSystem({
    only: ['allotment'],
    env: { NODE_ENV: 'production', LOG_LEVEL: 'warn' },
  });
  try {
    const { urls } = system.database;
    await withSource(urls.allotment, (source) => bringHotel(source, hotelId, size));
    const admin = await connectDataSource(sourceOf(urls.admin));
    const client = createTimedClient(system.urls.allotment);
    const signer = createIdentitySigner({
      privateJwk: system.settings.identityKeys.private.gateway,
      issuer: 'gateway',
    });
    return {
      admin,
      client,
      calendarOf: (hotelIds) => calendarRequest(signer, hotelIds, size),
      stop: async () => {
        await client.close();
        await admin.destroy();
        await system.stop();
      },
    };
  } catch (error) {
    await system.stop();
    throw error;
  }
}

async function bringHotel(source: DataSource, hotelId: string, size: HotelSize): Promise<void> {
  await source.transaction(async (manager) => {
    const hotel = {
      id: hotelId,
      name: 'Bench',
      names: {},
      city: 'Bangkok',
      country: 'TH',
      timezone: TIMEZONE,
      currency: 'THB',
      updatedAt: '2026-01-01T00:00:00Z',
    };
    await upsertHotel(manager, hotel, []);
    const facts = hotelFacts(size).map(({ recordedAt: _recordedAt, ...fact }) => fact);
    const appended = await append(manager, { hotelId, expectedSeq: 0, facts });
    if (!appended.ok) throw new Error(`the hotel's facts were refused: ${appended.error.code}`);
  });
}

async function withSource(url: string, work: (source: DataSource) => Promise<void>): Promise<void> {
  const source = await connectDataSource(sourceOf(url));
  try {
    await work(source);
  } finally {
    await source.destroy();
  }
}

function sourceOf(url: string): { url: string; schema: string; applicationName: string } {
  return { url, schema: 'allotment', applicationName: 'bench' };
}

async function calendarRequest(
  signer: IdentitySigner,
  hotelIds: readonly string[],
  size: HotelSize,
): Promise<TimedRequest> {
  const identity = { ...callers.agentOf(AGENCY), requestId: randomUUID() };
  const input = { hotelIds, from: FIRST_NIGHT, to: endOf(size), agencyId: AGENCY };
  return {
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...(await signer.headersFor(identity, 'allotment')),
    },
    body: JSON.stringify({ query: QUERY, variables: { input } }),
  };
}
