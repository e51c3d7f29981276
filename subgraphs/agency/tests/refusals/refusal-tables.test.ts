// No mutation without its table of refusals, no member of its union without a row, no row out of order.
import {
  REFUSAL_PRECEDENCE,
  refusalsInSchema,
} from '../../../../shared/testing/refusals/schema-refusals.ts';
import { tables } from './tables.ts';

const promised = refusalsInSchema('agency');

test('every mutation of the schema has its table of refusals', () => {
  expect(tables.map(({ mutation }) => mutation).toSorted()).toEqual(
    [...promised.keys()].toSorted(),
  );
});

describe.each(tables)('the table of $mutation', ({ mutation, rows }) => {
  const listed = promised.get(mutation) ?? [];

  test('has a row for each refusal that its union lists, and no others', () => {
    expect([...new Set(rows.map(({ type }) => type))].toSorted()).toEqual(listed.toSorted());
  });

  test('stands in order of precedence, as its union does', () => {
    for (const types of [rows.map(({ type }) => type), listed]) {
      const places = types.map((type) => REFUSAL_PRECEDENCE.indexOf(type));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  test('labels each row with something of its own', () => {
    const labels = rows.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
