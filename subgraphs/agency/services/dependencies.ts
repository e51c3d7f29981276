// What the services of this subgraph need; built once by the composition root.
import type { DataSource } from 'typeorm';
import type { Accounts } from '../../../shared/auth/accounts.ts';

export interface Dependencies {
  readonly dataSource: DataSource;
  /** Users as the identity provider keeps them. */
  readonly accounts: Accounts;
}
