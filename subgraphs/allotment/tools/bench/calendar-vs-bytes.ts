// `calendar-vs-bytes`: a large hotel's packed year, warm, from a real allotment server, against a bare
// Node server that sends the same bytes: what a calendar costs beyond being sent.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '../../../../shared/domain/instants.ts';
import { figureOf, interleave } from '../../../../shared/tools/bench/bench.ts';
import type { BenchCase, Effort, Figure } from '../../../../shared/tools/bench/bench.ts';
import { createTimedClient } from '../../../../shared/tools/bench/http-client.ts';
import type { TimedClient } from '../../../../shared/tools/bench/http-client.ts';
import { startProcess } from '../../../../shared/tools/up/processes.ts';
import { openBenchHouse } from './bench-house.ts';
import type { BenchHouse } from './bench-house.ts';
import {
  endOf,
  FIRST_NIGHT,
  hotelFacts,
  LARGE_HOTEL,
  SAMPLE_HOTEL,
  TIMEZONE,
} from './hotel-facts.ts';
import type { HotelSize } from './hotel-facts.ts';
import { resolveNaively } from './naive-resolver.ts';

const HOTEL = 'BENCH-1';
/** A signed identity lives for a minute: it is renewed long before. */
const ROUNDS_PER_IDENTITY = 1_000;

export const calendarVsBytes: BenchCase = { name: 'calendar-vs-bytes', wanted: 0.33, run };

async function run(effort: Effort): Promise<Figure[]> {
  const size = effort === 'full' ? LARGE_HOTEL : SAMPLE_HOTEL;
  const house = await openBenchHouse(HOTEL, size);
  try {
    const body = await house.client.text(await house.calendarOf([HOTEL]));
    assertSame(body, size);
    return [await withBareServer(body, (bare) => measure(house, bare, effort))];
  } finally {
    await house.stop();
  }
}

async function measure(house: BenchHouse, bare: TimedClient, effort: Effort): Promise<Figure> {
  const request = await house.calendarOf([HOTEL]);
  const rounds =
    effort === 'full'
      ? { warmUp: ROUNDS_PER_IDENTITY, counted: 2 * ROUNDS_PER_IDENTITY }
      : { warmUp: 0, counted: 5 };
  const samples = await interleave(
    rounds,
    () => house.client.time(request),
    () => bare.time(request),
  );
  return figureOf(calendarVsBytes.name, 'ms', samples);
}

async function withBareServer<T>(
  body: string,
  work: (bare: TimedClient) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'staysync-bench-'));
  const file = join(folder, 'body.json');
  writeFileSync(file, body);
  const server = await startProcess({
    name: 'bare-server',
    entry: 'shared/tools/bench/bare-server.ts',
    args: [file],
    env: { NODE_ENV: 'production' },
    logFile: join(folder, 'bare-server.log'),
  });
  const client = createTimedClient(`http://127.0.0.1:${server.port ?? 0}`);
  try {
    return await work(client);
  } finally {
    await client.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Body {
  readonly data: {
    readonly calendar: {
      readonly hotels: readonly {
        readonly asOf: string;
        readonly roomTypes: readonly {
          readonly code: string;
          readonly packed: { readonly available: readonly number[] };
        }[];
      }[];
    };
  };
}

/** What is timed is the hotel's rooms, as the naive resolver counts them. */
function assertSame(text: string, size: HotelSize): void {
  const [hotel] = (JSON.parse(text) as Body).data.calendar.hotels;
  assert.ok(hotel);
  const naive = resolveNaively(hotelFacts(size), {
    timezone: TIMEZONE,
    from: FIRST_NIGHT,
    to: endOf(size),
    asOf: instantOf(hotel.asOf),
  });
  assert.equal(hotel.roomTypes.length, size.roomTypes);
  for (const { code, packed } of hotel.roomTypes) {
    const expected = [...(naive.roomTypes.get(code) ?? [])].toSorted().map(([, rooms]) => rooms);
    assert.deepEqual(packed.available, expected, code);
  }
}
