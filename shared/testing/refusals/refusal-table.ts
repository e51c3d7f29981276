// What a table of refusals is: one per mutation, a labelled row per refusal, in order of precedence.
// The subgraphs' own refusals.*.test.ts run the rows; schema-refusals.ts tells which there must be.
import type { RefusalTypename } from '../../schema/refusal.ts';

export interface RefusedAnswer {
  readonly __typename: string;
  readonly reasons?: readonly { readonly code: string; readonly path: string | null }[];
}

export interface RefusalRow<There> {
  /** Who or what is refused. A row is also wrong in the ways of rows below it wherever it can be. */
  readonly label: string;
  readonly type: RefusalTypename;
  /** All reasons of the first failing class, each with the field that is to blame. */
  readonly codes: readonly (readonly [code: string, path: string | null])[];
  readonly ask: (there: There) => Promise<RefusedAnswer>;
  /** Tables that this refusal may touch, because it did something else than it was asked for. */
  readonly mayTouch?: readonly string[];
}

export interface RefusalTable<World, There> {
  readonly mutation: string;
  /** What the rows find; made once, before the first of them. */
  readonly prepare: (world: World) => Promise<There>;
  readonly rows: readonly RefusalRow<There>[];
}

/** A table whose rows are ready to be asked: what they find there is nobody else's business. */
export interface ReadyTable<World> {
  readonly mutation: string;
  prepare(world: World): Promise<void>;
  readonly rows: readonly (Omit<RefusalRow<never>, 'ask'> & { ask(): Promise<RefusedAnswer> })[];
}

export function refusalTable<World, There>(table: RefusalTable<World, There>): ReadyTable<World> {
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
