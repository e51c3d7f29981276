// One seed under way: its world, and how one step is made. Whoever chooses what happens (storm.ts,
// calm.ts) calls `step`; what it then sees is checked before the next choice.
import { formatInstant, instantOf } from '../../../../shared/domain/instants.ts';
import { setStoppedClock } from '../../../../shared/testing/clock.ts';
import { auditAnswer, invoke, mayHaveFailed, spell } from './audit/audit-answers.ts';
import type { Question, ToldAnswer } from './audit/questions.ts';
import { auditAgencies } from './audit/audit-agencies.ts';
import { auditAppends } from './audit/audit-appends.ts';
import { auditCharges } from './audit/audit-charges.ts';
import { auditTables } from './audit/audit-tables.ts';
import { guarantee } from './audit/broken.ts';
import { note } from './audit/memory.ts';
import type { Invocation, Memory } from './audit/memory.ts';
import type { AgencyDesk } from './agency-desk.ts';
import type { Chance } from './chance.ts';
import type { Gates } from './gates.ts';
import type { History } from './history.ts';
import type { House } from './house.ts';
import { writeLetters } from './letter-box.ts';
import type { Letter } from './letter-box.ts';
import type { LockHouse } from './lock-house.ts';
import { takePicture } from './picture.ts';
import { killReplica } from './replica.ts';
import type { Replica } from './replica.ts';
import type { Scenario } from './scenario.ts';
import type { SupplierLine } from './supplier-line.ts';
import type { SupplierOffice } from './supplier-office.ts';
import type { SupplyDesk } from './supply-desk.ts';

/** Something that was begun and has not ended. */
interface UnderWay {
  readonly id: number;
  readonly what: string;
  readonly replica: Replica | null;
  readonly since: Invocation;
  readonly ended: (end: End) => void;
}

/** `error`: it threw, as a process does that cannot go on. */
export type End =
  { readonly answer: unknown } | { readonly error: unknown } | { readonly killed: true };

export interface Simulation {
  readonly house: House;
  readonly chance: Chance;
  readonly scenario: Scenario;
  readonly gates: Gates;
  readonly locks: LockHouse;
  readonly supplier: SupplierLine;
  readonly office: SupplierOffice;
  readonly supply: SupplyDesk;
  readonly agencies: AgencyDesk;
  readonly memory: Memory;
  readonly history: History;
  /** By delivery, in the order in which they were written. */
  readonly letters: Map<string, Letter>;
  readonly replicas: Replica[];
  readonly startReplica: () => Promise<Replica>;
  readonly underWay: Map<number, UnderWay>;
  readonly ends: (() => void)[];
  operations: number;
  /** Whether the last step may have changed what the database or the supplier shows. */
  changed: boolean;
  supplierAsked: boolean;
  /** What an audit found in the middle of a step, where services would swallow it. */
  found: Error | null;
}

/** Makes one step: acts, waits until nothing moves, looks, checks. */
export async function step(
  sim: Simulation,
  what: Readonly<Record<string, unknown>>,
  act: () => Promise<void> | void,
): Promise<void> {
  const { memory, history, gates } = sim;
  memory.step += 1;
  history.add({ step: memory.step, clock: memory.clock, ...what });
  note(
    memory,
    `${what['do'] as string}${what['fails'] === true ? ' fails' : ''}`.replace(
      / (grp_\d+|of R\d+-H\d+)/,
      '',
    ),
  );
  const wasBlocked = gates.stillness.hasBlocked();
  await act();
  await gates.settle(memory.step);
  if (sim.found) throw sim.found;
  if (sim.supplierAsked) await hearSupplier(sim);
  if (sim.changed || wasBlocked) await look(sim);
  for (const end of sim.ends.splice(0)) end();
}

/** Compares what the database shows with what the model knows. */
export async function look(sim: Simulation): Promise<void> {
  const { memory, house } = sim;
  const since = new Map([...memory.hotels].map(([id, { facts }]) => [id, facts.length]));
  const picture = await takePicture(house.admin, since);
  auditAppends(memory, picture);
  auditTables(memory, picture);
  auditAgencies(memory, picture);
  auditCharges(memory, picture);
  for (const { hotelId, seq, fact } of picture.facts) {
    const status = fact.kind === 'BOOKING' ? { status: fact.status } : {};
    sim.history.add({ fact: fact.id, hotelId, seq, kind: fact.kind, rev: fact.rev, ...status });
  }
  sim.changed = false;
}

