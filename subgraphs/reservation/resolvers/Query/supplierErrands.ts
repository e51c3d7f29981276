// Query.supplierErrands
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { ReservationContext } from '../context.ts';
import { errandView } from '../SupplierErrand.ts';
import type { ErrandView } from '../SupplierErrand.ts';

interface Args extends PageArguments {
  readonly filter?: {
    readonly states?: readonly string[] | null;
    readonly hotelId?: string | null;
    readonly groupId?: string | null;
  } | null;
}

export async function supplierErrands(
  _parent: unknown,
  args: Args,
  { identity, services }: ReservationContext,
): Promise<Connection<ErrandView>> {
  const page = parsePage(args);
  const { states, hotelId, groupId } = args.filter ?? {};
  const errands = await services.supplier.findErrands(
    identity,
    {
      ...(states == null ? {} : { states }),
      ...(hotelId == null ? {} : { hotelId }),
      ...(groupId == null ? {} : { groupId }),
    },
    page,
  );
  return toConnection(errands.map(errandView), page, ({ id }) => id);
}
