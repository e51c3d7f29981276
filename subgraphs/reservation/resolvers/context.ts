// What every resolver of this subgraph is given: who asks, and what to ask.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { HotelBatches } from '../services/hotel-batches.ts';

export interface ReservationContext {
  readonly identity: Identity;
  readonly loaders: Loaders;
  readonly batches: HotelBatches;
  readonly dataSource: DataSource;
}
