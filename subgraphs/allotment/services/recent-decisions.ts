// What was granted a moment ago and is on its way into the ledger, so that whoever commits it may have the
// next holds decided behind it (ADR 25). Nothing that is remembered here counts by itself: who asks for
// it has to commit it first, and what has been dropped is only decided later.
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { limits } from '../../../shared/config/limits.ts';
import type { Promised } from '../domain/holds/desk.ts';

/** A decision, and the head that its caller makes by committing it, all of it and nothing else. */
export interface DecidedBefore {
  readonly decision: string;
  readonly head: number;
}

interface RecentDecision {
  readonly hotelId: string;
  /** The head that it was decided on. */
  readonly seq: number;
  readonly promised: readonly Promised[];
}

export interface RecentDecisions {
  /** Gives the name under which it is found. */
  remember(decision: RecentDecision): string;
  /** What was granted there on exactly this head; null when that is not known, or no longer the head. */
  promisedOn(hotelId: string, seq: number, before: DecidedBefore): readonly Promised[] | null;
}

/** Bounded by the nights that were granted; least recently used out first. */
export function createRecentDecisions(): RecentDecisions {
  const recent = new LRUCache<string, RecentDecision>({
    maxSize: limits.hotelCache.recentNightsMax,
    sizeCalculation: ({ promised }) =>
      promised.reduce((sum, { allocations }) => sum + allocations.length, 1),
  });
  return {
    remember(decision) {
      const name = randomUUID();
      recent.set(name, decision);
      return name;
    },
    promisedOn(hotelId, seq, { decision, head }) {
      const found = recent.get(decision);
      return found?.hotelId === hotelId && found.seq === seq && head > seq ? found.promised : null;
    },
  };
}
