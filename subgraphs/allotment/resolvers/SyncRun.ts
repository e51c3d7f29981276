// Type SyncRun
import type { SyncCounts } from '../services/request-sync.ts';

interface Run {
  readonly counts: SyncCounts;
}

export const SyncRun = {
  hotels: ({ counts }: Run): number => counts.hotels ?? 0,
  factsAppended: ({ counts }: Run): number => counts.factsAppended ?? 0,
  quarantined: ({ counts }: Run): number => counts.quarantined ?? 0,
  needsApproval: ({ counts }: Run): readonly string[] => counts.needsApproval ?? [],
};
