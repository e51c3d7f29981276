// About how many bytes a fact and its place in the index take: caches of books are bounded by it.
// The figures were measured on V8 with 64-bit pointers and need to be right within a factor of two.
import type { Fact, Retraction } from '../../../../shared/domain/facts.ts';

const HEAD_BYTES = 400;
const LINE_BYTES = 500;
const DATED_BYTES = 120;
const CELL_BYTES = 350;
const MEMBER_BYTES = 150;

export function approximateFactBytes(fact: Fact | Retraction): number {
  let bytes = HEAD_BYTES;
  if ('lines' in fact) {
    for (const line of fact.lines) bytes += LINE_BYTES + datedBytes(line.byDate);
  }
  if ('cells' in fact) bytes += fact.cells.length * CELL_BYTES;
  if ('allocations' in fact) bytes += fact.allocations.length * CELL_BYTES;
  if ('members' in fact) bytes += fact.members.length * MEMBER_BYTES;
  if ('byDate' in fact) bytes += datedBytes(fact.byDate);
  return bytes;
}

function datedBytes(byDate: object | undefined): number {
  return byDate ? Object.keys(byDate).length * DATED_BYTES : 0;
}
