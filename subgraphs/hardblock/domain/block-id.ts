// Blocks are numbered within their hotel; outside they are named `<hotelId>/<blockId>`. No hotel id
// has a slash in it, so the first one divides.

export interface BlockKey {
  readonly hotelId: string;
  readonly blockId: string;
}

const HOTEL_ID_PATTERN = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

/** Whether `text` could be the id of a hotel at all. */
export function isHotelId(text: string): boolean {
  return HOTEL_ID_PATTERN.test(text);
}

/** `BKK1` and `b7` → `BKK1/b7`. */
export function formatBlockId({ hotelId, blockId }: BlockKey): string {
  return `${hotelId}/${blockId}`;
}

/** Null for what names no block of any hotel. */
export function parseBlockId(id: string): BlockKey | null {
  const slash = id.indexOf('/');
  const hotelId = id.slice(0, Math.max(0, slash));
  const blockId = id.slice(slash + 1);
  return isHotelId(hotelId) && blockId !== '' ? { hotelId, blockId } : null;
}
