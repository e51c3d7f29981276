// What is written down about each change of an agency, and how it is read. Pure.

export const AGENCY_ACTIONS = [
  'CREATED',
  'UPDATED',
  'SUSPENDED',
  'REINSTATED',
  'HOTEL_SET',
  'HOTEL_REMOVED',
] as const;
export type AgencyAction = (typeof AGENCY_ACTIONS)[number];

/** What was before and after: the agency, or its terms at the hotel. */
type State = Readonly<Record<string, unknown>>;

export interface AgencyAudit {
  readonly agencyId: string;
  readonly action: AgencyAction;
  /** Null for what was not there. */
  readonly before: State | null;
  /** Empty for what is not there any more. */
  readonly after: State;
  readonly actor: string;
  readonly actorRole: string;
  readonly requestId: string;
  readonly note: string | null;
}

export interface AgencyAuditEntry extends AgencyAudit {
  readonly id: number;
  readonly at: string;
}

/** Each side as JSON text; null where the field was not there, or is no more. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields that differ, by name. */
export function changesOf({ before, after }: Pick<AgencyAudit, 'before' | 'after'>): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...fields]
    .toSorted()
    .map((field) => ({ field, before: textOf(before?.[field]), after: textOf(after[field]) }))
    .filter((change) => change.before !== change.after);
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
