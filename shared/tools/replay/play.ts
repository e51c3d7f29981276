// Works a timeline off at a desk. Called by main.ts; the desk is desk.ts, in tests a made-up one.
import type { Result } from '../../domain/result.ts';
import type { BookingRow } from './parse-rows.ts';
import type { Step } from './timeline.ts';

/** Why something was refused: reason codes, each once. */
export type Codes = readonly string[];

export interface Desk {
  /** The group's id. */
  hold(booking: BookingRow): Promise<Result<string, Codes>>;
  confirm(booking: BookingRow, groupId: string): Promise<Result<null, Codes>>;
  cancel(booking: BookingRow, groupId: string): Promise<Result<null, Codes>>;
}

export type Outcome =
  | { readonly kind: 'CONFIRMED' }
  | { readonly kind: 'CANCELLED' }
  | { readonly kind: 'REFUSED'; readonly at: 'hold' | 'confirmation'; readonly codes: Codes }
  /** Confirmed, and its cancellation was refused. */
  | { readonly kind: 'NOT_CANCELLED'; readonly codes: Codes };

/** What became of each booking, by its line. */
export type Outcomes = Map<number, Outcome>;

interface Held {
  readonly groupId: string;
  readonly confirmed: Promise<Result<null, Codes>>;
}

/**
 * Holds and cancellations go strictly one after the other, since each decides what the next one
 * finds. A confirmation changes no number, so it runs behind, at most `confirmationsAtOnceMax` of
 * them; a cancellation waits for its own. `outcomes` is filled on the way and is right also when this
 * throws, which it does when the desk does.
 */
export async function play(
  steps: readonly Step[],
  desk: Desk,
  options: {
    readonly outcomes: Outcomes;
    readonly confirmationsAtOnceMax: number;
    readonly onStep: () => void;
  },
): Promise<void> {
  const held = new Map<number, Held>();
  const background = createBackground(options.confirmationsAtOnceMax);
  for (const { kind, booking } of steps) {
    if (kind === 'BOOK') {
      const group = await desk.hold(booking);
      if (group.ok) {
        const confirmed = confirm(desk, booking, group.value, options.outcomes);
        held.set(booking.line, { groupId: group.value, confirmed });
        await background.add(confirmed);
      } else {
        options.outcomes.set(booking.line, { kind: 'REFUSED', at: 'hold', codes: group.error });
      }
    } else {
      await cancel(desk, booking, held.get(booking.line), options.outcomes);
    }
    options.onStep();
  }
  await background.finish();
}

async function confirm(
  desk: Desk,
  booking: BookingRow,
  groupId: string,
  outcomes: Outcomes,
): Promise<Result<null, Codes>> {
  const confirmed = await desk.confirm(booking, groupId);
  outcomes.set(
    booking.line,
    confirmed.ok
      ? { kind: 'CONFIRMED' }
      : { kind: 'REFUSED', at: 'confirmation', codes: confirmed.error },
  );
  return confirmed;
}

/** What was never held or never confirmed needs no cancellation. */
async function cancel(
  desk: Desk,
  booking: BookingRow,
  held: Held | undefined,
  outcomes: Outcomes,
): Promise<void> {
  if (held === undefined || !(await held.confirmed).ok) return;
  const cancelled = await desk.cancel(booking, held.groupId);
  outcomes.set(
    booking.line,
    cancelled.ok ? { kind: 'CANCELLED' } : { kind: 'NOT_CANCELLED', codes: cancelled.error },
  );
}

/** Promises that run beside the main line; the first failure comes out at the next `add` or the end. */
function createBackground(max: number): {
  add(promise: Promise<unknown>): Promise<void>;
  finish(): Promise<void>;
} {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(promise) {
      const settled: Promise<void> = promise.then(
        () => void running.delete(settled),
        (error: unknown) => {
          running.delete(settled);
          failures.push(error);
        },
      );
      running.add(settled);
      if (running.size >= max) await Promise.race(running);
      throwFailure();
    },
    async finish() {
      await Promise.all(running);
      throwFailure();
    },
  };
}
