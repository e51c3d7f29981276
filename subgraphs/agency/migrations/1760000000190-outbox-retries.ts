// What is kept of messages that could not be delivered, so that one of them holds up nobody for ever.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { outboxRetriesSql } from '../../../shared/outbox/outbox.ts';

export class OutboxRetries1760000000190 implements MigrationInterface {
  name = 'OutboxRetries1760000000190';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxRetriesSql('agency'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table agency.outbox drop column tries, drop column next_try_at, drop column last_error,
         drop column dead_at`,
    );
  }
}
