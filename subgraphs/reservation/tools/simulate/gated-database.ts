// A pool of connections whose every statement stops at a gate. The services on top of it are given
// the DataSource that they always get, and know nothing of it.
import type { DataSource, QueryRunner } from 'typeorm';
import { connectDataSource } from '../../../../shared/database/data-source.ts';
import type { Owner, Session } from './crossings.ts';
import type { Gates } from './gates.ts';
import { isRead, statementName, takesLock } from './statements.ts';

export interface GatedDatabase {
  readonly dataSource: DataSource;
  /** Tears all connections down, as the death of their process does. */
  kill(): Promise<void>;
}

/** What a statement becomes on its way; a mutant changes it here. */
export type Rewrite = (statement: {
  readonly name: string;
  readonly sql: string;
  readonly parameters: unknown[] | undefined;
}) => { readonly sql: string; readonly parameters: unknown[] | undefined };

/** Ends these database sessions and waits until they are gone. */
export type EndSessions = (pids: readonly number[]) => Promise<void>;

interface Options {
  readonly url: string;
  readonly schema: string;
  readonly owner: Owner;
  readonly gates: Gates;
  readonly endSessions: EndSessions;
  readonly rewrite?: Rewrite | undefined;
}

/** One runner's way to its connection. */
interface Line extends Options {
  readonly session: Session;
  readonly query: (sql: string, parameters?: unknown[]) => Promise<unknown>;
  readonly connect: () => Promise<{ readonly processID: number }>;
  /** Sessions that have a hotel's head. */
  readonly locked: Set<Session>;
}

export async function openGatedDatabase(options: Options): Promise<GatedDatabase> {
  const { url, schema, owner, gates } = options;
  const dataSource = await connectDataSource({ url, schema, applicationName: `sim ${owner.name}` });
  const sessions = new Set<Session>();
  const locked = new Set<Session>();
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = create(mode);
    const session: Session = {};
    sessions.add(session);
    const query = runner.query.bind(runner) as Line['query'];
    const connect = runner.connect.bind(runner) as Line['connect'];
    return gate(runner, { ...options, session, query, connect, locked });
  };
  return {
    dataSource,
    async kill() {
      gates.abandon(owner);
      await options.endSessions(
        [...sessions].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
      );
      for (const session of sessions) gates.stillness.mark(session, false);
      // Not waited for: a pool ends when all it lent is back, and the dead give nothing back.
      void dataSource.destroy().catch(() => undefined);
    },
  };
}

function gate(runner: QueryRunner, line: Line): QueryRunner {
  const { owner, gates, session, locked, connect } = line;
  const gated = {
    // A statement asks for its connection again, and must not wait for itself.
    connect: () => (session.pid === undefined ? gates.track(owner, connected(line)) : connect()),
    query: (sql: string, parameters?: unknown[]) => {
      const name = statementName(sql);
      if (name === null) return gates.track(owner, send(line, '', sql, parameters), session);
      // What is in no transaction is one of its own.
      const commits = name === 'commit' || !(gates.stillness.isOpen(session) || isRead(name));
      const kind = commits ? 'commit' : 'statement';
      // Who has a hotel's head waits for nobody else who wants it.
      const mayWait = takesLock(name) && !locked.has(session);
      const sent = { session, mayWait };
      return gates.park(owner, kind, name, () => send(line, name, sql, parameters), sent);
    },
  };
  return Object.assign(runner, gated);
}

async function connected({ session, connect }: Line): Promise<{ readonly processID: number }> {
  const connection = await connect();
  session.pid = connection.processID;
  return connection;
}

async function send(
  line: Line,
  name: string,
  sql: string,
  parameters: unknown[] | undefined,
): Promise<unknown> {
  const { session, locked, rewrite, query } = line;
  const { stillness } = line.gates;
  const sent = rewrite?.({ name, sql, parameters }) ?? { sql, parameters };
  await connected(line);
  if (/^start transaction/i.test(sql)) stillness.mark(session, true);
  try {
    return await query(sent.sql, sent.parameters);
  } finally {
    if (stillness.isOpen(session) && takesLock(name)) locked.add(session);
    if (/^(commit|rollback)/i.test(sql)) {
      stillness.mark(session, false);
      locked.delete(session);
    }
  }
}
