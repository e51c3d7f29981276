import type { Outcomes } from '../play.ts';
import { problemsText, reportText, tally } from '../report.ts';

const outcomes: Outcomes = new Map([
  [2, { kind: 'CONFIRMED' }],
  [3, { kind: 'CANCELLED' }],
  [4, { kind: 'NOT_CANCELLED', codes: ['BUSY'] }],
  [5, { kind: 'REFUSED', at: 'hold', codes: ['SOLD_OUT_LINE'] }],
  [6, { kind: 'REFUSED', at: 'hold', codes: ['SOLD_OUT_LINE', 'MAX_STAY', 'SOLD_OUT_LINE'] }],
  [7, { kind: 'REFUSED', at: 'confirmation', codes: ['HOLD_EXPIRED'] }],
  [8, { kind: 'REFUSED', at: 'hold', codes: ['SOLD_OUT_LINE'] }],
]);

describe('the report', () => {
  it('adds up: offered = accepted + refused + not answered', () => {
    const result = tally(8, outcomes);
    expect(result).toMatchObject({ accepted: 3, refused: 4, cancelled: 1, unanswered: 1 });
    expect([...result.refusals.values()].reduce((sum, n) => sum + n, 0)).toBe(result.refused);
  });

  it('names each cause once, the most frequent first, and says the speed', () => {
    const problems = [{ line: 9, reasons: ['stays for zero nights', 'agent: "x"'] }];
    expect(reportText(tally(8, outcomes), problems, 2)).toBe(
      [
        '  offered                        8',
        '  accepted                       3',
        '    cancelled later              1',
        '    cancellation refused: BUSY   1',
        '  refused                        4',
        '    SOLD_OUT_LINE                2',
        '    MAX_STAY + SOLD_OUT_LINE     1',
        '    HOLD_EXPIRED, on confirming  1',
        '  not answered                   1',
        '  rows not understood            1',
        '  time taken                     2.0 s',
        '  bookings per second            3.5',
      ].join('\n'),
    );
    expect(problemsText(problems)).toBe('  line 9: stays for zero nights; agent: "x"');
  });
});
