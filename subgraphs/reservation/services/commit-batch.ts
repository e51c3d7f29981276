// One batch of one hotel, under the hotel's lock, tried again when the head moved. A batch of holds may be
// decided while the one before it is committed; it is committed itself once that one is (ADR 25).
import { limits } from '../../../shared/config/limits.ts';
import {
  CutOffWhileCommittingError,
  isPassingDatabaseError,
  OutcomeUnknownError,
  wasCutOff,
} from '../../../shared/database/passing-errors.ts';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { HeldLock } from '../../../shared/lock/hotel-lock.ts';
import type { DecidedBefore } from './ask-allotment.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { earliest } from './batch-writes.ts';
import { foreseeHolds } from './decide-holds.ts';
import type { HoldsDecided } from './decide-holds.ts';
import type { CommandAnswer, HoldCommand, HotelCommand } from './hotel-command.ts';
import { tryBatch } from './try-batch.ts';
import type { Appending, Try, TryAgain } from './try-batch.ts';

/** Why a try led nowhere; UNHEARD was cut off while it committed and may have been, CUT_OFF before. */
type Away = 'UNHEARD' | 'CUT_OFF' | 'UNAVAILABLE';

/** A batch that is being committed, behind which the next one may be decided meanwhile (ADR 25). */
export interface Ahead extends DecidedBefore {
  readonly lock: HeldLock;
  /** When the first of its holds ends by itself: until then they count as they were granted. */
  readonly expiresAt: string;
  /** Whether it was committed and made that head. False only when all of its tries are over. */
  readonly committed: Promise<boolean>;
}

/** Where a batch stands in its hotel's line. */
export interface Place {
  /** Only holds may be behind. */
  readonly behind: Ahead | null;
  /** Told when others may be decided behind this one. */
  readonly committing: (ahead: Ahead) => void;
}

const ALONE: Place = { behind: null, committing: () => undefined };

/**
 * Decides and commits commands together; each gets its own answer, in its place. A try whose
 * connection broke is made once more, which finds what the first one did; throws OutcomeUnknownError
 * when it cannot look either.
 */
export async function commitBatch(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  { behind, committing }: Place = ALONE,
): Promise<readonly CommandAnswer[]> {
  if (!behind) {
    return deps.lock.withHotelLock(hotelId, (lock) =>
      commitUnder(deps, hotelId, commands, { lock, committing, foreseen: null }),
    );
  }
  const foreseeing = foreseeHolds(deps, hotelId, commands.filter(isHold), behind);
  return behind.lock.follow(async (lock) => {
    const committed = await behind.committed;
    const holds = committed && lock.follows ? await foreseeing : null;
    const foreseen = holds?.seq === behind.head ? untilExpiry(holds, behind) : null;
    return commitUnder(deps, hotelId, commands, { lock, committing, foreseen });
  });
}

/** How the tries of one batch are made. */
interface Under {
  readonly lock: HeldLock;
  readonly committing: Place['committing'];
  /** What was decided before the batch had its turn; for the first try alone. */
  readonly foreseen: HoldsDecided | null;
}

async function commitUnder(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  { lock, committing, foreseen }: Under,
): Promise<readonly CommandAnswer[]> {
  const { promise: over, resolve: end } = Promise.withResolvers<false>();
  const decideBehind = ({ appended, ...batch }: Appending): void => {
    // Who waits elsewhere has its turn next: nothing that is decided behind would be good then.
    if (lock.wanted) return;
    const committed = appended.then((yes) => yes || over);
    committing({ ...batch, lock, committed });
  };
  try {
    return await makeTries(deps, hotelId, commands, { foreseen, decideBehind });
  } finally {
    end(false);
  }
}

async function makeTries(
  deps: BatchDependencies,
  hotelId: string,
  commands: readonly HotelCommand[],
  first: Omit<Try, 'lookUp'>,
): Promise<readonly CommandAnswer[]> {
  // Most references are new: they are looked up once one has turned out to be taken.
  let lookUp = false;
  let wasCut = false;
  let isUnknown = false;
  for (let attempt = 1; attempt <= limits.booking.movedHeadRetriesMax; attempt += 1) {
    const foreseen = attempt === 1 ? first.foreseen : null;
    const outcome: Result<readonly CommandAnswer[], TryAgain | Away> = await tryBatch(
      deps,
      hotelId,
      commands,
      { ...first, lookUp, foreseen },
    ).catch((error: unknown) => passing(deps, error));
    if (outcome.ok) return outcome.value;
    deps.logger.debug({ hotelId, attempt, why: outcome.error }, 'batch is decided again');
    const isCut: boolean = outcome.error === 'UNHEARD' || outcome.error === 'CUT_OFF';
    if (outcome.error === 'UNAVAILABLE' || (isCut && wasCut)) break;
    wasCut ||= isCut;
    isUnknown ||= outcome.error === 'UNHEARD';
    lookUp ||= isCut || outcome.error === 'REFERENCE_TAKEN';
  }
  if (isUnknown) throw new OutcomeUnknownError();
  return commands.map(() => err([{ code: 'BUSY' }]));
}

function untilExpiry(holds: HoldsDecided, { expiresAt }: Ahead): HoldsDecided {
  return { ...holds, validUntil: earliest([holds.validUntil, expiresAt]) ?? expiresAt };
}

function isHold(command: HotelCommand): command is HoldCommand {
  return command.kind === 'hold';
}

/** A database that is away for a moment is no defect: the caller may try again. */
function passing(deps: BatchDependencies, error: unknown): Result<never, Away> {
  if (!isPassingDatabaseError(error)) throw error;
  deps.logger.warn({ err: error }, 'batch not decided: the database is away');
  if (error instanceof CutOffWhileCommittingError) return err('UNHEARD');
  return err(wasCutOff(error) ? 'CUT_OFF' : 'UNAVAILABLE');
}
