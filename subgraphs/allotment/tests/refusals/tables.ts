// One table of refusals per mutation of what hotels submit. tests/changes holds those of operators'
// changes, which all go one way.
import type { ReadyTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { approveEventSubmission } from './approve-event-submission.ts';
import { declineEventSubmission } from './decline-event-submission.ts';
import { submitAllotmentEvent } from './submit-allotment-event.ts';

export const tables: readonly ReadyTable<ChangesWorld>[] = [
  submitAllotmentEvent,
  approveEventSubmission,
  declineEventSubmission,
];
