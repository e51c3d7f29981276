// What a change would do, worked out on facts alone.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { decideChange } from '../../domain/changes/decide-change.ts';
import type { Proposal } from '../../domain/changes/proposal.ts';
import { buildFactBook } from '../../domain/pipeline/fact-book.ts';
import {
  CLOCK,
  booking,
  create,
  decide,
  head,
  k1,
  k2,
  planned,
  reduce,
  retract,
  stop,
} from './decided.ts';

describe('the effect of a change', () => {
  test('tells each cell before and after, and no cell that stays as it is', () => {
    const { effect, facts, warnings } = planned(
      decide([k1, k2], [create('e', { ...reduce(4), daysOfWeek: [2] })]),
    );
    expect(facts).toEqual([
      {
        action: 'CREATED',
        fact: { kind: 'EVENT', id: 'e', rev: 1, ...reduce(4), daysOfWeek: [2] },
      },
    ]);
    const state = { unlimited: false, oversold: 0, closed: [], rate: 1_000 };
    expect(effect.cells).toEqual([
      {
        line: 'k1/A',
        date: '2026-03-10',
        before: { ...state, available: 10, raw: 10, own: 10 },
        after: { ...state, available: 6, raw: 6, own: 6 },
      },
    ]);
    expect(effect.roomTypes).toEqual([
      {
        view: 'HOUSE',
        agencyId: null,
        roomType: 'A',
        date: '2026-03-10',
        before: { available: 13, unlimited: false },
        after: { available: 9, unlimited: false },
      },
    ]);
    expect([effect.from, effect.to]).toEqual(['2026-03-10', '2026-03-12']);
    expect(effect.bookingsAtRisk).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('leaves the book that it looks at as it was', () => {
    const book = buildFactBook([k1, booking('b', 2, '2026-03-10')]);
    const scene = {
      book,
      timezone: 'Asia/Bangkok',
      clock: CLOCK,
      reach: { nightsBack: 1, nightsAhead: 60, cells: 40_000 },
      agencyViewsMax: 1,
    };
    const twice = [0, 1].map(() => decideChange(scene, [create('e', reduce(4))], []));
    expect(twice[1]).toEqual(twice[0]);
    expect(book.winners.EVENT.size).toBe(0);
  });

  test('of a retraction is that of the event, the other way round', () => {
    const event = { ...head('EVENT', 'e'), ...stop() } as unknown as Fact;
    const made = planned(decide([k1], [create('e', stop())])).effect.cells;
    const undone = planned(decide([k1, event], [retract('e')])).effect.cells;
    expect(
      undone.map(({ before, after, ...cell }) => ({ ...cell, before: after, after: before })),
    ).toEqual(made);
  });

  test('is exact for several events at once, whatever their order', () => {
    const both = [create('a', reduce(4)), create('b', stop({ mode: 'ARRIVAL' }))];
    const { effect } = planned(decide([k1], both));
    expect(effect.cells.map(({ after }) => [after?.available, after?.closed])).toEqual([
      [6, ['ARRIVAL']],
      [6, ['ARRIVAL']],
    ]);
    expect(planned(decide([k1], both.toReversed())).effect).toEqual(effect);
  });

  test('reaches no further than asked, and says so', () => {
    const { effect, warnings } = planned(
      decide([k1], [create('e', stop())], { nightsBack: 2, nightsAhead: 6, cells: 40_000 }),
    );
    expect(effect.cells.map(({ date }) => date)).toEqual(['2026-03-10']);
    expect(warnings.map(({ code }) => code)).toEqual(['NIGHTS_OUT_OF_REACH']);
    const beyond = planned(
      decide([k1], [create('e', stop())], { nightsBack: 2, nightsAhead: 3, cells: 40_000 }),
    );
    const wide = { nightsBack: 62, nightsAhead: 760, cells: 1 };
    expect(planned(decide([k1], [create('e', stop())], wide)).effect.cells).toHaveLength(1);
    expect(beyond.warnings.map(({ code }) => code)).toEqual([
      'NIGHTS_OUT_OF_REACH',
      'NOTHING_CHANGES',
    ]);
  });

  test('looks at the nights to come before those that are over, where it cannot look at all', () => {
    // Ten nights of one line; today is the fifth of them.
    const { effect, warnings } = planned(
      decide([k1], [create('e', stop({ from: '2026-03-01', to: '2026-03-11' }))], {
        ...{ nightsBack: 62, nightsAhead: 760, cells: 3 },
      }),
    );
    expect([effect.from, effect.to]).toEqual(['2026-03-05', '2026-03-08']);
    expect(warnings.map(({ code }) => code)).toEqual(['NIGHTS_OUT_OF_REACH']);
  });

  test('of a sub-allotment is seen by other agencies and not by its own', () => {
    const content = { line: 'k1/A', agency: 'SIAM', rooms: 4 };
    const { effect, warnings } = planned(decide([k1], [create('s', content, 'SUBALLOTMENT')]));
    expect(effect.cells).toEqual([]);
    expect(new Set(effect.roomTypes.map(({ view }) => view))).toEqual(new Set(['OTHER_AGENCIES']));
    expect(effect.roomTypes[0]).toMatchObject({
      before: { available: 10 },
      after: { available: 6 },
    });
    expect(effect.roomTypes).toHaveLength(31);
    expect(warnings).toEqual([]);
  });

  test('of an audience is what those within and those without it see', () => {
    const content = { contract: 'k1', agencies: ['SIAM'] };
    const { effect } = planned(decide([k1], [create('k1', content, 'AUDIENCE')]));
    expect(new Set(effect.roomTypes.map(({ view, after }) => `${view} ${after === null}`))).toEqual(
      new Set(['OTHER_AGENCIES true']),
    );
  });

  test('warns of targets that are not there, which may come later', () => {
    const targets = [{ line: 'k9/A' }, { contract: 'k9' }, { roomType: 'Z' }, { hotel: true }];
    const { warnings } = planned(
      decide(
        [k1],
        targets.map((target, at) => create(`e${at}`, stop({ target }))),
      ),
    );
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([
      ['TARGET_MISSING', '/target/line'],
      ['TARGET_MISSING', '/target/contract'],
      ['TARGET_MISSING', '/target/roomType'],
    ]);
  });
});

describe('bookings at risk', () => {
  const stay = booking('b', 8, '2026-03-09', '2026-03-10', '2026-03-11');
  const risks = (facts: Fact[], proposal: Proposal) =>
    planned(decide(facts, [proposal])).effect.bookingsAtRisk.flatMap(({ bookingId, nights }) =>
      nights.map(({ date, cause }) => [bookingId, date, cause]),
    );

  test('are those on cells that become more oversold', () => {
    expect(risks([k1, stay], create('e', reduce(2)))).toEqual([]);
    expect(risks([k1, stay], create('e', reduce(3)))).toEqual([
      ['b', '2026-03-10', 'OVERSOLD'],
      ['b', '2026-03-11', 'OVERSOLD'],
    ]);
  });

  test('are those that a stop touches: every night, the arrival or the departure', () => {
    expect(risks([k1, stay], create('e', stop()))).toEqual([
      ['b', '2026-03-10', 'STOPPED'],
      ['b', '2026-03-11', 'STOPPED'],
    ]);
    const arrival = { mode: 'ARRIVAL', from: '2026-03-09' };
    expect(risks([k1, stay], create('e', stop(arrival)))).toEqual([['b', '2026-03-09', 'STOPPED']]);
    const departure = { mode: 'DEPARTURE', from: '2026-03-12', to: '2026-03-13' };
    expect(risks([k1, stay], create('e', stop(departure)))).toEqual([
      ['b', '2026-03-11', 'STOPPED'],
    ]);
    expect(risks([k1, stay], create('e', stop({ mode: 'DEPARTURE' })))).toEqual([]);
  });

  test('are not those that no longer consume', () => {
    const gone = { ...stay, status: 'CANCELLED' } as Fact;
    const expired = { ...stay, status: 'HELD', expiresAt: '2026-03-02T00:00:00Z' } as Fact;
    expect(risks([k1, gone], create('e', stop()))).toEqual([]);
    expect(risks([k1, expired], create('e', stop()))).toEqual([]);
  });

  test('are those on a contract that is taken back', () => {
    const proposal: Proposal = { ...retract('k1'), kind: 'CONTRACT' };
    expect(risks([k1, stay], proposal).map(([, , cause]) => cause)).toEqual(
      Array.from({ length: 3 }, () => 'UNCOVERED'),
    );
  });
});
