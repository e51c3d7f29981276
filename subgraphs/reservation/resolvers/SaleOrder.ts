// Types SaleOrder and SaleOrderLine
import type { SaleOrderLineRow, SaleOrderRow } from '../loaders/loaders.ts';
import { findBookingView, money } from './views.ts';
import type { BookingView, GroupView } from './views.ts';

const NUMBER_DIGITS = 8;

type OrderView = SaleOrderRow & GroupView;

export const SaleOrder = {
  number: (order: OrderView): string => `SO-${String(order.number).padStart(NUMBER_DIGITS, '0')}`,
  total: (order: OrderView) => money(order.total, order.currency),
  lines: (order: OrderView) =>
    order.lines.map((line) => ({ ...line, group: order.group, currency: order.currency })),
};

type LineView = SaleOrderLineRow & Pick<GroupView, 'group'> & { readonly currency: string | null };

export const SaleOrderLine = {
  booking: (line: LineView): BookingView | null => findBookingView(line.group, line.bookingId),
  amount: (line: LineView) => money(line.amount, line.currency),
};
