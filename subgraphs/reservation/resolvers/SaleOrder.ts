// Types SaleOrder and SaleOrderLine
import type { SaleOrderLineRow, SaleOrderRow } from '../domain/booking-records.ts';
import { netAndMargin } from '../services/told-money.ts';
import type { ReservationContext } from './context.ts';
import { findBookingView, money } from './views.ts';
import type { BookingView, GroupView, MoneyView } from './views.ts';

const NUMBER_DIGITS = 8;

type OrderView = SaleOrderRow & GroupView;
type LineView = SaleOrderLineRow & Pick<GroupView, 'group'> & { readonly currency: string | null };

export const SaleOrder = {
  number: (order: OrderView): string => `SO-${String(order.number).padStart(NUMBER_DIGITS, '0')}`,
  total: (order: OrderView): MoneyView | null => money(order.total, order.currency),
  netTotal: (
    { total, netTotal, currency }: OrderView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, total, netTotal).net, currency),
  margin: (
    { total, netTotal, currency }: OrderView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, total, netTotal).margin, currency),
  lines: (order: OrderView): LineView[] =>
    order.lines.map((line) => ({ ...line, group: order.group, currency: order.currency })),
};

export const SaleOrderLine = {
  booking: (line: LineView): BookingView | null => findBookingView(line.group, line.bookingId),
  amount: (line: LineView): MoneyView | null => money(line.amount, line.currency),
  netAmount: (
    { amount, netAmount, currency }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, amount, netAmount).net, currency),
  margin: (
    { amount, netAmount, currency }: LineView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, amount, netAmount).margin, currency),
};
