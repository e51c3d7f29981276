// Types SaleOrder, SaleOrderLine and SaleOrderAmendment
import type {
  SaleOrderAmendmentRow,
  SaleOrderLineRow,
  SaleOrderRow,
} from '../domain/booking-records.ts';
import { currentMoney, netAndMargin } from '../services/told-money.ts';
import type { ReservationContext } from './context.ts';
import { hotelTime } from './hotel-time.ts';
import type { HotelTimeView } from './hotel-time.ts';
import { findBookingView, money } from './views.ts';
import type { BookingView, GroupView, MoneyView } from './views.ts';

const NUMBER_DIGITS = 15;

type OrderView = SaleOrderRow & GroupView;
type OfOrder = Pick<GroupView, 'group'> & { readonly currency: string | null };
type LineView = SaleOrderLineRow & OfOrder;
type AmendmentView = SaleOrderAmendmentRow & OfOrder;
type PricedView = Pick<LineView, 'amount' | 'netAmount' | 'currency'>;

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
  amendments: ({ amendments, group, currency }: OrderView): AmendmentView[] =>
    amendments.map((amendment) => ({ ...amendment, group, currency })),
  currentTotal: (
    order: OrderView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(currentMoney(identity, order).total, order.currency),
  currentNetTotal: (
    order: OrderView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(currentMoney(identity, order).net, order.currency),
  currentMargin: (
    order: OrderView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(currentMoney(identity, order).margin, order.currency),
};

const moneyOfPart = {
  amount: (part: PricedView): MoneyView | null => money(part.amount, part.currency),
  netAmount: (
    { amount, netAmount, currency }: PricedView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, amount, netAmount).net, currency),
  margin: (
    { amount, netAmount, currency }: PricedView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, amount, netAmount).margin, currency),
};

export const SaleOrderLine = {
  ...moneyOfPart,
  booking: (line: LineView): BookingView | null => findBookingView(line.group, line.bookingId),
};

export const SaleOrderAmendment = {
  ...moneyOfPart,
  booking: ({ group, bookingId }: AmendmentView): BookingView | null =>
    findBookingView(group, bookingId),
  deadline: ({ group, deadline }: AmendmentView): HotelTimeView | null =>
    hotelTime(deadline, group.timezone),
};
