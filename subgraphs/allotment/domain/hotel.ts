// Hotels and room types as this subgraph knows them.
import type { CancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';

export interface HotelRow {
  readonly id: string;
  readonly name: string;
  /** By language tag. */
  readonly names: Readonly<Record<string, string>>;
  readonly city: string;
  readonly country: string;
  /** IANA zone. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly updatedAt: string;
  /** The operator's, else the supplier's; null where nobody has said. */
  readonly cancellationPolicy: CancellationPolicy | null;
  readonly cancellationPolicySource: 'SUPPLIER' | 'OPERATOR' | null;
}

/** A hotel as its supplier tells it. */
export interface ToldHotel extends Omit<
  HotelRow,
  'cancellationPolicy' | 'cancellationPolicySource'
> {
  /** Left out where what was told could not be read: the last good policy stays. */
  readonly cancellationPolicy?: CancellationPolicy | null;
}

export interface RoomTypeRow {
  readonly hotelId: string;
  readonly code: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly maxOccupancy: number;
  readonly beds: number;
}
