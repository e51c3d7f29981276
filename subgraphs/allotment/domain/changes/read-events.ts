// The inputs of the three event mutations, read into proposals. Pure.
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type {
  AmendAllotmentEventInput,
  CreateAllotmentEventsInput,
  EventContentInput,
  RetractInput,
  TargetInput,
} from './change-inputs.ts';
import { SUBMISSION_PREFIX } from '../submissions/submission.ts';
import { badInput, contentErrors, newIdErrors } from './content-errors.ts';
import type { ChangedKind, ChangeRequest, Content } from './proposal.ts';
import {
  commonErrors,
  namedIdErrors,
  roomsErrors,
  weekdaysOf,
  withoutNulls,
} from './read-parts.ts';
import type { ChangeBounds } from './read-parts.ts';

const NO_SUBMISSION = `Ids that begin with ${SUBMISSION_PREFIX} are those of hotels' submissions.`;

type Reading = Result<ChangeRequest, Reason[]>;

export function readCreateEvents(input: CreateAllotmentEventsInput, bounds: ChangeBounds): Reading {
  const { events } = input;
  const errors = commonErrors(input, bounds);
  if (events.length === 0 || events.length > bounds.eventsPerChangeMax) {
    errors.push(badInput('/events', `Between 1 and ${bounds.eventsPerChangeMax} events.`));
    return err(errors);
  }
  const seen = new Set<string>();
  for (const [at, event] of events.entries()) {
    const pointer = `/events/${at}`;
    errors.push(...newIdErrors(event.id, `${pointer}/id`), ...eventErrors(event, pointer, bounds));
    if (event.id.startsWith(SUBMISSION_PREFIX))
      errors.push(badInput(`${pointer}/id`, NO_SUBMISSION));
    if (seen.has(event.id)) errors.push(badInput(`${pointer}/id`, 'Stands there twice.'));
    seen.add(event.id);
  }
  if (errors.length > 0) return err(errors);
  const proposals = events.map((event, at) => ({
    action: 'create' as const,
    kind: 'EVENT' as const,
    id: event.id,
    content: contentOf(event),
    pointer: `/events/${at}`,
    idPointer: `/events/${at}/id`,
  }));
  return ok(requestOf(input, proposals));
}

export function readAmendEvent(input: AmendAllotmentEventInput, bounds: ChangeBounds): Reading {
  const { id, revision, event } = input;
  const errors = [
    ...commonErrors(input, bounds),
    ...namedIdErrors(id, '/id'),
    ...eventErrors(event, '/event', bounds),
  ];
  if (errors.length > 0) return err(errors);
  const content = contentOf(event);
  const amendment = { action: 'amend' as const, kind: 'EVENT' as const, id, revision, content };
  return ok(requestOf(input, [{ ...amendment, pointer: '', idPointer: '/id' }]));
}

/** Of any kind; `idPointer` is the field that names it. */
export function readRetraction(
  input: RetractInput,
  kind: ChangedKind,
  bounds: ChangeBounds,
  idPointer = '/id',
): Reading {
  const { id, revision } = input;
  const errors = [...commonErrors(input, bounds), ...namedIdErrors(id, idPointer)];
  if (errors.length > 0) return err(errors);
  const retraction = { action: 'retract' as const, kind, id, revision: revision ?? null };
  return ok(requestOf(input, [{ ...retraction, pointer: '', idPointer }]));
}

export function requestOf(
  { hotelId, note, dryRun }: Pick<RetractInput, 'hotelId' | 'note' | 'dryRun'>,
  proposals: ChangeRequest['proposals'],
  names: ChangeRequest['names'] = {},
): ChangeRequest {
  return { hotelId, proposals, note: note ?? null, names, dryRun: dryRun ?? false };
}

/** What the fact will say; the input is without errors. */
export function contentOf(event: EventContentInput): Content {
  const { type, target, from, to, n, set, add, factorBp, effectiveAt, mode } = event;
  const daysOfWeek = weekdaysOf(event.daysOfWeek);
  const { includeCommitted } = event;
  const fields = { type, from, to, daysOfWeek, n, set, add, factorBp, effectiveAt, mode };
  return withoutNulls({ ...fields, includeCommitted, target: withoutNulls({ ...target }) });
}

/** Everything that is wrong with an event's content at `pointer`. */
export function eventErrors(
  event: EventContentInput,
  pointer: string,
  { nightsPerEventMax, roomsMax }: ChangeBounds,
): Reason[] {
  const targetError = targetErrors(event.target, `${pointer}/target`);
  const errors = [
    ...targetError,
    ...contentErrors('EVENT', contentOf(event), pointer).filter(
      ({ path }) => targetError.length === 0 || !path?.startsWith(`${pointer}/target`),
    ),
    ...roomsErrors(event.n, `${pointer}/n`, roomsMax).filter(() => (event.n ?? 0) > 0),
  ];
  if (nightOf(event.to) - nightOf(event.from) > nightsPerEventMax) {
    errors.push(badInput(`${pointer}/to`, `At most ${nightsPerEventMax} nights.`));
  }
  if (event.daysOfWeek?.length === 0) {
    errors.push(badInput(`${pointer}/daysOfWeek`, 'Name a day, or leave it out for all.'));
  }
  return errors;
}

function targetErrors(target: TargetInput, pointer: string): Reason[] {
  const named = Object.keys(withoutNulls({ ...target }));
  if (named.length !== 1) {
    return [badInput(pointer, 'Exactly one of line, contract, roomType and hotel.')];
  }
  if (target.hotel === false) return [badInput(`${pointer}/hotel`, 'True, or left out.')];
  return [];
}
