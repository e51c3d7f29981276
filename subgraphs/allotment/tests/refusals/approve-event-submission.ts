// Refusals of approveEventSubmission.
import { refusalTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import type { ChangesWorld } from '../changes/world.ts';
import { approve } from '../submissions/world.ts';
import { prepare, strangers } from './there.ts';
import type { There } from './there.ts';

export const approveEventSubmission = refusalTable<ChangesWorld, There>({
  mutation: 'approveEventSubmission',
  prepare,
  rows: [
    ...strangers(({ world, pending }, who) => approve(world, { id: pending, note: '\0' }, who)),
    {
      label: 'a note that cannot be kept, of what is not there',
      type: 'InvalidInput',
      codes: [['BAD_INPUT', '/note']],
      ask: ({ world }) => approve(world, { id: 'SUB-nobody', note: '\0' }),
    },
    {
      label: 'what is not there',
      type: 'NotFound',
      codes: [['NOT_FOUND', '/id']],
      ask: ({ world }) => approve(world, { id: 'SUB-nobody' }),
    },
    {
      label: 'an id that can be none',
      type: 'NotFound',
      codes: [['NOT_FOUND', '/id']],
      ask: ({ world }) => approve(world, { id: '\0' }),
    },
    {
      label: 'what was declined',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', '/id']],
      ask: ({ world, declined }) => approve(world, { id: declined }),
    },
    {
      label: 'what speaks of a contract that was taken back since',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', '/id']],
      ask: ({ world, gone }) => approve(world, { id: gone }),
    },
    {
      label: 'to show it, the same',
      type: 'InvalidState',
      codes: [['PREVIEW_STALE', '/id']],
      ask: ({ world, gone }) => approve(world, { id: gone, dryRun: true }),
    },
  ],
});
