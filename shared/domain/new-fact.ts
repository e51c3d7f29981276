// A fact before it is recorded: the ledger stamps `recordedAt` when it is appended.
import type { Fact, FactKind } from './facts.ts';

type WithoutStamp<F> = F extends Fact ? Omit<F, 'recordedAt'> : never;

/** Of a retraction the head is enough: what is absent needs no content. */
export type NewFact =
  | WithoutStamp<Fact>
  | {
      readonly kind: FactKind;
      readonly id: string;
      readonly rev: number;
      readonly retracted: true;
    };
