// The words of the audit log as sellers may read them. Behind a colon stands what others wrote: an operator's
// note, the supplier's own text, which may even name another booking.

/** Why of an amendment; what it changed stands behind the colon, in our words and of the seller's own booking. */
export const AMENDED_BY_SELLER = 'amended by the seller';

/** `'the supplier refused: Overbooked by SIAM'` → `'the supplier refused'`. */
export function whyForSellers(why: string): string {
  return why.startsWith(`${AMENDED_BY_SELLER}: `) ? why : (why.split(':', 1)[0] ?? why);
}
