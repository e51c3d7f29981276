// How long a list may be, by what is asked: a page's `first`, a list of ids, the nights of a range.
import { getNullableType, isInputObjectType } from 'graphql';
import type { FieldNode, GraphQLField } from 'graphql';
import { gatewayLimits } from '../limits.ts';
import { amountFrom, readingOf, type Amount, type Reading } from './amount.ts';
import { NIGHTS_ABOVE, type ListSize } from './cost-rules.ts';

const DAY_MS = 86_400_000;

type Field = GraphQLField<unknown, unknown>;

/** As long as the request says; else as the rule assumes; else as lists mostly are. */
export function lengthAsked(
  rule: ListSize | undefined,
  node: FieldNode,
  field: Field,
  nightsAbove: Amount | null,
): Amount {
  const otherwise = rule?.assumedSize ?? gatewayLimits.listSizeAssumed;
  const slicing = rule?.slicingArguments ?? [];
  if (slicing.includes(NIGHTS_ABOVE)) return nightsAbove ?? otherwise;
  return amountFrom(
    slicing.map((path) => argumentAt(path.split('.'), node, field)),
    (values) => {
      const lengths = values.map(lengthOf).filter((length) => length !== null);
      return lengths.length > 0 ? Math.max(...lengths) : otherwise;
    },
  );
}

/** The nights from `from` to `to`, where the field takes them itself or in its input; else null. */
export function nightsAsked(node: FieldNode, field: Field): Amount | null {
  const within = pathOfRange(field);
  if (within === null) return null;
  const ends = ['from', 'to'].map((end) => argumentAt([...within, end], node, field));
  return amountFrom(ends, ([from, to]) => nightsBetween(from, to));
}

function pathOfRange(field: Field): readonly string[] | null {
  const names = new Set(field.args.map(({ name }) => name));
  if (names.has('from') && names.has('to')) return [];
  const input = field.args.find(({ name }) => name === 'input');
  const type = input && getNullableType(input.type);
  if (!isInputObjectType(type)) return null;
  const { from, to } = type.getFields();
  return from && to ? ['input'] : null;
}

function argumentAt([name, ...path]: readonly string[], node: FieldNode, field: Field): Reading {
  const given = node.arguments?.find((each) => each.name.value === name);
  if (given) return readingOf(given.value, path);
  const otherwise = field.args.find((each) => each.name === name)?.defaultValue;
  return { isFixed: true, in: () => (path.length === 0 ? otherwise : undefined) };
}

/** Null for what says nothing of a length, such as null. A single value in place of a list is one. */
function lengthOf(value: unknown): number | null {
  if (typeof value === 'number') return Math.max(0, value);
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? 1 : null;
}

/** What is no range is refused later and by others; until then it counts as the longest. */
function nightsBetween(from: unknown, to: unknown): number {
  const nights = (Date.parse(String(to)) - Date.parse(String(from))) / DAY_MS;
  return Number.isFinite(nights) ? Math.max(0, nights) : gatewayLimits.nightsAssumed;
}
