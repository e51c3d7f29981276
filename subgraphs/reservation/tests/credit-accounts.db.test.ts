// Who may touch a credit account, and that a wrong one is found.
import { execFile } from 'node:child_process';
import type { DataSource } from 'typeorm';
import { projectPath, projectRoot } from '../../../shared/config/paths.ts';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { seed } from '../../../shared/testing/seed.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import { createAskAgency } from '../services/ask-agency.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

/** Of one hold of the test desk. */
const PRICE = 20_000;

let database: TestDatabase;
let admin: DataSource;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'agency',
    applicationName: 'test',
  });
  await seed(database).agency('SIAM').plant();
  await admin.query(`select agency.set_credit_limit('SIAM', 100000)`);
  desk = await openDesk(database, { terms: createAskAgency });
});
afterAll(async () => {
  await desk.close();
  await admin.destroy();
  await database.drop();
});

/** What the checker says of credit; it is another subgraph's, so it is asked from the command line. */
function brokenCredit(): Promise<string[]> {
  const entry = projectPath('subgraphs', 'allotment', 'tools', 'verify', 'main.ts');
  const env = { DATABASE_URL_VERIFY: database.urls.verify };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { cwd: projectRoot(), env }, (_error, out) => {
      resolve(out.split('\n').filter((line) => line.includes('the credit in use')));
    });
  });
}

test('the checker recounts every account, and finds one that says too much or forgets a booking', async () => {
  const agencyId = 'SIAM';
  const held = await desk.held({ agencyId });
  expect(await brokenCredit()).toEqual([]);
  await admin.query('update agency.credit_accounts set used = used + 1 where agency_id = $1', [
    agencyId,
  ]);
  await admin.query('update agency.credit_uses set amount = amount + 2 where booking_id = $1', [
    held.bookings[0]?.id,
  ]);
  expect(await brokenCredit()).toEqual([
    expect.stringContaining(`${agencyId} says ${PRICE + 1}, its uses add up to ${PRICE + 2}`),
    expect.stringContaining(`${held.bookings[0]?.id ?? ''} of ${agencyId} is counted wrongly`),
  ]);
});

test('nobody but reservation may use credit, and reservation cannot touch an account otherwise', async () => {
  for (const statement of [
    'update agency.credit_accounts set used = 0',
    'select 1 from agency.credit_uses',
    `select agency.set_credit_limit('AG1', 1)`,
    `select * from reservation.open_credit('AG1', 'THB')`,
  ]) {
    await expect(desk.dataSource.query(statement)).rejects.toThrow('permission denied');
  }
});
