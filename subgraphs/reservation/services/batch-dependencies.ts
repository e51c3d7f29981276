// What a batch needs from outside: the database, the lock, its neighbours, ids.
import type { DataSource } from 'typeorm';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { AppendHolds } from './append-holds.ts';
import type { AskAgency } from './ask-agency.ts';
import type { AskAllotment } from './ask-allotment.ts';

export interface BatchDependencies {
  readonly dataSource: DataSource;
  readonly lock: HotelLock;
  readonly askAllotment: AskAllotment;
  readonly askAgency: AskAgency;
  readonly appendHolds: AppendHolds;
  readonly expiryMinutes: number;
  readonly newId: (prefix: string) => string;
  readonly logger: Logger;
}
