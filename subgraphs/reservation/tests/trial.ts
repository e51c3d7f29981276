// A desk on a database of its own whose clock moves, and a connection that sees all: what every test
// of batches opens.
import type { DataSource } from 'typeorm';
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { installTestClock } from '../../../shared/testing/clock.ts';
import { createTestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { TestDatabase } from '../../../shared/testing/services/test-database.ts';
import type { AskAllotment, HoldDecisions } from '../services/ask-allotment.ts';
import type { CommandAnswer } from '../services/hotel-command.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

export interface Trial {
  readonly database: TestDatabase;
  readonly admin: DataSource;
  readonly desk: Desk;
  close(): Promise<void>;
}

/** `changes` are those of the desk. */
export async function openTrial(changes: Parameters<typeof openDesk>[1] = {}): Promise<Trial> {
  const database = await createTestDatabase();
  const admin = await connectDataSource({
    url: database.urls.admin,
    schema: 'reservation',
    applicationName: 'test',
  });
  await installTestClock(admin);
  const desk = await openDesk(database, changes);
  return {
    database,
    admin,
    desk,
    async close() {
      await desk.close();
      await admin.destroy();
      await database.drop();
    },
  };
}

/** Allotment's usual answer with these changes. */
export function answering(
  change: (usual: HoldDecisions) => Partial<HoldDecisions>,
): (usual: AskAllotment) => AskAllotment {
  return (usual) =>
    async (...call) => {
      const answer = await usual(...call);
      return { ...answer, ...change(answer) };
    };
}

/** Rows of a table of reservation. */
export async function countRows(
  admin: DataSource,
  table: string,
  where: string,
  ...values: unknown[]
): Promise<number> {
  const rows: { n: number }[] = await admin.query(
    `select count(*) as n from reservation.${table} where ${where}`,
    values,
  );
  return rows[0]?.n ?? -1;
}

/** Codes and paths of a refusal; any other answer as it is. */
export function codesOf(answer: CommandAnswer | undefined): unknown {
  return answer?.ok === false ? answer.error.map(({ code, path }) => [code, path]) : answer;
}
