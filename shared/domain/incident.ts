// Something that a person has to look at, as whoever notices it tells it to allotment, which keeps the
// list. Used at both ends.
import { z } from 'zod';
import { countField, dateField, idField } from './fact-fields.ts';

export const INCIDENT_KINDS = [
  'OVERSOLD',
  'OVERPICK',
  'CONFLICT',
  'ERRAND_FAILED',
  'DEAD_LETTER',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface RaisedIncident {
  /** The raiser's own, made of what happened: the same thing told twice is one incident. */
  readonly id: string;
  readonly kind: IncidentKind;
  readonly hotelId?: string;
  readonly line?: string;
  readonly nights?: readonly string[];
  readonly needed?: number;
  readonly have?: number;
  readonly groupId?: string;
  /** For operators; never says who the guest is. */
  readonly text: string;
}

/** Whoever tells more of an incident than fits a screen tells too much. */
const TEXT_CHARS_MAX = 500;
const NIGHTS_MAX = 800;

export const raisedIncident: z.ZodType<RaisedIncident> = z.strictObject({
  id: idField.max(128),
  kind: z.enum(INCIDENT_KINDS),
  hotelId: idField.exactOptional(),
  line: idField.exactOptional(),
  nights: z.array(dateField).max(NIGHTS_MAX).exactOptional(),
  needed: countField.exactOptional(),
  have: countField.exactOptional(),
  groupId: idField.exactOptional(),
  text: z.string().min(1).max(TEXT_CHARS_MAX),
});
