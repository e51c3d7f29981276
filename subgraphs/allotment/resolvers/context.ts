// What every resolver of this subgraph is given: who asks, and what to ask.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { HotelBooks } from '../services/hotel-books.ts';

export interface AllotmentContext {
  readonly identity: Identity;
  readonly loaders: Loaders;
  readonly books: HotelBooks;
  readonly dataSource: DataSource;
}
