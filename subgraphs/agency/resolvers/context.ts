// What every resolver of this subgraph is handed, made anew for each request by the composition root.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { AgencyById } from '../loaders/agency-by-id.ts';
import type { CreditUsed } from '../loaders/credit-used.ts';
import type { Dependencies } from '../services/dependencies.ts';

export interface AgencyContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies;
  readonly agencyById: AgencyById;
  readonly creditUsed: CreditUsed;
}
