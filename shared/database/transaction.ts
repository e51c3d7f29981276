// The one place where a decision becomes a transaction: a refusal that is returned rolls back just
// like an error that is thrown. Called by services in their "save" beat.
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Result } from '../domain/result.ts';
import { CutOffWhileCommittingError, wasCutOff } from './passing-errors.ts';

/**
 * Runs `work` in one READ COMMITTED transaction. `ok` commits; `err` and exceptions roll back.
 * Inside, use only the manager that is passed: another connection would wait for this one. Throws
 * CutOffWhileCommittingError when nobody heard what became of the commit; a connection that broke
 * before it has committed nothing.
 */
export async function inTransaction<T, E>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.startTransaction('READ COMMITTED');
    const result = await work(runner.manager);
    if (result.ok) await runner.commitTransaction().catch(whileCommitting);
    else await runner.rollbackTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Runs `work`, which is one statement and so a transaction of its own, on a connection of the pool.
 * Throws CutOffWhileCommittingError when nobody heard what became of it.
 */
export async function inOneStatement<T>(
  dataSource: DataSource,
  work: (connection: Pick<QueryRunner, 'query'>) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    return await work(runner);
  } catch (error) {
    // A connection that was cut off hears of it a moment after its statement: asked once more, it is
    // not given back as if it lived.
    await runner.query('select 1').catch(() => undefined);
    return whileCommitting(error);
  } finally {
    await runner.release();
  }
}

function whileCommitting(error: unknown): never {
  throw wasCutOff(error) ? new CutOffWhileCommittingError(error) : error;
}
