import fc from 'fast-check';
import { err, ok } from '../../../domain/result.ts';
import type { BookingRow } from '../parse-rows.ts';
import { play } from '../play.ts';
import type { Desk, Outcomes } from '../play.ts';
import { tally } from '../report.ts';
import { arrange } from '../timeline.ts';
import { bookingRows } from './history.ts';

/** A house with so many rooms in all, whatever the dates, that writes down what it is asked. */
function makeDesk(rooms: number): Desk & { readonly asked: string[]; taken: number } {
  const confirmed = new Set<string>();
  const desk = {
    asked: [] as string[],
    taken: 0,
    async hold({ line }: BookingRow) {
      desk.asked.push(`hold ${line}`);
      if (desk.taken >= rooms) return err(['SOLD_OUT_LINE']);
      desk.taken += 1;
      return ok(`grp_${line}`);
    },
    async confirm(_: BookingRow, groupId: string) {
      // Slower than the holds that go on meanwhile.
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      confirmed.add(groupId);
      return ok(null);
    },
    async cancel({ line }: BookingRow, groupId: string) {
      expect(confirmed).toContain(groupId);
      desk.asked.push(`cancel ${line}`);
      desk.taken -= 1;
      return ok(null);
    },
  };
  return desk;
}

async function played(rows: readonly BookingRow[], desk: Desk): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  await play(arrange(rows, 0).steps, desk, {
    outcomes,
    confirmationsAtOnceMax: 3,
    onStep: () => undefined,
  });
  return outcomes;
}

describe('playing a timeline', () => {
  it('holds and cancels in its order, and cancels only what was confirmed', async () => {
    await fc.assert(
      fc.asyncProperty(bookingRows, fc.integer({ min: 0, max: 8 }), async (rows, rooms) => {
        const desk = makeDesk(rooms);
        const outcomes = await played(rows, desk);
        const refused = (line: number) => outcomes.get(line)?.kind === 'REFUSED';
        const expected = arrange(rows, 0)
          .steps.filter(({ kind, booking }) => kind === 'BOOK' || !refused(booking.line))
          .map(({ kind, booking }) => `${kind === 'BOOK' ? 'hold' : 'cancel'} ${booking.line}`);
        expect(desk.asked).toEqual(expected);
      }),
    );
  });

  it('accounts for each booking once, and for each room that is still taken', async () => {
    await fc.assert(
      fc.asyncProperty(bookingRows, fc.integer({ min: 0, max: 8 }), async (rows, rooms) => {
        const desk = makeDesk(rooms);
        const result = tally(rows.length, await played(rows, desk));
        expect(result.accepted + result.refused).toBe(rows.length);
        expect(result.unanswered).toBe(0);
        expect(result.accepted - result.cancelled).toBe(desk.taken);
      }),
    );
  });

  it('does not cancel what was refused when confirming', async () => {
    const desk = { ...makeDesk(5), confirm: async () => err(['HOLD_EXPIRED']) };
    const [row] = fc.sample(bookingRows, { numRuns: 1, seed: 7 })[0]!;
    const outcomes = await played([{ ...row!, cancelledOn: row!.bookedOn }], desk);
    expect([...outcomes.values()]).toEqual([
      { kind: 'REFUSED', at: 'confirmation', codes: ['HOLD_EXPIRED'] },
    ]);
  });

  it('breaks off when nobody answers, and still knows what was done until then', async () => {
    const rows = fc.sample(bookingRows, { numRuns: 20, seed: 11 }).find((some) => some.length > 5)!;
    const desk = makeDesk(100);
    const outcomes: Outcomes = new Map();
    let left = 3;
    const failing: Desk = {
      ...desk,
      hold: async (booking) => {
        left -= 1;
        if (left < 0) throw new Error('gone');
        return desk.hold(booking);
      },
    };
    const steps = arrange(
      rows.map((row) => ({ ...row, cancelledOn: null })),
      0,
    ).steps;
    const options = { outcomes, confirmationsAtOnceMax: 1, onStep: () => undefined };
    await expect(play(steps, failing, options)).rejects.toThrow('gone');
    expect(outcomes.size).toBe(3);
    expect(tally(rows.length, outcomes)).toMatchObject({
      accepted: 3,
      unanswered: rows.length - 3,
    });
  });

  it('breaks off when a confirmation that runs behind gets no answer', async () => {
    const rows = fc.sample(bookingRows, { numRuns: 20, seed: 11 }).find((some) => some.length > 5)!;
    const desk: Desk = {
      ...makeDesk(100),
      confirm: async () => {
        throw new Error('gone');
      },
    };
    await expect(
      played(
        rows.map((row) => ({ ...row, cancelledOn: null })),
        desk,
      ),
    ).rejects.toThrow('gone');
  });
});
