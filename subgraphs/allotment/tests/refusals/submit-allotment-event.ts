// Refusals of submitAllotmentEvent.
import { refusalTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { limits } from '../../../../shared/config/limits.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { night } from '../changes/world.ts';
import { submit, wanted } from '../submissions/world.ts';
import { prepare } from './there.ts';
import type { Row, There } from './there.ts';

const malformed = {
  clientReference: '',
  event: wanted({ n: 0, to: night(5), target: {} }),
  note: '\0',
};
const refused = { type: 'NotPermitted', codes: [['NOT_ENTITLED', null]] } as const;
const none = { type: 'NotFound', codes: [['NOT_FOUND', '/hotelId']] } as const;
const users = [
  ['an operator, who records events', callers.operator],
  ['an admin', callers.admin],
  ['an agent', callers.agent],
  ['a partner', callers.partner('SIAM')],
  ['a service', callers.service('reservation')],
] as const;

export const submitAllotmentEvent = refusalTable<ChangesWorld, There>({
  mutation: 'submitAllotmentEvent',
  prepare: fillUp,
  rows: [
    ...users.map(([label, who]): Row => ({
      label,
      ...refused,
      ask: ({ world, hotelId }) => submit(world, { hotelId, ...malformed }, who),
    })),
    {
      label: 'reference, event and note that are malformed, of a hotel that is not its own',
      type: 'InvalidInput',
      codes: [
        ['BAD_INPUT', '/note'],
        ['BAD_INPUT', '/clientReference'],
        ['BAD_INPUT', '/event/target'],
        ['BAD_INPUT', '/event/n'],
        ['BAD_INPUT', '/event/to'],
      ],
      ask: ({ world, hotelId, otherHotelId }) =>
        submit(world, { hotelId: otherHotelId, ...malformed }, callers.supplier(hotelId)),
    },
    {
      label: 'what stands with another kind of event, a season of nights, no weekday',
      type: 'InvalidInput',
      codes: [
        ['BAD_INPUT', '/event/mode'],
        ['BAD_INPUT', '/event/to'],
        ['BAD_INPUT', '/event/daysOfWeek'],
      ],
      ask: ({ world, hotelId }) =>
        submit(world, {
          hotelId,
          event: wanted({ mode: 'FULL', to: night(3_000), daysOfWeek: [] }),
        }),
    },
    {
      label: 'a reference that was used for another event, whose target is not there',
      type: 'DuplicateReference',
      codes: [
        ['DUPLICATE_REFERENCE', '/event/n'],
        ['DUPLICATE_REFERENCE', '/event/target'],
        ['DUPLICATE_REFERENCE', '/note'],
      ],
      ask: ({ world, hotelId }) =>
        submit(world, {
          hotelId,
          clientReference: 'pending',
          event: wanted({ n: 5, target: { line: 'K9/A' } }),
          note: 'More',
        }),
    },
    {
      label: 'another hotel, with a reference that was used there',
      ...none,
      ask: ({ world, hotelId, otherHotelId }) =>
        submit(
          world,
          { hotelId, clientReference: 'pending', event: wanted({ n: 5 }) },
          callers.supplier(otherHotelId),
        ),
    },
    {
      label: 'another hotel, whose contract is not there either',
      ...none,
      ask: ({ world, hotelId, otherHotelId }) =>
        submit(
          world,
          { hotelId, event: wanted({ target: { contract: 'K9' } }) },
          callers.supplier(otherHotelId),
        ),
    },
    {
      label: 'a hotel that is not there',
      ...none,
      ask: ({ world }) => submit(world, { hotelId: 'NOWHERE' }),
    },
    {
      label: 'a hotel that can be none',
      ...none,
      ask: ({ world, hotelId }) => submit(world, { hotelId: '\0' }, callers.supplier(hotelId)),
    },
    ...[
      ['line', 'K9/A'],
      ['contract', 'K2'],
      ['roomType', 'Z'],
    ].map(([kind = '', id]): Row => ({
      label: `a ${kind} that is not there, or not any more`,
      type: 'NotFound',
      codes: [['NOT_FOUND', `/event/target/${kind}`]],
      ask: ({ world, hotelId }) =>
        submit(world, { hotelId, event: wanted({ target: { [kind]: id } }) }),
    })),
    {
      label: 'one more than may wait',
      type: 'TryAgain',
      codes: [['BUSY', null]],
      ask: ({ world, hotelId }) => submit(world, { hotelId, clientReference: 'one more' }),
    },
  ],
});

/** As many as may wait do. */
async function fillUp(world: ChangesWorld): Promise<There> {
  const there = await prepare(world);
  await world.services.admin.query(
    `insert into allotment.event_submissions
       select id || n, hotel_id, client_reference || n, event, note, submitted_at, submitted_by, status
         from allotment.event_submissions, generate_series(1, $2) n where id = $1`,
    [there.pending, limits.submissions.pendingPerHotelMax],
  );
  return there;
}
