// What was agreed with an agency for one hotel, where that differs from what holds everywhere. Pure.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { checkBp, MARKUP_BP_MAX } from './agency-change.ts';
import { badInput, checkNote } from './agency-texts.ts';

export interface AgencyHotel {
  readonly hotelId: string;
  readonly sells: boolean;
  /** Basis points on net rates; null: the agency's usual ones. */
  readonly markupBp: number | null;
}

export interface AgencyHotelInput {
  readonly agencyId: string;
  readonly hotelId: string;
  readonly sells: boolean;
  readonly markupBp?: number | null;
  readonly note?: string | null;
}

const HOTEL_ID_PATTERN = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

/** Whether the hotel is there is another subgraph's to know: terms may be agreed before it is. */
export function checkHotelInput(
  input: Pick<AgencyHotelInput, 'hotelId' | 'markupBp' | 'note'>,
): Reason[] {
  return [
    ...badInput('/hotelId', HOTEL_ID_PATTERN.test(input.hotelId), 'The id of a hotel.'),
    ...checkBp('/markupBp', input.markupBp, MARKUP_BP_MAX),
    ...checkNote(input.note),
  ];
}
