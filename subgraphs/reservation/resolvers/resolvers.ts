// The resolver map: every field by its file.
import { byTypename } from '../../../shared/schema/refusal.ts';
import { Agency } from './Agency.ts';
import { AmendmentQuote, QuotedBooking } from './AmendmentQuote.ts';
import { Booking } from './Booking.ts';
import { BookingCancellation, CancellationStep } from './BookingCancellation.ts';
import { BookingGroup } from './BookingGroup.ts';
import { DeadLetters } from './DeadLetters.ts';
import { amendBooking } from './Mutation/amendBooking.ts';
import { cancelBooking } from './Mutation/cancelBooking.ts';
import { confirmBooking } from './Mutation/confirmBooking.ts';
import { createBooking } from './Mutation/createBooking.ts';
import { markNoShow } from './Mutation/markNoShow.ts';
import { receiveConfirmation } from './Mutation/receiveConfirmation.ts';
import { replayConfirmation } from './Mutation/replayConfirmation.ts';
import { retryErrand } from './Mutation/retryErrand.ts';
import { settleConflict } from './Mutation/settleConflict.ts';
import { settleRequest } from './Mutation/settleRequest.ts';
import { booking } from './Query/booking.ts';
import { bookingGroup } from './Query/bookingGroup.ts';
import { bookings } from './Query/bookings.ts';
import { confirmationConflicts } from './Query/confirmationConflicts.ts';
import { quoteStay } from './Query/quoteStay.ts';
import { quoteAmendment } from './Query/quoteAmendment.ts';
import { supplierErrands } from './Query/supplierErrands.ts';
import { replayBookingDeadLetter } from './Mutation/replayBookingDeadLetter.ts';
import { deadLetters } from './Query/deadLetters.ts';
import { supplierMessages } from './Query/supplierMessages.ts';
import { SaleOrder, SaleOrderAmendment, SaleOrderLine } from './SaleOrder.ts';
import { CancellationTerms, QuotedLine, StayQuote } from './StayQuote.ts';
import { ConfirmationConflict } from './ConfirmationConflict.ts';
import { SupplierErrand } from './SupplierErrand.ts';
import { SupplierMessage } from './SupplierMessage.ts';

export const resolvers = {
  Query: {
    booking,
    bookingGroup,
    bookings,
    confirmationConflicts,
    deadLetters,
    quoteStay,
    quoteAmendment,
    supplierErrands,
    supplierMessages,
  },
  Mutation: {
    createBooking,
    confirmBooking,
    amendBooking,
    cancelBooking,
    receiveConfirmation,
    replayConfirmation,
    retryErrand,
    settleConflict,
    markNoShow,
    settleRequest,
    replayBookingDeadLetter,
  },
  Agency,
  AmendmentQuote,
  QuotedBooking,
  Booking,
  BookingCancellation,
  BookingGroup,
  CancellationStep,
  CancellationTerms,
  DeadLetters,
  QuotedLine,
  StayQuote,
  SaleOrder,
  SaleOrderAmendment,
  SaleOrderLine,
  ConfirmationConflict,
  SupplierErrand,
  SupplierMessage,
  QuoteStayResult: byTypename,
  CreateBookingResult: byTypename,
  ConfirmBookingResult: byTypename,
  CancelBookingResult: byTypename,
  QuoteAmendmentResult: byTypename,
  AmendBookingResult: byTypename,
  ReplayConfirmationResult: byTypename,
  RetryErrandResult: byTypename,
  SettleConflictResult: byTypename,
  MarkNoShowResult: byTypename,
  SettleRequestResult: byTypename,
  ReplayDeadLetterResult: byTypename,
};
