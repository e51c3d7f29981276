// Lines of a change as GraphQL gives them: what may be left out may also be null.
import type { AmendInput } from '../services/amend-booking.ts';

type Line = AmendInput['lines'][number];

export interface AmendedLinesInput {
  readonly groupId: string;
  readonly lines: readonly (Pick<Line, 'bookingId'> & {
    readonly [Field in Exclude<keyof Line, 'bookingId'>]?: Line[Field] | null;
  })[];
}

export function toAmendInput({ groupId, lines }: AmendedLinesInput): AmendInput {
  return {
    groupId,
    lines: lines.map(({ bookingId, roomType, checkIn, checkOut, rooms }) => ({
      bookingId,
      ...(roomType == null ? {} : { roomType }),
      ...(checkIn == null ? {} : { checkIn }),
      ...(checkOut == null ? {} : { checkOut }),
      ...(rooms == null ? {} : { rooms }),
    })),
  };
}
