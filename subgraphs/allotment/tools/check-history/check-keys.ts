// One booking per key (agency and client reference), retries answered alike, another body refused.
import type { HistoryGroup } from '../../../../shared/testing/load/history.ts';
import { reporter } from '../verify/violation.ts';
import type { Violation } from '../verify/violation.ts';
import { bodyOf, endOf, isHold, keyOf } from './operations.ts';
import type { HoldInvoke, Operation } from './operations.ts';

type Hold = Operation & { readonly invoke: HoldInvoke };

export function checkKeys(operations: readonly Operation[]): Violation[] {
  const { violations, expect } = reporter('');
  const keyOfGroup = new Map<string, string>();
  for (const [key, holds] of Map.groupBy(operations.filter(isHold), ({ invoke }) =>
    keyOf(invoke),
  )) {
    const [first, ...again] = holds.flatMap(answered);
    for (const { body, group } of first ? [first, ...again] : []) {
      expect(
        body === first?.body && identityOf(group) === identityOf(first.group),
        'one booking per key, and retries are answered alike',
        () => `${key}: ${group.id} beside ${first?.group.id ?? ''}`,
      );
      const other = keyOfGroup.get(group.id) ?? key;
      expect(
        other === key,
        'one booking per key, and retries are answered alike',
        () => `${group.id} answers ${key} and ${other}`,
      );
      keyOfGroup.set(group.id, key);
    }
    for (const hold of holds.filter(isDuplicate)) {
      expect(
        holds.some((other) => mayHaveComeFirst(other, hold)),
        'every refusal is justified',
        () => `${key}: operation ${hold.invoke.op} is no duplicate of anything`,
      );
    }
  }
  return violations;
}

function answered({ invoke, end }: Hold): { body: string; group: HistoryGroup }[] {
  return end?.type === 'ok' ? [{ body: bodyOf(invoke), group: end.group }] : [];
}

/** What never changes of a group, whatever becomes of it. */
function identityOf({ id, heldAt, expiresAt, bookings }: HistoryGroup): string {
  return JSON.stringify([id, heldAt, expiresAt, bookings.map((booking) => booking.id)]);
}

function isDuplicate({ end }: Hold): boolean {
  return end?.type === 'fail' && end.refusal === 'DuplicateReference';
}

/** Whether another body was under way, or done, before this one was refused for it. */
function mayHaveComeFirst(other: Hold, refused: Hold): boolean {
  if (other.end?.type === 'fail' && other.end.refusal !== 'TryAgain') return false;
  return bodyOf(other.invoke) !== bodyOf(refused.invoke) && other.invoke.at < endOf(refused);
}
