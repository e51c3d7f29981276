// How an agency lies in its table. `created_at` is the database's to write.
import { EntitySchema } from 'typeorm';
import type { AgencyStatus } from '../domain/agency.ts';

export interface AgencyRow {
  /** The code. */
  id: string;
  name: string;
  country: string | null;
  currency: string;
  tier: string | null;
  status: AgencyStatus;
}

export const agencyRow = new EntitySchema<AgencyRow>({
  name: 'agency',
  tableName: 'agencies',
  columns: {
    id: { type: 'text', primary: true },
    name: { type: 'text' },
    country: { type: 'text', nullable: true },
    currency: { type: 'text' },
    tier: { type: 'text', nullable: true },
    status: { type: 'text' },
  },
});
