import type { DataSource } from 'typeorm';
import { createTestDatabase } from '../../testing/services/test-database.ts';
import type { TestDatabase } from '../../testing/services/test-database.ts';
import { connectDataSource } from '../data-source.ts';
import { prepared } from '../prepared.ts';

const SUM = prepared('test-sum', 'select $1::integer + $2::integer as sum');

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await connectDataSource({
    url: database.urls.allotment,
    schema: 'allotment',
    applicationName: 'test',
    poolConnectionsMax: 1,
  });
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const known = (): Promise<{ name: string }[]> =>
  source.query('select name from pg_prepared_statements order by name');

test('a registered statement is planned once and answers each call by its values', async () => {
  expect(await known()).toEqual([]);
  for (const more of [1, 2, 3])
    expect(await source.query(SUM, [40, more])).toEqual([{ sum: 40 + more }]);
  expect(await known()).toEqual([{ name: 'test-sum' }]);
});

test('it works inside a transaction, and its errors are those of any statement', async () => {
  await source.transaction(async (manager) => {
    expect(await manager.query(SUM, [1, 1])).toEqual([{ sum: 2 }]);
  });
  await expect(source.query(SUM, ['x', 1])).rejects.toThrow('invalid input syntax');
  expect(await source.query(SUM, [2, 2])).toEqual([{ sum: 4 }]);
});

test('a statement without values or without a name is sent as it is', async () => {
  expect(await source.query('select 1 as one')).toEqual([{ one: 1 }]);
  expect(await source.query('select $1::integer as one', [1])).toEqual([{ one: 1 }]);
  expect(await known()).toEqual([{ name: 'test-sum' }]);
});

test('two statements cannot bear one name', () => {
  expect(() => prepared('test-sum', 'select 1')).toThrow('another statement');
});
