// Runtime of the shared scalars. Values stay text inside: a night must never become a Date object.
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { GraphQLSafeInt } from 'graphql-scalars';
import { parseNight } from '../domain/nights.ts';
import { intRowOf } from './int-row.ts';
import type { IntRow } from './int-row.ts';

const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

const DateScalar = textScalar('Date', (text) => parseNight(text) !== null, 'a date YYYY-MM-DD');
const DateTimeScalar = textScalar('DateTime', isInstant, 'an instant in UTC, RFC 3339 with Z');

/** Resolver map entries of every shared scalar. */
export const scalarResolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  MinorUnits: new GraphQLScalarType({
    ...GraphQLSafeInt.toConfig(),
    name: 'MinorUnits',
  }),
  SafeInt: GraphQLSafeInt,
  IntRow: new GraphQLScalarType<never, IntRow>({
    name: 'IntRow',
    // Rows come from our own columns and may have thousands of items: they are not looked through.
    serialize: (value) => {
      if (Array.isArray(value)) return intRowOf(value as number[]);
      throw new GraphQLError('IntRow must be an array of integers');
    },
    parseValue: refuseIntRow,
    parseLiteral: refuseIntRow,
  }),
};

/** `2026-03-02T17:00:00Z`, with at most six decimals; the date and time must exist. */
export function isInstant(text: string): boolean {
  return (
    INSTANT_PATTERN.test(text) &&
    parseNight(text.slice(0, 10)) !== null &&
    !Number.isNaN(Date.parse(text))
  );
}

function refuseIntRow(): never {
  throw new GraphQLError('IntRow is not an input', { extensions: { code: 'BAD_USER_INPUT' } });
}

function textScalar(
  name: string,
  isValid: (text: string) => boolean,
  expected: string,
): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new GraphQLError(`${name} must be ${expected}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: check,
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined),
  });
}
