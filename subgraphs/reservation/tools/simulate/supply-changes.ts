// What operators, the supplier's feed and block managers change of a hotel's supply, drawn by chance.
import type { NewFact } from '../../../../shared/domain/new-fact.ts';
import type { Chance } from './chance.ts';
import {
  contractOf,
  LAST_CHECK_OUT,
  NIGHTS,
  poolOf,
  ROOM_TYPES,
  subAllotmentOf,
} from './scenario.ts';

/** Draws one change after another. */
export function createSupplyChanges(chance: Chance): () => NewFact {
  /** Revisions of the events that were made. */
  const events = new Map<string, number>();
  let revisions = 1;
  let changes = 0;
  return () => {
    changes += 1;
    revisions += 1;
    const rev = revisions;
    const event = (content: Readonly<Record<string, unknown>>): NewFact => {
      events.set(`E-${changes}`, 1);
      return eventOf(`E-${changes}`, chance, content);
    };
    const draw = chance.weighted<() => NewFact>([
      [3, () => event({ type: 'REDUCE_ALLOTMENT', n: chance.int(1, 2) })],
      [3, () => event({ type: 'INCREASE_ALLOTMENT', n: chance.int(1, 2) })],
      [1, () => event({ type: 'STOP_SALE', mode: chance.pick(['FULL', 'ARRIVAL', 'DEPARTURE']) })],
      [1, () => event({ type: 'RATE_CHANGE', add: 500, effectiveAt: '2026-03-06T00:00:00Z' })],
      [events.size > 0 ? 2 : 0, () => retraction(chance.pick([...events.keys()]), events)],
      [1, () => contractOf('K1', 'ALLOTMENT', rev, chance)],
      [0.5, () => contractOf('LOCAL-K2', 'ALLOTMENT', rev, chance)],
      [0.5, () => poolOf(chance, rev)],
      [0.5, () => subAllotmentOf('K1/A', chance.pick(['ASIA', 'LUXE']), rev, chance)],
      [1, () => blockOf(`B-${chance.int(1, 2)}`, rev, chance)],
    ]);
    return draw();
  };
}

function eventOf(id: string, chance: Chance, content: Readonly<Record<string, unknown>>): NewFact {
  const from = chance.int(0, NIGHTS.length - 1);
  const to = Math.min(NIGHTS.length, from + chance.int(1, 3));
  const target = chance.pick([
    { line: `K1/${chance.pick(ROOM_TYPES)}` },
    { contract: 'K1' },
    { roomType: chance.pick(ROOM_TYPES) },
    { hotel: true },
  ]);
  return {
    kind: 'EVENT',
    id,
    rev: 1,
    target,
    from: NIGHTS[from] ?? '',
    to: NIGHTS[to] ?? LAST_CHECK_OUT,
    ...content,
  } as NewFact;
}

function retraction(id: string, events: Map<string, number>): NewFact {
  const rev = (events.get(id) ?? 1) + 1;
  events.set(id, rev);
  return { kind: 'EVENT', id, rev, retracted: true };
}

/** A block of LUXE's over some nights, in whatever state. */
function blockOf(id: string, rev: number, chance: Chance): NewFact {
  const status = chance.pick(['DEFINITE', 'TENTATIVE', 'DRAFT', 'CANCELLED'] as const);
  return {
    kind: 'EVENT',
    id,
    rev,
    type: 'BLOCK_CONTRACT',
    status,
    agency: 'LUXE',
    ...(chance.happens(0.5) ? { optionAt: '2026-03-06T11:00:00Z' } : {}),
    ...(chance.happens(0.5) ? { cutoff: { daysBefore: chance.int(0, 2) } } : {}),
    cells: NIGHTS.slice(chance.int(0, 3)).map((date) => ({
      line: 'K1/A',
      date,
      rooms: chance.int(1, 2),
    })),
  };
}
