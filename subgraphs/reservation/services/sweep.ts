// The loops of sweepers: whoever cannot be served does not keep the others from it, and is told at the
// end. Called by the services that do what is due.

/**
 * Does what is due, a few at one time, until the process is told to stop. Throws when some could not be
 * done (`what` names them), after having tried all.
 */
export async function aFewAtOnce<Due>(
  due: readonly Due[],
  how: { readonly atOnceMax: number; readonly stopping: AbortSignal; readonly what: string },
  work: (one: Due) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (let from = 0; from < due.length && !how.stopping.aborted; from += how.atOnceMax) {
    failures.push(...(await failuresOf(due.slice(from, from + how.atOnceMax), work)));
  }
  complain(failures, how.what);
}

/** The groups of one hotel are swept in one batch. */
interface DueOfHotel {
  readonly hotelId: string;
  readonly groupIds: readonly string[];
}

/**
 * Does what is due hotel by hotel, all groups of one together; gives how many groups it looked at.
 * Throws when some could not be done (`what` names them), after having tried all.
 */
export async function hotelByHotel(
  due: readonly DueOfHotel[],
  what: string,
  work: (hotelId: string, groupId: string) => Promise<unknown>,
): Promise<number> {
  const failures: unknown[] = [];
  for (const { hotelId, groupIds } of due) {
    failures.push(...(await failuresOf(groupIds, (groupId) => work(hotelId, groupId))));
  }
  complain(failures, what);
  return due.reduce((total, { groupIds }) => total + groupIds.length, 0);
}

async function failuresOf<Due>(
  some: readonly Due[],
  work: (one: Due) => Promise<unknown>,
): Promise<unknown[]> {
  const ends = await Promise.allSettled(some.map(work));
  return ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
}

function complain(failures: readonly unknown[], what: string): void {
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} ${what}`);
}
