// Sends a subgraph's outbox on: each row to the Redis stream of events and to the handler of its
// type, then marks it. At least once; receivers tell doubles by id. Run by the subgraph's worker.
import { limits } from '../config/limits.ts';
import { relayOnce } from './relay-turn.ts';
import type { OutboxRelayOptions } from './relay-turn.ts';

export interface OutboxRelay {
  /** Relays what is waiting now; gives the number of rows sent. */
  relayOnce(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts relaying in the background. Several workers may do so: one at a time holds the turn. */
export function startOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const turn = async (): Promise<void> => {
    const sent = await relayOnce(options).catch((error: unknown) => {
      options.logger.warn({ err: error, schema: options.schema }, 'outbox relay failed');
      return 0;
    });
    if (stopped) return;
    const delayMs = sent === limits.outbox.batchSizeMax ? 0 : limits.outbox.pollEveryMs;
    timer = setTimeout(() => {
      running = turn();
    }, delayMs);
  };
  running = turn();

  return {
    relayOnce: () => relayOnce(options),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
