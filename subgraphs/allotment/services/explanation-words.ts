// The terms of an explanation in words. Used by explain-availability.ts.
import type { Term, TermKind } from '../domain/explain/terms.ts';

type Words = (rooms: number, term: Term) => string;

const WORDS: Readonly<Record<TermKind, Words>> = {
  BASE: (n) => `The contract gives ${n}.`,
  INCREASE: (n) => `An increase adds ${n}.`,
  REDUCTION: (n) => `A reduction takes ${-n}.`,
  DEBT: (n) => `Reductions go ${n} below what there was; they cannot take what is not there.`,
  BLOCK: (n) => `A block takes ${-n}.`,
  BOOKING: (n) => `A booking takes ${-n}.`,
  MORE_BOOKINGS: (n, { count }) => `${count} more bookings take ${-n}.`,
  SUB_ALLOTMENT: (n) => `Others keep ${-n} (sub-allotment).`,
  EXCLUSIVE: (n) => `The agency sells no more than its own exclusive sub-allotment: ${-n} less.`,
  RELEASE: (n) => `Release days take ${-n} more away.`,
  POOL: (n) => `The shared stock takes ${-n} more away.`,
  OWN_SUB_ALLOTMENT: (n) => `The agency’s own sub-allotment is ${n}.`,
  KEPT_AFTER_RELEASE: (n) => `After the release ${n} may be sold.`,
  SOLD_AFTER_RELEASE: (n) => `${-n} were sold after the release.`,
  BUDGET: (n) => `The shared stock is ${n}.`,
  OVERBOOK: (n) => (n > 0 ? `${n} may be overbooked.` : `${-n} are held back.`),
  USED: (n) => `The line uses ${-n} of the shared stock.`,
  PROTECTED: (n) => `${-n} are protected for another line.`,
  WEIGHT: () => 'A room takes more than one unit of the shared stock; the rest is rounded down.',
  NO_CONTRACT: () => 'No contract covers the night.',
  MISSING_NUMBER: () => 'The contract covers the night, but nobody gave a number for it.',
  ON_REQUEST: () => 'The night can only be requested.',
  STOP_SALE: () => 'The night is closed for sale.',
  CLAMP: (n) => `There is never less than nothing: ${n} back.`,
  SHARED_STOCK: (n) => `${-n} of the shared stock are already counted through another line.`,
  UNLIMITED: () => 'Nothing limits it.',
  OTHER_USE: (n) => `All else together: ${n > 0 ? '+' : ''}${n}.`,
  BLOCKS: (n, { count }) => `Blocks take ${-n} (${count} in all).`,
  BOOKINGS: (n, { count }) => `Bookings take ${-n} (${count} in all).`,
};

export function sayTerm(term: Term): string {
  // Adding 0 turns −0 into 0.
  return WORDS[term.kind](term.rooms, term).replace('-0', '0');
}
