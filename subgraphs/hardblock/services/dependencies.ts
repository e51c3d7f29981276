// What the services of this subgraph need; built once by the composition root.
import type { DataSource } from 'typeorm';

export interface Dependencies {
  readonly dataSource: DataSource;
}
