// A contract that an agency may sell. Read by repositories/entitled-contracts.ts.
import type { ContractFact } from '../../../shared/domain/facts.ts';

export interface EntitledContract {
  readonly hotelId: string;
  readonly id: string;
  readonly name: string;
  readonly terms: ContractFact;
}
