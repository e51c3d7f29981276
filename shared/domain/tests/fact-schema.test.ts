import { parseFact, parseFacts } from '../fact-schema.ts';

const head = { id: 'x', rev: 1, recordedAt: '2026-01-01T00:00:00Z' };
const target = { target: { line: 'k/A' }, from: '2026-03-10', to: '2026-03-11' };
const cell = { line: 'k/A', date: '2026-03-10' };

const contract = {
  kind: 'CONTRACT',
  ...head,
  stayFrom: '2026-03-01',
  stayTo: '2026-04-01',
  contractKind: 'ALLOTMENT',
  lines: [{ roomType: 'A', quantity: 10 }],
};
const audience = { kind: 'AUDIENCE', ...head, contract: 'x', agencies: ['AG1'] };
const pool = { kind: 'POOL', ...head, members: [{ line: 'k/A', weight: 1 }], budget: 4 };
const share = { kind: 'SUBALLOTMENT', ...head, line: 'k/A', agency: 'AG1', rooms: 3 };
const booking = {
  kind: 'BOOKING',
  ...head,
  agency: 'AG1',
  status: 'HELD',
  heldAt: '2026-01-01T00:00:00Z',
  allocations: [{ ...cell, rooms: 1 }],
};
const increase = { kind: 'EVENT', type: 'INCREASE_ALLOTMENT', ...head, ...target, n: 4 };
const rate = {
  kind: 'EVENT',
  type: 'RATE_CHANGE',
  ...head,
  ...target,
  set: 100,
  effectiveAt: '2026-01-01T00:00:00Z',
};
const { set: _, ...noRate } = rate;
const stop = { kind: 'EVENT', type: 'STOP_SALE', ...head, ...target, mode: 'FULL' };
const block = {
  kind: 'EVENT',
  type: 'BLOCK_CONTRACT',
  ...head,
  status: 'DEFINITE',
  agency: 'AG1',
  cells: [{ ...cell, rooms: 4 }],
};
const amendment = {
  kind: 'EVENT',
  type: 'BLOCK_AMENDMENT',
  ...head,
  block: 'b',
  cells: [{ ...cell, delta: -2 }],
};
const release = { ...amendment, type: 'BLOCK_RELEASE', cells: [{ ...cell, rooms: 2 }] };

const errorOf = (json: unknown) => {
  const parsed = parseFact(json);
  return parsed.ok ? null : { code: parsed.error.code, path: parsed.error.path };
};

describe('a fact is taken', () => {
  const full = {
    ...contract,
    daysOfWeek: [1, 7],
    agencies: [],
    currency: 'THB',
    minStay: 1,
    maxStay: 9,
    minLeadDays: 0,
    maxLeadDays: 365,
    allowSplit: false,
    lines: [
      {
        roomType: 'A',
        quantity: null,
        byDate: { '2026-03-10': null, '2026-03-11': 3 },
        rate: 100,
        poolFunded: true,
        protect: 2,
        release: [{ daysBefore: 7, keep: 0 }],
        releaseTime: '18:00',
      },
    ],
  };
  const taken: [string, unknown][] = [
    ['contract', contract],
    ['contract with everything', full],
    ['audience', audience],
    ['pool', { ...pool, byDate: { '2026-03-10': 1 }, overbook: -2 }],
    ['sub-allotment', { ...share, byDate: {}, releaseDaysBefore: 3, exclusive: true }],
    ['booking', { ...booking, expiresAt: '2026-01-01T00:15:00Z', downstreamConfirmed: false }],
    ['increase', increase],
    [
      'reduction of a contract',
      { ...increase, type: 'REDUCE_ALLOTMENT', target: { contract: 'k' } },
    ],
    ['rate change', rate],
    ['rate factor of a room type', { ...noRate, factorBp: 0, target: { roomType: 'A' } }],
    ['stop of the hotel', { ...stop, target: { hotel: true }, includeCommitted: true }],
    ['block', { ...block, optionAt: '2026-01-01T00:00:00Z', cutoff: { daysBefore: 7 } }],
    [
      'block with a cut-off per cell',
      { ...block, cells: [{ ...cell, rooms: 0, cutoff: { at: '2026-01-01T00:00:00Z' } }] },
    ],
    ['amendment', amendment],
    ['release, a cell twice', { ...release, cells: [...release.cells, ...release.cells] }],
  ];
  test.each(taken)('%s, as it is', (_name, json) => {
    const parsed = parseFact(json);
    expect(parsed).toEqual({ ok: true, value: json });
  });
});

