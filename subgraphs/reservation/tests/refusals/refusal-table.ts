// What a table of refusals is: one per mutation, a labelled row per refusal, in order of precedence.
// refusals.e2e.test.ts runs the rows, refusal-tables.test.ts proves that no mutation and no member of
// its union is left out. A new mutation brings its table and its line in tables.ts.
import type { RefusalTypename } from '../../../../shared/schema/refusal.ts';
import type { Answer, ReservationWorld } from '../reservation-world.ts';

export type { RefusalTypename } from '../../../../shared/schema/refusal.ts';

export interface RefusalRow<There> {
  /** Who or what is refused. A row is also wrong in the ways of rows below it wherever it can be. */
  readonly label: string;
  readonly type: RefusalTypename;
  /** All reasons of the first failing class, each with the field that is to blame. */
  readonly codes: readonly (readonly [code: string, path: string | null])[];
  readonly ask: (there: There) => Promise<Answer>;
  /** Tables that this refusal may touch, because it did something else than it was asked for. */
  readonly mayTouch?: readonly string[];
}

export interface RefusalTable<There> {
  readonly mutation: string;
  /** What the rows find; made once, before the first of them. */
  readonly prepare: (world: ReservationWorld) => Promise<There>;
  readonly rows: readonly RefusalRow<There>[];
}

/** A table whose rows are ready to be asked: what they find there is nobody else's business. */
export interface ReadyTable {
  readonly mutation: string;
  prepare(world: ReservationWorld): Promise<void>;
  readonly rows: readonly (Omit<RefusalRow<never>, 'ask'> & { ask(): Promise<Answer> })[];
}

export function refusalTable<There>(table: RefusalTable<There>): ReadyTable {
  let there: There | undefined;
  return {
    mutation: table.mutation,
    async prepare(world) {
      there = await table.prepare(world);
    },
    rows: table.rows.map(({ ask, ...row }) => ({
      ...row,
      ask: async () => {
        if (there === undefined) throw new Error('a table is prepared before its rows are asked');
        return ask(there);
      },
    })),
  };
}
