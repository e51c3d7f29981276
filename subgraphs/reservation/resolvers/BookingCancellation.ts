// Types BookingCancellation and CancellationStep
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import { netAndMargin } from '../services/told-money.ts';
import { tellFreeUntil, tellNoShow, tellSteps } from '../services/told-terms.ts';
import type { ToldStep } from '../services/told-terms.ts';
import type { ReservationContext } from './context.ts';
import { hotelTime } from './hotel-time.ts';
import type { HotelTimeView } from './hotel-time.ts';
import { money } from './views.ts';
import type { BookingView, MoneyView } from './views.ts';

type StepView = Omit<ToldStep, 'from'> & { readonly from: HotelTimeView | null };

interface ChargeView {
  readonly at: string;
  readonly deadline: HotelTimeView | null;
  readonly amount: MoneyView | null;
  readonly netAmount: MoneyView | null;
}

export const BookingCancellation = {
  policy: ({ group }: BookingView): CancellationPolicy | null => group.cancellationPolicy ?? null,
  freeUntil: ({ group, booking }: BookingView): HotelTimeView | null =>
    hotelTime(tellFreeUntil(group, booking), group.timezone),
  steps: ({ group, booking }: BookingView): StepView[] =>
    tellSteps(group, booking).map((step) => ({
      ...step,
      from: hotelTime(step.from, group.timezone),
    })),
  noShowAmount: ({ group, booking }: BookingView): MoneyView | null => {
    const { amount, currency } = tellNoShow(group, booking);
    return money(amount, currency);
  },
  charged: async (
    { group, booking }: BookingView,
    _args: unknown,
    { identity, loaders }: ReservationContext,
  ): Promise<ChargeView | null> => {
    const order = await loaders.saleOrders.load(group.id);
    const charge = order?.amendments.find(
      ({ kind, bookingId }) => kind === 'PENALTY' && bookingId === booking.id,
    );
    if (!order || !charge) return null;
    const { net } = netAndMargin(identity, charge.amount, charge.netAmount);
    return {
      at: charge.at,
      deadline: hotelTime(charge.deadline, group.timezone),
      amount: money(charge.amount, order.currency),
      netAmount: money(net, order.currency),
    };
  },
};

export const CancellationStep = {
  amount: ({ amount, currency }: StepView): MoneyView | null => money(amount, currency),
  netAmount: (
    { amount, netAmount, currency }: StepView,
    _args: unknown,
    { identity }: ReservationContext,
  ): MoneyView | null => money(netAndMargin(identity, amount, netAmount).net, currency),
};
