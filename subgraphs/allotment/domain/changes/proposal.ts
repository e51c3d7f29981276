// What an operator wants to change, before it is a fact: one proposal per (kind, id). Made by the
// readers of inputs, settled against the revisions that are there.
import type { FactKind } from '../../../../shared/domain/facts.ts';

/** Bookings are reservation's. */
export type ChangedKind = Exclude<FactKind, 'BOOKING'>;

/** A fact without its head, as JSON. */
export type Content = Readonly<Record<string, unknown>>;

interface Named {
  readonly kind: ChangedKind;
  readonly id: string;
  /** JSON pointer to the part of the input that this proposal comes from. */
  readonly pointer: string;
  /** JSON pointer to the field that names the id. */
  readonly idPointer: string;
}

/** A new (kind, id); sent again, it is answered again. */
export interface Creation extends Named {
  readonly action: 'create';
  readonly content: Content;
}

/** New content in place of revision `revision`, which may be a retraction. */
export interface Amendment extends Named {
  readonly action: 'amend';
  readonly revision: number;
  readonly content: Content;
}

/** Takes back what is there; with `revision`, only if that is still the latest. */
export interface Retraction extends Named {
  readonly action: 'retract';
  readonly revision: number | null;
}

export type Proposal = Creation | Amendment | Retraction;

/** All or nothing, of one hotel. */
export interface ChangeRequest {
  readonly hotelId: string;
  readonly proposals: readonly Proposal[];
  /** Why; kept in the audit, not in the fact. */
  readonly note: string | null;
  /** Names of contracts, which are no part of their facts. */
  readonly names: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  /** The hotel's own submission that this approves; it is settled together with the change. */
  readonly submission?: string;
}

/** One revision as the ledger has it. */
export interface FactRevision {
  readonly kind: ChangedKind;
  readonly id: string;
  readonly rev: number;
  readonly seq: number;
  readonly recordedAt: string;
  readonly retracted: boolean;
  readonly content: Content;
}
