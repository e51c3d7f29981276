// Defects put in on purpose: each breaks one guarantee, between the services and what they stand on.
// A simulation that does not find them would not find real ones either.
import type { Asked, Told, ToldReason } from './allotment-line.ts';
import type { Mutant } from './mutant.ts';

/** Positions in the statement that appends batches. */
const APPENDS_PARAMETER = 0;
const AUDIT_PARAMETER = 7;
const CREDIT_PARAMETER = 9;

const givenBackTwice: Mutant = {
  name: 'rooms are given back twice',
  breaks: ['a change records each booking once'],
  rewrite: ({ name, sql, parameters }) => {
    if (name !== 'append') return { sql, parameters };
    return { sql, parameters: withFacts(parameters, (facts) => facts.flatMap(twiceIfCancelled)) };
  },
};

const idempotencyForgotten: Mutant = {
  name: 'idempotency is forgotten',
  breaks: ['one group per client reference'],
  plant: async ({ admin }) => {
    await admin.query(
      'alter table reservation.client_references drop constraint client_references_pkey',
    );
  },
  undo: async (house) => {
    await house.clear();
    await house.admin.query(
      'alter table reservation.client_references add primary key (agency_id, client_reference)',
    );
  },
};

const notCommitted: Mutant = {
  name: 'what is acknowledged is not committed',
  breaks: [
    'what is acknowledged is present, under its own reference',
    'an answer describes a state that was there',
  ],
  rewrite: ({ name, sql, parameters }) => ({
    sql: name === 'commit' ? 'rollback' : sql,
    parameters,
  }),
};

const notAudited: Mutant = {
  name: 'changes are not audited',
  breaks: ['audit rows = state changes'],
  rewrite: ({ name, sql, parameters }) => ({
    sql,
    parameters: name === 'append' ? parameters?.with(AUDIT_PARAMETER, '[]') : parameters,
  }),
};

const creditNotTaken: Mutant = {
  name: 'holds take no credit',
  breaks: ['what counts against a credit is what is booked, once'],
  rewrite: ({ name, sql, parameters }) => ({
    sql,
    parameters: name === 'append' ? parameters?.with(CREDIT_PARAMETER, '[]') : parameters,
  }),
};

const cancelledForNothing: Mutant = {
  name: 'late cancellations cost nothing',
  breaks: ['what is cancelled, missed or given up costs what was agreed at the hold'],
  rewrite: ({ name, sql, parameters }) => ({
    sql,
    parameters: name === 'insert amendments' ? forNothing(parameters) : parameters,
  }),
};

const refusalIsYes: Mutant = {
  name: 'a refusal of the supplier is taken for a yes',
  breaks: ['what the supplier did not say is not written'],
  supplierAnswer: (answer) =>
    answer.kind === 'REFUSED' ? { kind: 'CONFIRMED', supplierReference: 'MHG-0' } : answer,
};

const silenceIsNo: Mutant = {
  name: 'a lost answer of the supplier gives the rooms back',
  breaks: ['what the supplier did not say is not written'],
  supplierAnswer: (answer) =>
    answer.kind === 'UNKNOWN' ? { kind: 'REFUSED', reason: 'no answer' } : answer,
};

export const MUTANTS: readonly Mutant[] = [
  inFunction(
    'the head is not checked at the commit',
    ['rooms are taken on the head they were found free on'],
    [['ledger.append', 'or head.seq <> p_expected_seq', '']],
  ),
  inFunction(
    'time is not checked at the commit',
    [
      'a decision that time has undone is not committed',
      'a hold ends at the instant it was promised until',
    ],
    [['ledger.append', 'stamp >= p_valid_until', 'false']],
  ),
  inFunction(
    'holds never end',
    ['a hold ends at the instant it was promised until'],
    [
      ['ledger.append', 'stamp >= p_valid_until', 'false'],
      ['reservation.lock_head', 'ledger.clock()', "ledger.clock() - interval '1 day'"],
    ],
  ),
  givenBackTwice,
  idempotencyForgotten,
  notCommitted,
  notAudited,
  creditNotTaken,
  cancelledForNothing,
  inFunction(
    'limits of credit are not kept',
    ['no hold goes beyond its agency’s credit'],
    [
      ['agency.use_credit', "raise exception 'the credit of", "raise notice 'the credit of"],
      ['agency.booking_terms', 'else c.limit_amount', 'else 1000000000'],
    ],
  ),
  {
    name: 'sold-out rooms are granted',
    breaks: ['rooms are given only while they are there'],
    answer: grantWhatIsShort,
  },
  {
    name: 'free rooms are refused',
    breaks: ['rooms that are there are not refused'],
    answer: refuseEverything,
  },
  refusalIsYes,
  silenceIsNo,
];

