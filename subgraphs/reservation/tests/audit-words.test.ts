// What sellers read in the audit log: our words, not those of an operator or of the supplier.
import { whyForSellers } from '../domain/audit-words.ts';
import { settlementOf } from '../domain/settlement.ts';

test.each([
  ['held', 'held'],
  ['accepted: for our friends of LOTUS', 'accepted'],
  ['as the supplier has it: see grp_1 of LOTUS: sold', 'as the supplier has it'],
  ['amended by the seller: rooms 2 to 3', 'amended by the seller: rooms 2 to 3'],
  ['cancelled: amended by the seller: no', 'cancelled'],
])('“%s” is told as “%s”', (why, told) => {
  expect(whyForSellers(why)).toBe(told);
});

test('of an answer of the supplier neither its words nor the key it spoke of are told', () => {
  const foreign = 'about bkg_of_lotus: no room';
  const answers = [
    { kind: 'REFUSED', reason: foreign },
    { kind: 'UNKNOWN', why: 'OTHER_BOOKING', detail: foreign },
  ] as const;
  const told = answers.map((answer) => whyForSellers(settlementOf(answer)?.why ?? ''));
  expect(told).toEqual(['the supplier refused', 'the supplier’s answer is unknown']);
});
