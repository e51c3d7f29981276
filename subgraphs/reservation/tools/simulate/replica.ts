// One reservation process, as far as bookings go: the real services on a pool of connections of its
// own, whose every way out is a gate. It can be killed at any of them.
import type { SubgraphClient } from '../../../../shared/server/subgraph-client.ts';
import { createLogger } from '../../../../shared/telemetry/logger.ts';
import { createMessageReader } from '../../integrations/mhg/message-reader.ts';
import { createReservation } from '../../services/reservation.ts';
import type { ReservationServices } from '../../services/reservation.ts';
import { openGatedDatabase } from './gated-database.ts';
import type { EndSessions, GatedDatabase, Rewrite } from './gated-database.ts';
import type { Owner } from './crossings.ts';
import type { Gates } from './gates.ts';
import { LETTER_SECRET } from './letter-box.ts';
import type { LockHouse } from './lock-house.ts';
import type { SupplierLine } from './supplier-line.ts';

export const EXPIRY_MINUTES = 15;

export interface Replica extends Owner {
  readonly services: ReservationServices;
  readonly database: GatedDatabase;
}

export interface ReplicaDependencies {
  readonly url: string;
  readonly gates: Gates;
  readonly locks: LockHouse;
  readonly supplier: SupplierLine;
  readonly endSessions: EndSessions;
  /** Asks other subgraphs on behalf of this owner. */
  readonly clientOf: (owner: Owner) => SubgraphClient;
  readonly newId: (prefix: string) => string;
  /** Milliseconds, as its processes count them. */
  readonly now: () => number;
  readonly rewrite?: Rewrite | undefined;
}

export async function startReplica(name: string, deps: ReplicaDependencies): Promise<Replica> {
  const { gates, locks, supplier, endSessions, rewrite } = deps;
  const owner: Owner = { name, alive: true };
  const database = await openGatedDatabase({
    url: deps.url,
    schema: 'reservation',
    owner,
    gates,
    endSessions,
    rewrite,
  });
  const services = createReservation({
    dataSource: database.dataSource,
    lock: locks.lockOf(owner),
    client: deps.clientOf(owner),
    downstream: supplier.downstreamOf(owner),
    reader: createMessageReader({ secret: LETTER_SECRET, now: () => new Date(deps.now()) }),
    stopping: new AbortController().signal,
    expiryMinutes: EXPIRY_MINUTES,
    logger: createLogger(name, 'silent'),
    newId: deps.newId,
    time: {
      wait: (ms) => gates.park(owner, 'wait', `wait ${ms} ms`, () => Promise.resolve()),
      later: (ms, act) => gates.later(owner, `patience of ${ms} ms`, act),
      now: deps.now,
    },
  });
  return Object.assign(owner, { services, database });
}

/** As SIGKILL does: nothing under way goes on, nothing is told, the connections break. */
export async function killReplica(replica: Replica, locks: LockHouse): Promise<void> {
  Object.assign(replica, { alive: false });
  locks.forget(replica);
  await replica.database.kill();
}
