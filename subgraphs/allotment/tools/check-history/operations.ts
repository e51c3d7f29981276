// From events to operations: what was asked, and what came of it. Also whether the file is a history
// at all: one thing at a time per client, one end per operation, time that only goes on.
import type { Ending, HistoryEvent, Invoke } from '../../../../shared/testing/load/history.ts';
import type { Violation } from '../verify/violation.ts';
import { reporter } from '../verify/violation.ts';

export interface Operation {
  readonly invoke: Invoke;
  /** Absent where the driver ended before it: unknown, and for ever under way. */
  readonly end?: Ending;
}

export type HoldInvoke = Extract<Invoke, { do: 'createBooking' }>;

export function pairOperations(events: readonly HistoryEvent[]): {
  readonly operations: readonly Operation[];
  readonly violations: readonly Violation[];
} {
  const { violations, expect } = reporter('');
  const operations = new Map<number, Operation>();
  const busy = new Map<number, number>();
  let last = -Infinity;
  const law = 'a history is what one driver saw, in order';
  for (const event of events) {
    if (event.type === 'start' || event.type === 'clock' || event.type === 'stock') continue;
    const { at, client, op } = event;
    expect(at >= last, law, () => `operation ${op}: time runs backwards at ${at}`);
    last = at;
    const open = operations.get(op);
    if (event.type === 'invoke') {
      expect(open === undefined, law, () => `operation ${op} is invoked twice`);
      expect(!busy.has(client), law, () => `client ${client} does two things at once`);
      busy.set(client, op);
      operations.set(op, { invoke: event });
      continue;
    }
    expect(open?.invoke.client === client, law, () => `operation ${op} ends and never began`);
    expect(open?.end === undefined, law, () => `operation ${op} ends twice`);
    busy.delete(client);
    if (open) operations.set(op, { ...open, end: event });
  }
  return { operations: [...operations.values()], violations };
}

export function isHold<Of extends Operation>(
  operation: Of,
): operation is Of & { readonly invoke: HoldInvoke } {
  return operation.invoke.do === 'createBooking';
}

/** One text per (agency, client reference). */
export function keyOf(invoke: HoldInvoke): string {
  return `${invoke.agencyId} ${invoke.clientReference}`;
}

/** What was asked for, as text. */
export function bodyOf({ hotelId, lines }: HoldInvoke): string {
  return JSON.stringify([hotelId, lines]);
}

/** The group's id by operation that named or made it, in order of their ends. */
export function operationsByGroup(
  operations: readonly Operation[],
): ReadonlyMap<string, readonly Operation[]> {
  const named = operations.flatMap((operation) => {
    const { invoke, end } = operation;
    if (invoke.do !== 'createBooking') return [{ id: invoke.groupId, operation }];
    return end?.type === 'ok' ? [{ id: end.group.id, operation }] : [];
  });
  const sorted = named.toSorted((a, b) => endOf(a.operation) - endOf(b.operation));
  return new Map(
    [...Map.groupBy(sorted, ({ id }) => id)].map(([id, all]) => [
      id,
      all.map(({ operation }) => operation),
    ]),
  );
}

export function endOf(operation: Operation): number {
  return operation.end?.at ?? Infinity;
}
