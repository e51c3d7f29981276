// The queue of commands of one process on a real database, with neighbours that say what the test
// wants. Allotment grants everything unless said: here it is Postgres that is on trial.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { ok } from '../../../shared/domain/result.ts';
import { readClock, readHead } from '../../../shared/ledger/ledger.ts';
import { noLock } from '../../../shared/lock/hotel-lock.ts';
import { createLogger } from '../../../shared/telemetry/logger.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { uuidv7 } from 'uuidv7';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import type { BookingGroup } from '../domain/booking.ts';
import type { HoldRequest } from '../domain/hold-request.ts';
import type { HoldTerms } from '../domain/room-request.ts';
import type { AmendDependencies } from '../services/amend-booking.ts';
import { createAppendHolds } from '../services/append-holds.ts';
import type { AgencyTerms, AskAgency } from '../services/ask-agency.ts';
import type { AskAllotment } from '../services/ask-allotment.ts';
import type { BatchDependencies } from '../services/batch-dependencies.ts';
import { commitBatch } from '../services/commit-batch.ts';
import { createHotelBatches } from '../services/hotel-batches.ts';
import type { HotelBatches } from '../services/hotel-batches.ts';
import type { CommandAnswer, HotelCommand } from '../services/hotel-command.ts';

const actor = { subject: 'uid-agent', role: 'AGENT', requestId: 'req-1' };

export const SUSPENDED_AGENCY = 'GONE-QUIET';
export const UNKNOWN_AGENCY = 'NOBODY';

export interface Desk {
  /** As the subgraph's own role. */
  readonly dataSource: DataSource;
  readonly batches: HotelBatches;
  /** What quotes and amendments are made with, in this process. */
  readonly amending: AmendDependencies;
  /** Decides these commands as one batch. */
  commit(hotelId: string, ...commands: HotelCommand[]): Promise<readonly CommandAnswer[]>;
  /** Holds one room of A for two nights and gives the group. */
  held(changes?: Partial<HoldRequest>): Promise<BookingGroup>;
  close(): Promise<void>;
}

export async function openDesk(
  database: TestDatabase,
  changes: {
    readonly ask?: (usual: AskAllotment) => AskAllotment;
    /** Whose rooms are granted; the operators' own unless said, so that no supplier has a say. */
    readonly contract?: string;
    /** What agencies may and pay; everything at the net rate unless said. */
    readonly terms?: (dataSource: DataSource) => AskAgency;
  } = {},
): Promise<Desk> {
  const dataSource = await connectDataSource({
    url: database.urls.reservation,
    schema: 'reservation',
    applicationName: 'test desk',
  });
  const usual = grantEverything(dataSource, changes.contract ?? 'LOCAL-K1');
  const deps: BatchDependencies = {
    dataSource,
    lock: noLock,
    askAllotment: changes.ask?.(usual) ?? usual,
    askAgency: changes.terms?.(dataSource) ?? ((_hotelId, ids) => Promise.resolve(termsOf(ids))),
    appendHolds: createAppendHolds(dataSource),
    expiryMinutes: 15,
    newId: (prefix) => `${prefix}_${uuidv7()}`,
    logger: createLogger('test', 'silent'),
  };
  const batches = createHotelBatches((hotelId, commands, place) =>
    commitBatch(deps, hotelId, commands, place),
  );
  return {
    dataSource,
    batches,
    amending: { ...deps, batches },
    commit: (hotelId, ...commands) => commitBatch(deps, hotelId, commands),
    held: async (request = {}) => {
      const command = hold(request);
      const [answer] = await commitBatch(deps, command.request.hotelId, [command]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer));
      return answer.value;
    },
    close: () => dataSource.destroy(),
  };
}

function termsOf(ids: readonly string[]): ReadonlyMap<string, AgencyTerms> {
  const known = ids.filter((id) => id !== UNKNOWN_AGENCY);
  return new Map(
    known.map((id) => [
      id,
      {
        id,
        active: id !== SUSPENDED_AGENCY,
        sellsHotel: true,
        markupBp: 0,
        currency: 'THB',
        creditFree: null,
      },
    ]),
  );
}

let references = 0;

/** A hold of one room of A at H1 on 10 and 11 March 2099, under a reference of its own. */
export function hold(changes: Partial<HoldRequest> = {}): HotelCommand & { kind: 'hold' } {
  references += 1;
  const line = { roomType: 'A', checkIn: '2099-03-10', checkOut: '2099-03-12', rooms: 1 };
  const request: HoldRequest = {
    hotelId: 'H1',
    agencyId: 'SIAM',
    clientReference: `R-${references}`,
    lines: [line],
    ...changes,
  };
  return { kind: 'hold', request, actor };
}

export function move(
  kind: 'confirm' | 'cancel' | 'expire' | 'accept' | 'complete' | 'decline',
  group: Pick<BookingGroup, 'id'>,
  bookingId?: string,
): HotelCommand {
  const named = bookingId === undefined ? {} : { bookingId };
  return { kind, groupId: group.id, ...named, actor, why: `${kind} in a test` };
}

/** In Bangkok; free until the day before, then the first night, and not showing up costs all. */
export const TERMS: HoldTerms = {
  timezone: 'Asia/Bangkok',
  cancellationPolicy: {
    tiers: [{ daysBefore: 1, time: '18:00', penalty: { kind: 'NIGHTS', nights: 1 } }],
    noShow: { kind: 'PERCENT', bp: 10_000 },
  },
};

function grantEverything(dataSource: DataSource, contract: string): AskAllotment {
  return async (hotelId, requests) => ({
    seq: await readHead(dataSource, hotelId),
    asOf: await readClock(dataSource),
    terms: TERMS,
    decisions: requests.map((request) =>
      ok({
        status: 'HELD' as const,
        nights: request.lines.flatMap((line, index) => nightsOf(contract, line, index)),
      }),
    ),
  });
}

function nightsOf(contract: string, line: HoldRequest['lines'][number], lineIndex: number) {
  const from = nightOf(line.checkIn);
  return Array.from({ length: nightOf(line.checkOut) - from }, (_, index) => ({
    lineIndex,
    night: formatNight(from + index),
    line: `${contract}/${line.roomType}`,
    rooms: line.rooms,
    rate: 10_000,
    currency: 'THB',
  }));
}