async function hearSupplier(sim: Simulation): Promise<void> {
  const bookings = await sim.office.bookings();
  writeLetters(sim.letters, bookings);
  for (const { key, status } of bookings) {
    const said = sim.memory.supplierSaid.get(key) ?? new Set<string>();
    sim.memory.supplierSaid.set(key, said.add(status));
  }
  sim.supplierAsked = false;
}

/** Moves the clock, for the database and for the model. */
export async function moveTo(sim: Simulation, instant: number): Promise<void> {
  const clock = formatInstant(instant);
  await setStoppedClock(sim.house.admin, clock);
  sim.memory.clock = clock;
  sim.memory.obstacles += 1;
}

export async function moveBy(sim: Simulation, ms: number): Promise<void> {
  await moveTo(sim, instantOf(sim.memory.clock) + Math.round(ms * 1_000));
}

/** Begins something; `ended` is called in the step in which it ends, after all has been looked at. */
export function begin(
  sim: Simulation,
  what: string,
  options: {
    readonly replica: Replica | null;
    readonly hotelId?: string;
    readonly joins?: Invocation | undefined;
  },
  work: () => Promise<unknown>,
  ended: (end: End, since: Invocation) => void,
): void {
  sim.operations += 1;
  const id = sim.operations;
  const { joins, hotelId = null } = options;
  const since = { ...invoke(sim.memory, hotelId), ...(joins ? { joins } : {}) };
  const end = (outcome: End): void => {
    sim.underWay.delete(id);
    sim.history.add({ ended: id, ...spellEnd(outcome) });
    ended(outcome, since);
  };
  sim.history.add({ began: id, on: options.replica?.name ?? 'supply', what });
  sim.underWay.set(id, { id, what, replica: options.replica, since, ended: end });
  const finish = (outcome: End): void => {
    sim.ends.push(() => {
      end(outcome);
    });
  };
  void work().then(
    (answer) => {
      finish({ answer });
    },
    (error: unknown) => {
      finish({ error });
    },
  );
}

/** Asks a service on behalf of a partner and audits its answer. */
export function ask(
  sim: Simulation,
  replica: Replica,
  question: Question,
  work: () => Promise<unknown>,
  heard: (answer: ToldAnswer | null) => void,
): void {
  begin(
    sim,
    spell(question),
    { replica, joins: joinedBy(sim, replica, question) },
    work,
    (end, since) => {
      if ('answer' in end) {
        const answer = end.answer as ToldAnswer;
        auditAnswer(sim.memory, question, since, answer);
        const isLost = sim.chance.happens(sim.scenario.troubles.lostReplies);
        heard(isLost ? null : answer);
        return;
      }
      if ('error' in end) auditThrown(sim, since, spell(question), end.error);
      heard(null);
    },
  );
}

/** Confirmations of one group on one replica are one, and end together. */
function joinedBy(sim: Simulation, replica: Replica, question: Question): Invocation | undefined {
  if (question.kind !== 'confirm') return undefined;
  const named = `confirm ${question.groupId} `;
  return [...sim.underWay.values()].find(
    (one) => one.replica === replica && one.what.startsWith(named),
  )?.since;
}

/** Only what got in the way excuses an operation that ends in no answer. */
export function auditThrown(
  sim: Simulation,
  since: Invocation,
  what: string,
  error: unknown,
): void {
  guarantee(
    mayHaveFailed(sim.memory, since),
    'an operation ends in an answer',
    () => `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

export async function kill(sim: Simulation, replica: Replica): Promise<void> {
  sim.replicas.splice(sim.replicas.indexOf(replica), 1);
  sim.memory.faults += 1;
  sim.changed = true;
  await killReplica(replica, sim.locks);
  for (const one of [...sim.underWay.values()]) {
    if (one.replica === replica) one.ended({ killed: true });
  }
}

function spellEnd(end: End): Readonly<Record<string, unknown>> {
  if ('killed' in end) return { with: 'its process was killed' };
  if ('error' in end) return { with: 'an error' };
  if (!isToldAnswer(end.answer)) return { with: end.answer ?? 'done' };
  const answer = end.answer;
  if (!answer.ok) return { refused: answer.error.map(({ code }) => code) };
  const { id, status, bookings } = answer.value;
  return {
    group: id,
    status,
    bookings: bookings.map((booking) => `${booking.id} ${booking.status}`),
  };
}

function isToldAnswer(answer: unknown): answer is ToldAnswer {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}
