// States what cannot be otherwise. Called before a write and after a read; a failure is a defect of
// ours, never an expected refusal (those are `Result`s).

/** Throws when `condition` is false; `why` says which law of ours was broken. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${why}`);
}
