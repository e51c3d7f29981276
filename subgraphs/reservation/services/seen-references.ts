// What was asked before under the same client reference: the first answer again, or a refusal that
// names the field that differs. Called by decide-holds.ts.
import { err, ok } from '../../../shared/domain/result.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { BookingGroup } from '../domain/booking.ts';
import { differingField } from '../domain/hold-request.ts';
import { findGroupsByIds } from '../repositories/booking-groups.ts';
import { findReferences, keyOf } from '../repositories/client-references.ts';
import type { ClientReferenceRow } from '../repositories/client-references.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import type { CommandAnswer, HoldCommand } from './hotel-command.ts';

interface Seen {
  readonly reference: ClientReferenceRow;
  readonly group: BookingGroup;
}

/** Requests by reference, with the groups they became. */
export type SeenByKey = ReadonlyMap<string, Seen>;

/** What was claimed under the references of these holds. */
export async function loadSeen(
  deps: BatchDependencies,
  holds: readonly HoldCommand[],
): Promise<SeenByKey> {
  const references = await findReferences(
    deps.dataSource,
    holds.map(({ request }) => ({
      agencyId: request.agencyId,
      clientReference: request.clientReference,
    })),
  );
  const groups = await findGroupsByIds(
    deps.dataSource,
    references.map((reference) => reference.groupId),
  );
  const byId = new Map(groups.map((group) => [group.id, group]));
  return new Map(
    references.flatMap((reference) => {
      const group = byId.get(reference.groupId);
      return group ? [[keyOf(reference), { reference, group }] as const] : [];
    }),
  );
}

/** The answer to a reference that was used; undefined for a new one. */
export function answerAgain(seen: SeenByKey, hold: HoldCommand): CommandAnswer | undefined {
  const before = seen.get(keyOf(hold.request));
  if (!before) return undefined;
  const path = differingField(before.reference.request, hold.request);
  if (path === null) return ok(before.group);
  const reason: Reason = {
    code: 'DUPLICATE_REFERENCE',
    path,
    detail: `This reference was already used for a request with another ${path}.`,
  };
  return err([reason]);
}
