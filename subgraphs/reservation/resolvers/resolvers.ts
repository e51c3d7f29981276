// The resolver map: every field by its file.
import { byTypename } from '../../../shared/schema/refusal.ts';
import { Agency } from './Agency.ts';
import { Booking } from './Booking.ts';
import { BookingCancellation, CancellationStep } from './BookingCancellation.ts';
import { BookingGroup } from './BookingGroup.ts';
import { cancelBooking } from './Mutation/cancelBooking.ts';
import { confirmBooking } from './Mutation/confirmBooking.ts';
import { createBooking } from './Mutation/createBooking.ts';
import { receiveConfirmation } from './Mutation/receiveConfirmation.ts';
import { booking } from './Query/booking.ts';
import { bookingGroup } from './Query/bookingGroup.ts';
import { bookings } from './Query/bookings.ts';
import { supplierMessages } from './Query/supplierMessages.ts';
import { SaleOrder, SaleOrderAmendment, SaleOrderLine } from './SaleOrder.ts';
import { SupplierMessage } from './SupplierMessage.ts';

export const resolvers = {
  Query: { booking, bookingGroup, bookings, supplierMessages },
  Mutation: { createBooking, confirmBooking, cancelBooking, receiveConfirmation },
  Agency,
  Booking,
  BookingCancellation,
  BookingGroup,
  CancellationStep,
  SaleOrder,
  SaleOrderAmendment,
  SaleOrderLine,
  SupplierMessage,
  CreateBookingResult: byTypename,
  ConfirmBookingResult: byTypename,
  CancelBookingResult: byTypename,
};
