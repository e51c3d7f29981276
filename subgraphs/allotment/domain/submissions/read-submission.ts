// The input of submitAllotmentEvent, read into the content of the event that it asks for. Pure.
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { EventContentInput } from '../changes/change-inputs.ts';
import type { Content } from '../changes/proposal.ts';
import { contentOf, eventErrors } from '../changes/read-events.ts';
import { commonErrors, namedIdErrors } from '../changes/read-parts.ts';
import type { ChangeBounds } from '../changes/read-parts.ts';

export interface SubmitAllotmentEventInput {
  readonly hotelId: string;
  /** Unique among the hotel's submissions. */
  readonly clientReference: string;
  readonly event: EventContentInput;
  readonly note?: string | null;
}

/** Held to the same as an operator's event, so that nothing malformed ever waits for approval. */
export function readSubmission(
  input: SubmitAllotmentEventInput,
  bounds: ChangeBounds,
): Result<{ readonly event: Content; readonly note: string | null }, Reason[]> {
  const errors = [
    ...commonErrors(input, bounds),
    ...namedIdErrors(input.clientReference, '/clientReference'),
    ...eventErrors(input.event, '/event', bounds),
  ];
  if (errors.length > 0) return err(errors);
  return ok({ event: contentOf(input.event), note: input.note ?? null });
}
