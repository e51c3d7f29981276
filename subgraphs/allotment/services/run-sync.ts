// Carries out one sync run: fetch the supplier's pages, keep them, and hotel by hotel turn what is
// news into CONTRACT facts. Called by the sync job; safe to run twice, since what was appended before
// is no news the second time.
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { instantOf, localNight } from '../../../shared/domain/instants.ts';
import { formatNight } from '../../../shared/domain/nights.ts';
import { readClock } from '../../../shared/ledger/ledger.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type {
  HotelSupply,
  NightWindow,
  ReadSupply,
  SupplyReading,
} from '../domain/supply/told-supply.ts';
import {
  finishRun,
  insertQuarantine,
  insertRawPages,
  recordHotelVerdict,
  takeRun,
} from '../repositories/sync-runs.ts';
import type { SyncCounts, SyncRunRow } from '../repositories/sync-runs.ts';
import { applyHotelSupply } from './apply-hotel-supply.ts';
import type { HotelOutcome } from './apply-hotel-supply.ts';

export interface SyncDependencies {
  readonly dataSource: DataSource;
  readonly readSupply: ReadSupply;
  readonly lock: HotelLock;
  readonly logger: Logger;
}

/** Takes the oldest open run and carries it out; false when there was none. */
export async function runNextSync(deps: SyncDependencies): Promise<boolean> {
  const run = await takeRun(deps.dataSource, limits.sync.staleRunSeconds);
  if (!run) return false;
  try {
    await carryOut(deps, run);
  } catch (error) {
    deps.logger.error({ err: error, runId: run.id }, 'sync run failed');
    await finishRun(deps.dataSource, run, {
      status: 'FAILED',
      complete: false,
      counts: {},
      problems: ['The run broke off; see the log.'],
    });
  }
  return true;
}

async function carryOut(deps: SyncDependencies, run: SyncRunRow): Promise<void> {
  const supply = await deps.readSupply({
    window: await windowNow(deps.dataSource),
    ...(run.hotelIds ? { only: run.hotelIds } : {}),
  });
  await keepEvidence(deps.dataSource, run.id, supply);
  const outcomes: HotelOutcome[] = [];
  for (const hotel of supply.hotels) outcomes.push(await applyOne(deps, run.id, hotel));
  await finishRun(deps.dataSource, run, {
    status: supply.hotels.length === 0 && !supply.complete ? 'FAILED' : 'DONE',
    complete: supply.complete,
    counts: countsOf(supply, outcomes),
    problems: problemsOf(supply, run, outcomes).slice(0, limits.sync.problemsKeptMax),
  });
  deps.logger.info({ runId: run.id, ...countsOf(supply, outcomes) }, 'sync run done');
}

/** In words; hotels that were asked for by name and not told of, or told of by an old page, are some. */
function problemsOf(
  supply: SupplyReading,
  run: SyncRunRow,
  outcomes: readonly HotelOutcome[],
): string[] {
  const told = new Set(supply.hotels.map(({ hotel }) => hotel.id));
  const untold = (run.hotelIds ?? []).filter((id) => !told.has(id));
  return [
    ...supply.problems.map(({ code, endpoint, hotelCode, message }) =>
      [code, endpoint, hotelCode, message].filter((part) => part !== null).join(': '),
    ),
    ...outcomes
      .filter(({ isHotelOlder }) => isHotelOlder)
      .map(
        ({ hotelId }) =>
          `OLDER: HOTELS: ${hotelId}: the page is older than what is known; left out`,
      ),
    ...untold.map((id) => `NOT_TOLD: HOTELS: ${id}: not among the hotels that could be read`),
  ];
}

/** Nights asked for: some past ones, since the hotel's today may be our yesterday, and all ahead. */
async function windowNow(dataSource: DataSource): Promise<NightWindow> {
  const today = localNight(instantOf(await readClock(dataSource)), 'UTC');
  return {
    from: formatNight(today - limits.sync.nightsBackMax),
    to: formatNight(today + limits.sync.nightsAheadMax),
  };
}

async function keepEvidence(
  dataSource: DataSource,
  runId: string,
  supply: SupplyReading,
): Promise<void> {
  for (const page of supply.pages) {
    await insertRawPages(dataSource, runId, [
      {
        hash: page.hash,
        url: page.url,
        fetchedAt: page.fetchedAt,
        status: page.status,
        body: page.body,
      },
    ]);
  }
  await insertQuarantine(
    dataSource,
    runId,
    supply.quarantined.map(({ endpoint, hotelCode, key, path, reason, message, raw }) => ({
      endpoint,
      hotelId: hotelCode,
      itemKey: key,
      path,
      reason,
      message,
      raw,
    })),
  );
}

async function applyOne(
  deps: SyncDependencies,
  runId: string,
  supply: HotelSupply,
): Promise<HotelOutcome> {
  const outcome = await applyHotelSupply(deps, supply);
  await recordHotelVerdict(deps.dataSource, {
    runId,
    hotelId: outcome.hotelId,
    verdict: outcome.verdict,
    detail: outcome.detail,
  });
  return outcome;
}

function countsOf(supply: SupplyReading, outcomes: readonly HotelOutcome[]): SyncCounts {
  return {
    hotels: outcomes.length,
    factsAppended: outcomes.reduce((sum, outcome) => sum + outcome.factsAppended, 0),
    quarantined: supply.quarantined.length,
    needsApproval: outcomes
      .filter((outcome) => outcome.verdict === 'NEEDS_APPROVAL')
      .map((outcome) => outcome.hotelId),
  };
}
