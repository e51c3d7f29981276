// Stage 1, Contracts → lines (domain.md §3.1): the lines that present contracts offer, in the order
// of their ids. What they are worth on a night is for the stages after it.
import { lineOrder } from './book-index.ts';
import type { OfferedLine } from './book-state.ts';
import type { Setting } from './setting.ts';

/** Lines of the room types asked for (all by default), sorted by id within each room type. */
export function linesOf({ index, query }: Setting): readonly OfferedLine[] {
  const order = lineOrder(index);
  if (!query.roomTypes) return order.all;
  return [...query.roomTypes].flatMap((roomType) => order.byRoomType.get(roomType) ?? []);
}