describe('a fact is refused', () => {
  const line = contract.lines[0];
  const refused: [string, unknown, string][] = [
    ['that is no object', 7, ''],
    ['of no kind', head, '/kind'],
    ['of an unknown kind', { ...contract, kind: 'TREATY' }, '/kind'],
    ['of an inherited kind', { ...contract, kind: 'constructor' }, '/kind'],
    ['of an unknown type', { ...increase, type: 'DOUBLE' }, '/type'],
    ['with an unknown field', { ...contract, colour: 'red' }, '/colour'],
    [
      'with an unknown field deep inside',
      { ...contract, lines: [{ ...line, x: 1 }] },
      '/lines/0/x',
    ],
    [
      'with a field named __proto__',
      JSON.parse('{"__proto__":1,' + JSON.stringify(contract).slice(1)),
      '/__proto__',
    ],
    ['without an id', { ...contract, id: '' }, '/id'],
    ['at revision 0', { ...contract, rev: 0 }, '/rev'],
    ['at half a revision', { ...contract, rev: 1.5 }, '/rev'],
    ['recorded at no instant', { ...contract, recordedAt: '2026-01-01' }, '/recordedAt'],
    ['retracted by a word', { ...contract, retracted: 'yes' }, '/retracted'],
    ['whose stay ends as it starts', { ...contract, stayTo: '2026-03-01' }, '/stayTo'],
    ['with a date that does not exist', { ...contract, stayFrom: '2026-02-30' }, '/stayFrom'],
    ['with a weekday 8', { ...contract, daysOfWeek: [8] }, '/daysOfWeek/0'],
    ['with a weekday twice', { ...contract, daysOfWeek: [1, 1] }, '/daysOfWeek'],
    ['with a room type twice', { ...contract, lines: [line, line] }, '/lines/1'],
    [
      'with a slash in a room type',
      { ...contract, lines: [{ ...line, roomType: 'A/B' }] },
      '/lines/0/roomType',
    ],
    ['with half a room', { ...contract, lines: [{ ...line, quantity: 0.5 }] }, '/lines/0/quantity'],
    [
      'with rooms as text',
      { ...contract, lines: [{ ...line, quantity: '5' }] },
      '/lines/0/quantity',
    ],
    [
      'with a sentinel for rooms',
      { ...contract, lines: [{ ...line, quantity: -1 }] },
      '/lines/0/quantity',
    ],
    [
      'with a number on no date',
      { ...contract, lines: [{ ...line, byDate: { soon: 1 } }] },
      '/lines/0/byDate/soon',
    ],
    [
      'with half a room on a date',
      { ...contract, lines: [{ ...line, byDate: { '2026-03-10': 0.5 } }] },
      '/lines/0/byDate/2026-03-10',
    ],
    ['with a list of dates', { ...contract, lines: [{ ...line, byDate: [1] }] }, '/lines/0/byDate'],
    [
      'with a number on __proto__',
      { ...contract, lines: [{ ...line, byDate: JSON.parse('{"__proto__":1}') as unknown }] },
      '/lines/0/byDate/__proto__',
    ],
    [
      'with no time of day',
      { ...contract, lines: [{ ...line, releaseTime: '24:00' }] },
      '/lines/0/releaseTime',
    ],
    ['with no currency', { ...contract, currency: 'baht' }, '/currency'],
    ['whose audience is another contract', { ...audience, contract: 'y' }, '/contract'],
    [
      'with a pool member twice',
      { ...pool, members: [pool.members[0], pool.members[0]] },
      '/members/1',
    ],
    ['with a weight of 0', { ...pool, members: [{ line: 'k/A', weight: 0 }] }, '/members/0/weight'],
    [
      'with two weights of a room type',
      {
        ...pool,
        members: [
          { line: 'k/A', weight: 1 },
          { line: 'l/A', weight: 2 },
        ],
      },
      '/members/1/weight',
    ],
    ['with a line that is none', { ...share, line: 'k' }, '/line'],
    ['with a line of no room type', { ...share, line: 'k/' }, '/line'],
    ['with an unknown status', { ...booking, status: 'SOLD' }, '/status'],
    ['that increases by nothing', { ...increase, n: 0 }, '/n'],
    ['of no nights', { ...increase, to: '2026-03-10' }, '/to'],
    ['of two targets', { ...increase, target: { line: 'k/A', hotel: true } }, '/target'],
    ['of no hotel', { ...increase, target: { hotel: false } }, '/target'],
    ['that changes no rate', noRate, ''],
    ['that changes a rate twice', { ...rate, add: 1 }, ''],
    ['with a block cell twice', { ...block, cells: [...block.cells, ...block.cells] }, '/cells/1'],
    [
      'with an amended cell twice',
      { ...amendment, cells: [...amendment.cells, ...amendment.cells] },
      '/cells/1',
    ],
    [
      'with two cut-offs in one',
      { ...block, cutoff: { daysBefore: 1, at: head.recordedAt } },
      '/cutoff',
    ],
  ];
  test.each(refused)('%s', (_name, json, path) => {
    expect(errorOf(json)).toEqual({ code: 'BAD_INPUT', path });
  });
});

describe('a retraction', () => {
  const { kind, ...bare } = { kind: 'EVENT', ...head, rev: 2, retracted: true };

  test.each(['CONTRACT', 'AUDIENCE', 'POOL', 'SUBALLOTMENT', 'BOOKING', kind])(
    'of a %s needs no content',
    (name) => {
      expect(parseFact({ kind: name, ...bare }).ok).toBe(true);
    },
  );

  test('may carry content, whole or in part, if it is right', () => {
    expect(parseFact({ ...increase, retracted: true }).ok).toBe(true);
    expect(parseFact({ kind, ...bare, type: 'RATE_CHANGE' }).ok).toBe(true);
    expect(errorOf({ ...increase, n: 0, retracted: true })?.path).toBe('/n');
    expect(errorOf({ ...contract, stayTo: '2026-01-01', retracted: true })?.path).toBe('/stayTo');
    expect(errorOf({ kind, ...bare, n: 4 })?.path).toBe('/n');
    expect(errorOf({ kind: 'TREATY', ...bare })?.path).toBe('/kind');
  });

  test('taken back is a fact again, and needs its content', () => {
    expect(errorOf({ kind, ...bare, retracted: false })?.path).toBe('/type');
  });
});

describe('a list of facts', () => {
  test('names the first fact that is wrong', () => {
    const parsed = parseFacts([contract, { ...pool, budget: -1 }], ['facts']);
    expect(parsed).toMatchObject({ ok: false, error: { path: '/facts/1/budget' } });
  });

  test('is a list', () => {
    expect(parseFacts({}, ['facts'])).toMatchObject({ ok: false, error: { path: '/facts' } });
    expect(parseFacts([contract, pool])).toEqual({ ok: true, value: [contract, pool] });
  });
});
