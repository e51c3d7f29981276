// Refusals of declineEventSubmission.
import { refusalTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { decline } from '../submissions/world.ts';
import { prepare, strangers } from './there.ts';
import type { Row, There } from './there.ts';

export const declineEventSubmission = refusalTable<ChangesWorld, There>({
  mutation: 'declineEventSubmission',
  prepare,
  rows: [
    ...strangers(({ world, pending }, who) => decline(world, { id: pending, note: '' }, who)),
    ...[
      ['that says nothing', ' '],
      ['that cannot be kept', 'a\0'],
      ['with half a character', 'a\ud800'],
      ['that is too long', 'a'.repeat(501)],
    ].map(([what, note]): Row => ({
      label: `a note ${what}, of what is not there`,
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/note']],
      ask: ({ world }) => decline(world, { id: 'SUB-nobody', note }),
    })),
    {
      label: 'what is not there',
      type: 'NotFound',
      codes: [['NOT_FOUND', '/id']],
      ask: ({ world }) => decline(world, { id: 'SUB-nobody' }),
    },
    {
      label: 'an id that can be none',
      type: 'NotFound',
      codes: [['NOT_FOUND', '/id']],
      ask: ({ world }) => decline(world, { id: '\0' }),
    },
    {
      label: 'what was approved',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', '/id']],
      ask: ({ world, approved }) => decline(world, { id: approved }),
    },
  ],
});
