// A line is named `contractId/roomType`. A contract id may contain slashes, a room type may not, so
// the last slash divides.

export interface LineName {
  readonly contract: string;
  readonly roomType: string;
}

/** `('k1', 'DLX')` → `'k1/DLX'`. */
export function lineId(contract: string, roomType: string): string {
  return `${contract}/${roomType}`;
}

/** `'k1/DLX'` → its parts; null when either part is empty. */
export function parseLineId(text: string): LineName | null {
  const slash = text.lastIndexOf('/');
  if (slash < 1 || slash === text.length - 1) return null;
  return { contract: text.slice(0, slash), roomType: text.slice(slash + 1) };
}
