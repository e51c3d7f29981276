// Query.confirmationConflicts
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import { conflictView } from '../ConfirmationConflict.ts';
import type { ConflictView } from '../ConfirmationConflict.ts';
import type { ReservationContext } from '../context.ts';

interface Args extends PageArguments {
  readonly filter?: {
    readonly kinds?: readonly string[] | null;
    readonly settled?: boolean | null;
    readonly hotelId?: string | null;
    readonly groupId?: string | null;
  } | null;
}

export async function confirmationConflicts(
  _parent: unknown,
  args: Args,
  { identity, services }: ReservationContext,
): Promise<Connection<ConflictView>> {
  const page = parsePage(args);
  const { kinds, settled, hotelId, groupId } = args.filter ?? {};
  const conflicts = await services.supplier.findConflicts(
    identity,
    {
      ...(kinds == null ? {} : { kinds }),
      ...(settled == null ? {} : { settled }),
      ...(hotelId == null ? {} : { hotelId }),
      ...(groupId == null ? {} : { groupId }),
    },
    page,
  );
  return toConnection(conflicts.map(conflictView), page, ({ id }) => id);
}
