// Holds of different hotels that are ready to be committed in the same moment go in one statement: a
// transaction of one booking costs mostly itself (ADR 24).
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { CutOffWhileCommittingError } from '../../../shared/database/passing-errors.ts';
import { inOneStatement } from '../../../shared/database/transaction.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Appended, AppendRefusal, HeadBusy } from '../../../shared/ledger/ledger.ts';
import type { ProcessTime } from '../../../shared/server/process-time.ts';
import { together } from '../../../shared/server/together.ts';
import { appendBatch, appendBatches } from '../repositories/append-batch.ts';
import type { BatchAppend, TakenMeanwhile } from '../repositories/append-batch.ts';

/**
 * Commits the holds of one batch of one hotel, all or nothing, whatever becomes of others that go with
 * it. Throws CutOffWhileCommittingError when nobody heard what became of it.
 */
export type AppendHolds = (
  batch: BatchAppend,
) => Promise<Result<Appended, AppendRefusal | TakenMeanwhile>>;

type Answer = Result<Appended, AppendRefusal | TakenMeanwhile> | HeadBusy;

/** For one process. At most one batch of each hotel may be under way, as the queue of a hotel has it. */
export function createAppendHolds(dataSource: DataSource, time?: ProcessTime): AppendHolds {
  const alone: AppendHolds = (batch) =>
    inOneStatement(dataSource, (connection) => appendBatch(connection, batch));
  const inCompany = together<BatchAppend, Answer>({
    bounds: limits.booking.appendTogether,
    call: async (batches) => {
      const [only] = batches;
      if (only && batches.length === 1) return [await alone(only)];
      return inOneStatement(dataSource, (connection) => appendBatches(connection, batches));
    },
    // Of one that was cut off nobody knows: made again, it would be there twice or be refused.
    mayBeOfOne: (error) => !(error instanceof CutOffWhileCommittingError),
    ...(time ? { time } : {}),
  });
  return async (batch) => {
    if (batch.additions.groups.length > limits.booking.holdsInSharedAppendMax) return alone(batch);
    const appended = await inCompany(batch);
    // Somebody else holds the hotel: it waits by itself, and its company is done.
    return appended === 'HEAD_BUSY' ? alone(batch) : appended;
  };
}
