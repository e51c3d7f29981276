// Numbers that may depend on a request's variables. What does not is computed once, when an operation
// is met first, so that most requests only look up their cost.
import { Kind, valueFromASTUntyped, visit, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** A number, or how it follows from the variables. */
export type Amount = number | ((variables: Variables) => number);

/** The number of an amount in one request. */
export function amountIn(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

/** The sum of all; numbers are added at once. */
export function sumOf(amounts: readonly Amount[]): Amount {
  return fold(amounts, 0, (a, b) => a + b);
}

/** The largest of all, at least 0. */
export function largestOf(amounts: readonly Amount[]): Amount {
  return fold(amounts, 0, Math.max);
}

/** One times the other. Nothing times an endless number is nothing. */
export function productOf(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') return a === 0 || b === 0 ? 0 : a * b;
  if (a === 0 || b === 0) return 0;
  return (variables) => amountIn(a, variables) * amountIn(b, variables);
}

function fold(
  amounts: readonly Amount[],
  start: number,
  join: (a: number, b: number) => number,
): Amount {
  let fixed = start;
  const open: Exclude<Amount, number>[] = [];
  for (const amount of amounts) {
    if (typeof amount === 'number') fixed = join(fixed, amount);
    else open.push(amount);
  }
  if (open.length === 0) return fixed;
  return (variables) => open.reduce((total, each) => join(total, each(variables)), fixed);
}

/** A value as it will be sent to a subgraph, as far as the document or the variables tell it. */
export interface Reading {
  readonly isFixed: boolean;
  in(variables: Variables): unknown;
}

/** How a value of a document is read: `path` leads into input objects, [] is the value itself. */
export function readingOf(node: ValueNode, path: readonly string[]): Reading {
  return {
    isFixed: !usesVariables(node),
    in: (variables) => dig(valueFromASTUntyped(node, { ...variables }), path),
  };
}

/** An amount computed from readings: at once where none of them needs variables. */
export function amountFrom(
  readings: readonly Reading[],
  compute: (values: readonly unknown[]) => number,
): Amount {
  const amount = (variables: Variables): number =>
    compute(readings.map((reading) => reading.in(variables)));
  return readings.every(({ isFixed }) => isFixed) ? amount({}) : amount;
}

function usesVariables(node: ValueNode): boolean {
  let uses = false;
  visit(node, { [Kind.VARIABLE]: () => void (uses = true) });
  return uses;
}

function dig(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at ? (at as Record<string, unknown>)[name] : undefined,
    value,
  );
}
