// Expected refusals as data: a function that may refuse returns a `Result`, and its caller has to look.

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

export type Result<T, E> = Ok<T> | Err<E>;

/** The accepted outcome. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** The refused outcome; `error` says why, as data. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
