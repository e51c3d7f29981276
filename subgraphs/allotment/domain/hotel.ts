// Hotels and room types as this subgraph knows them.

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
}

export interface RoomTypeRow {
  readonly hotelId: string;
  readonly code: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly maxOccupancy: number;
  readonly beds: number;
}
