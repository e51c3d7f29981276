// A defect put in on purpose, between the services and what they stand on. mutants.ts lists them.
import type { DownstreamAnswer } from '../../domain/downstream.ts';
import type { Asked, Told } from './allotment-line.ts';
import type { Rewrite } from './gated-database.ts';
import type { House } from './house.ts';

export interface Mutant {
  readonly name: string;
  /** The guarantees that it breaks: one of them has to notice, whatever else it upsets. */
  readonly breaks: readonly string[];
  /** Changes a statement of the services on its way. */
  readonly rewrite?: Rewrite;
  /** Changes what allotment answered. */
  readonly answer?: (asked: Asked) => Told;
  /** Changes what the supplier answered. */
  readonly supplierAnswer?: (answer: DownstreamAnswer) => DownstreamAnswer;
  /** Changes the database itself; `undo` takes it back. */
  readonly plant?: (house: House) => Promise<void>;
  readonly undo?: (house: House) => Promise<void>;
}
