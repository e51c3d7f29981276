// What stands at a gate: an operation that wants to leave its process, and whoever it belongs to.

/** Whoever crosses: a replica, or the writers of supply. What is dead never hears an answer. */
export interface Owner {
  readonly name: string;
  alive: boolean;
}

/** The database session that a crossing is sent on, known once it is sent. */
export interface Session {
  pid?: number;
}

/** `commit`: a statement that lets others see what was done; `patience`: what is done when it ends. */
export type CrossingKind =
  'statement' | 'commit' | 'allotment' | 'supplier' | 'lock' | 'wait' | 'patience' | 'relay';

export interface Crossing {
  /** In order of arrival. */
  readonly id: number;
  readonly owner: Owner;
  readonly kind: CrossingKind;
  readonly what: string;
  /** Step at which it arrived. */
  readonly since: number;
  /** Whether it may have to wait for a lock of another transaction. */
  readonly mayWait: boolean;
  /** Does the real thing and gives its answer. */
  readonly perform: () => Promise<unknown>;
  readonly session: Session;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}
