import { figureOf, interleave, quantile } from '../bench.ts';
import { findBenches } from '../discover.ts';
import { jsonLine, tableRow } from '../print.ts';

const samples = { ours: [2, 9, 2, 1, 3], reference: [10, 10, 80, 10, 1] };

test('a figure compares medians, so that one slow moment changes nothing', () => {
  const figure = figureOf('case', 'ms', samples);
  expect(figure).toMatchObject({ ours: 2, reference: 10, ratio: 5 });
  expect(figure.spread).toEqual({ ours: [2, 3], reference: [10, 10] });
});

test('there is no median of nothing', () => {
  expect(() => quantile([], 0.5)).toThrow('without samples');
});

test('both sides run in turns, and the rounds that warm up do not count', async () => {
  const order: string[] = [];
  const side = (name: string) => () => order.push(name);
  const taken = await interleave({ warmUp: 1, counted: 2 }, side('ours'), side('reference'));
  expect(order).toEqual(['ours', 'reference', 'ours', 'reference', 'ours', 'reference']);
  expect(taken).toEqual({ ours: [3, 5], reference: [4, 6] });
});

test('a line of JSON has six fields and four digits', () => {
  expect(
    JSON.parse(jsonLine('bench', { ...figureOf('case', 'ms', samples), ours: 1.23456 })),
  ).toEqual({
    bench: 'bench',
    case: 'case',
    ours: 1.235,
    reference: 10,
    ratio: 5,
    unit: 'ms',
  });
});

test('the table marks a figure that is below what is promised', () => {
  const figure = figureOf('case', 'ms', samples);
  expect(tableRow(figure, 5)).toMatch(/≥ 5$/);
  expect(tableRow(figure, 6)).toMatch(/≥ 6 {2}BELOW$/);
  expect(tableRow(figure, null)).toMatch(/ 5$/);
});

test('the benches of all subgraphs are found by path', () => {
  expect(findBenches().map(({ name }) => name)).toContain('pipeline');
});
