// A block of rooms for an agency, as the hardblock subgraph records it: none of its mutations is open yet.
import { connectDataSource } from '../../../shared/database/data-source.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { append, readHead } from '../../../shared/ledger/ledger.ts';
import type { World } from './world.ts';

export interface SetAside {
  readonly id: string;
  readonly agency: string;
  readonly line: string;
  /** Nights of `rooms` each. */
  readonly dates: readonly string[];
  readonly rooms: number;
  /** Until then it is tentative; left out, it is definite. */
  readonly optionAt?: string;
}

export async function setAside(
  world: World,
  hotelId: string,
  { id, agency, line, dates, rooms, optionAt }: SetAside,
): Promise<void> {
  const url = world.system.database.urls.hardblock;
  const source = await connectDataSource({ url, schema: 'ledger', applicationName: 'test' });
  const head = { kind: 'EVENT', type: 'BLOCK_CONTRACT', id, rev: 1, agency } as const;
  const terms =
    optionAt === undefined
      ? ({ status: 'DEFINITE' } as const)
      : ({ status: 'TENTATIVE', optionAt } as const);
  const cells = dates.map((date) => ({ line, date, rooms }));
  const expectedSeq = await readHead(source, hotelId);
  const appended = await inTransaction(source, (manager) =>
    append(manager, { hotelId, expectedSeq, facts: [{ ...head, ...terms, cells }] }),
  );
  await source.destroy();
  expect(appended.ok).toBe(true);
}
