// Query.supplierMessages
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { MessageState, SupplierMessage } from '../../domain/supplier-message.ts';
import type { ReservationContext } from '../context.ts';

interface Args extends PageArguments {
  readonly filter?: {
    readonly states?: readonly MessageState[] | null;
    readonly hotelId?: string | null;
    readonly groupId?: string | null;
  } | null;
}

export async function supplierMessages(
  _parent: unknown,
  args: Args,
  { identity, services }: ReservationContext,
): Promise<Connection<SupplierMessage>> {
  const page = parsePage(args);
  const { states, hotelId, groupId } = args.filter ?? {};
  const messages = await services.supplier.findSupplierMessages(
    identity,
    {
      ...(states == null ? {} : { states }),
      ...(hotelId == null ? {} : { hotelId }),
      ...(groupId == null ? {} : { groupId }),
    },
    page,
  );
  return toConnection(messages, page, ({ id }) => id);
}
