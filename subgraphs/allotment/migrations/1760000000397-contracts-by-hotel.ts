// Contracts in the order in which they are listed, so that a page of them is found without the others.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ContractsByHotel1760000000397 implements MigrationInterface {
  name = 'ContractsByHotel1760000000397';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index contract_search_in_order on allotment.contract_search
      (hotel_id collate "C", id collate "C") where not is_retracted`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index allotment.contract_search_in_order');
  }
}