/** Replaces text in functions of the database: `[function, text, other text]`. */
function inFunction(
  name: string,
  breaks: readonly string[],
  changes: readonly (readonly [string, string, string])[],
): Mutant {
  const originals = new Map<string, string>();
  return {
    name,
    breaks,
    plant: async ({ admin }) => {
      for (const [routine, text, other] of changes) {
        const rows: { definition: string }[] = await admin.query(
          'select pg_get_functiondef($1::regproc) as definition',
          [routine],
        );
        const definition = rows[0]?.definition ?? '';
        if (!definition.includes(text)) throw new Error(`${routine} has no ${text}`);
        originals.set(routine, definition);
        await admin.query(definition.replace(text, other));
      }
    },
    undo: async ({ admin }) => {
      for (const definition of originals.values()) await admin.query(definition);
    },
  };
}

/** The rows stand in the first parameter. */
function forNothing(parameters: readonly unknown[] | undefined): unknown[] | undefined {
  const rows = JSON.parse(parameters?.[0] as string) as { readonly kind: string }[];
  const free = rows.map((row) => (row.kind === 'PENALTY' ? { ...row, amount: 0 } : row));
  return parameters?.with(0, JSON.stringify(free));
}

interface AppendedFact {
  readonly kind: string;
  readonly rev: number;
  readonly content: Readonly<Record<string, unknown>>;
}

function withFacts(
  parameters: readonly unknown[] | undefined,
  change: (facts: AppendedFact[]) => AppendedFact[],
): unknown[] | undefined {
  const appends = JSON.parse(parameters?.[APPENDS_PARAMETER] as string) as {
    readonly facts: AppendedFact[];
  }[];
  const changed = appends.map((append) => ({ ...append, facts: change(append.facts) }));
  return parameters?.with(APPENDS_PARAMETER, JSON.stringify(changed));
}

function twiceIfCancelled(fact: AppendedFact): AppendedFact[] {
  const isCancelled = fact.kind === 'BOOKING' && fact.content['status'] === 'CANCELLED';
  return isCancelled ? [fact, { ...fact, rev: fact.rev + 1 }] : [fact];
}

/** What was refused for want of rooms on one line is granted on that line. */
function grantWhatIsShort({ requests, told }: Asked): Told {
  const decisions = told.decisions.map((decision, index) => {
    const { reasons } = decision;
    const isShort = reasons.length === 1 && reasons[0]?.code === 'SOLD_OUT_LINE';
    const [line] = requests[index]?.lines ?? [];
    if (!isShort || !line || (requests[index]?.lines.length ?? 0) > 1) return decision;
    const granted = (reasons[0]?.nights ?? []).map((night) => ({
      lineIndex: 0,
      night,
      line: reasons[0]?.line ?? '',
      rooms: line.rooms,
      block: null,
      rate: null,
      currency: null,
    }));
    return { status: 'HELD', granted, reasons: [] };
  });
  return { ...told, decisions };
}

function refuseEverything({ told }: Asked): Told {
  const soldOut: ToldReason = {
    code: 'SOLD_OUT_LINE',
    path: '/lines/0',
    nights: [],
    line: null,
    needed: null,
    have: null,
  };
  const decisions = told.decisions.map((decision) =>
    decision.granted === null ? decision : { status: null, granted: null, reasons: [soldOut] },
  );
  return { ...told, decisions };
}
