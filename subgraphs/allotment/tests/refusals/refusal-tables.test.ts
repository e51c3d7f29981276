// No mutation without its refusals, no member of a table's union without a row, no row out of order.
import { readFileSync } from 'node:fs';
import { projectPath } from '../../../../shared/config/paths.ts';
import {
  REFUSAL_PRECEDENCE,
  refusalsInSchema,
} from '../../../../shared/testing/refusals/schema-refusals.ts';
import { tables } from './tables.ts';

const promised = refusalsInSchema('allotment');

const CHANGES = [
  'createAllotmentEvents',
  'amendAllotmentEvent',
  'retractAllotmentEvent',
  'retractPool',
  'savePool',
  'saveSubAllotment',
  'retractSubAllotment',
  'saveAudience',
  'retractAudience',
  'saveContract',
  'retractContract',
];
const REPLAY = 'replaySupplyDeadLetter';

/** Mutations whose refusals stand with the rest of what they do, and the words that name them there. */
const ELSEWHERE: readonly (readonly [file: string, words: RegExp, mutations: readonly string[]])[] =
  [
    ...CHANGES.map((name) => ['changes/refusals.db.test.ts', new RegExp(name), [name]] as const),
    ['changes/dry-run.db.test.ts', /world\.commit\(/, ['commitChange']],
    ['services/cancellation-policies.db.test.ts', /NotPermitted/, ['setCancellationPolicy']],
    ['incidents/incidents.db.test.ts', /settleIncident/, ['settleIncident']],
    ['services/sync-requests.db.test.ts', /requestSync/, ['triggerSync']],
    ['../../../shared/dead-letters/tests/dead-letters.db.test.ts', /NOT_ENTITLED/, [REPLAY]],
  ];

test('every mutation of the schema has its table of refusals', () => {
  const named = [
    ...tables.map(({ mutation }) => mutation),
    ...ELSEWHERE.flatMap(([, , mutations]) => mutations),
  ];
  expect([...promised.keys()].toSorted()).toEqual(named.toSorted());
});

test.each(ELSEWHERE)('%s speaks of those that it is to hold: %s', (file, words) => {
  expect(readFileSync(projectPath('subgraphs/allotment/tests', file), 'utf8')).toMatch(words);
});

describe.each(tables)('the table of $mutation', ({ mutation, rows }) => {
  const listed = promised.get(mutation) ?? [];

  test('has a row for each refusal that its union lists, but for those that others’ share', () => {
    const shown = new Set<string>(rows.map(({ type }) => type));
    // ChangeResult is the union of all of operators' changes.
    const needed = mutation === 'approveEventSubmission' ? OF_APPROVALS : listed;
    expect([...shown].toSorted()).toEqual([...needed].toSorted());
  });

  test('stands in order of precedence, as its union does', () => {
    for (const types of [rows.map(({ type }) => type), listed]) {
      const places = types.map((type) => REFUSAL_PRECEDENCE.indexOf(type));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  test('labels each row with something of its own', () => {
    const labels = rows.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

/** No one else can name an event like a submission, and a moving head is tried in tests/changes. */
const OF_APPROVALS = ['NotPermitted', 'InvalidInput', 'NotFound', 'InvalidState'];
