// An incident as this subgraph keeps it.
import type { IncidentKind } from '../../../../shared/domain/incident.ts';

export interface IncidentRow {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly hotelId: string | null;
  readonly line: string | null;
  readonly pool: string | null;
  readonly nights: readonly string[];
  readonly needed: number | null;
  readonly have: number | null;
  readonly groupId: string | null;
  readonly text: string;
  readonly raisedAt: string;
  readonly raisedBy: string;
  readonly lastRaisedAt: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
  readonly settledNote: string | null;
}
