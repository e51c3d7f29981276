// Clients of the gateway whose every request and answer is written into a history. Each is what a
// partner's system is: it keeps its reference, and sends again what was not decided.
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { formatNight, nightOf } from '../../domain/nights.ts';
import type { HistoryGroup, HistoryLine, HistoryReason } from './history.ts';
import type { Asked, Ended, Recorder } from './recorder.ts';

export type Outcome = Ended;

export interface Seller {
  /** Index of the client; one operation at a time is its own. */
  readonly client: number;
  /** One try each. */
  hold(order: HoldOrder): Promise<Outcome>;
  confirm(groupId: string): Promise<Outcome>;
  cancel(groupId: string): Promise<Outcome>;
}

export interface HoldOrder {
  readonly hotelId: string;
  /** Comes after the run's name in the client reference. */
  readonly reference: string;
  readonly lines: readonly HistoryLine[];
}

export interface RecordedDesk {
  readonly recorder: Recorder;
  /** A client of an agency; tokens are asked for each time, so that long runs can renew them. */
  seller(client: number, agencyId: string, token: () => Promise<string>): Seller;
  /** Writes down what the ledger's clock says, and for the first time what is on sale. */
  noteClock(token: string, hotelId: string, night: string): Promise<void>;
  noteStock(token: string, stock: StockQuestion): Promise<void>;
  close(): Promise<void>;
}

export interface StockQuestion {
  readonly hotelId: string;
  readonly roomTypes: readonly string[];
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

export interface DeskOptions {
  readonly gatewayUrl: string;
  readonly recorder: Recorder;
  readonly connections: number;
  /** An answer that takes longer is unknown. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const ANSWER = `__typename
  ... on BookingGroup { id status heldAt expiresAt bookings { id status } }
  ... on Refusal { reasons { code path nights needed have retryable } }`;
/** Also sent by loads that need no desk. */
export const HOLD = `mutation Hold($input: CreateBookingInput!) { answer: createBooking(input: $input) { ${ANSWER} } }`;
const CONFIRM = `mutation Confirm($id: ID!) { answer: confirmBooking(groupId: $id) { ${ANSWER} } }`;
const CANCEL = `mutation Cancel($id: ID!) { answer: cancelBooking(input: { groupId: $id }) { ${ANSWER} } }`;
const LOOK = `query Look($input: CalendarInput!) { calendar(input: $input) {
  __typename ... on Calendar { hotels { asOf roomTypes { code packed { available } } } } } }`;

export function openRecordedDesk(options: DeskOptions): RecordedDesk {
  const { recorder } = options;
  const post = openPost(options);
  const tried = async (
    client: number,
    asked: Asked,
    token: () => Promise<string>,
    query: string,
    variables: object,
  ): Promise<Outcome> => {
    const bearer = await token();
    const end = recorder.invoke(client, asked);
    const outcome = await post.send(bearer, query, variables).then(outcomeOf, unknownOf);
    end(outcome);
    return outcome;
  };
  return {
    recorder,
    seller: (client, agencyId, token) => ({
      client,
      hold({ hotelId, reference, lines }) {
        const clientReference = `${recorder.run}-${reference}`;
        const input = { hotelId, clientReference, lines: [...lines] };
        const asked = { do: 'createBooking' as const, agencyId, ...input };
        return tried(client, asked, token, HOLD, { input: { ...input, agencyId } });
      },
      confirm: (groupId) =>
        tried(client, { do: 'confirmBooking', agencyId, groupId }, token, CONFIRM, { id: groupId }),
      cancel: (groupId) =>
        tried(client, { do: 'cancelBooking', agencyId, groupId }, token, CANCEL, { id: groupId }),
    }),
    async noteClock(token, hotelId, night) {
      const before = recorder.now();
      const [hotel] = await look(post, token, { hotelIds: [hotelId], from: night, to: night });
      const until = recorder.now();
      recorder.note({ type: 'clock', until, clock: hotel.asOf }, before);
    },
    async noteStock(token, { hotelId, roomTypes, from, to }) {
      const input = { hotelIds: [hotelId], roomTypes: [...roomTypes], from, to };
      const [hotel] = await look(post, token, input);
      for (const { code, packed } of hotel.roomTypes) {
        const rooms = packed.available;
        recorder.note({ type: 'stock', hotelId, roomType: code, from, rooms });
      }
    },
    close: () => post.close(),
  };
}

interface Answer {
  readonly status: number;
  readonly data?: { readonly answer?: unknown; readonly calendar?: unknown } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

interface Post {
  send(token: string, query: string, variables: object): Promise<Answer>;
  close(): Promise<void>;
}

function openPost({ gatewayUrl, connections, timeoutMs = TIMEOUT_MS }: DeskOptions): Post {
  const url = new URL(gatewayUrl);
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    async send(token, query, variables) {
      const { statusCode, body } = await pool.request({
        path: url.pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      return { ...((await body.json()) as Omit<Answer, 'status'>), status: statusCode };
    },
    close: () => pool.destroy(),
  };
}

type Told =
  | ({ readonly __typename: 'BookingGroup' } & HistoryGroup)
  | { readonly __typename: 'Refused'; readonly reasons: HistoryReason[] };

/** At the gateway's door, before anybody looked at the request. */
const TURNED_AWAY = 503;
const NOTHING_DONE: Outcome = {
  type: 'fail',
  refusal: 'TryAgain',
  reasons: [{ code: 'BUSY', path: null, nights: [], needed: null, have: null, retryable: true }],
};

/** Any other error says nothing of the outcome, whatever its code: the request may have been carried out. */
function outcomeOf({ status, data, errors }: Answer): Outcome {
  const told = data?.answer as Told | null | undefined;
  if (told == null) {
    const codes = (errors ?? []).map(({ extensions }) => extensions?.code ?? 'no code');
    if (status === TURNED_AWAY && codes.join() === 'BUSY') return NOTHING_DONE;
    return { type: 'unknown', why: [`HTTP ${status}`, ...codes].join(' ') };
  }
  if (told.__typename !== 'BookingGroup') {
    return { type: 'fail', refusal: told.__typename, reasons: told.reasons };
  }
  const { __typename: _, ...group } = told;
  return { type: 'ok', group };
}

function unknownOf(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { type: 'unknown', why: code || String(error) };
}

interface Looked {
  readonly asOf: string;
  readonly roomTypes: readonly {
    readonly code: string;
    readonly packed: { readonly available: number[] };
  }[];
}

async function look(
  post: Post,
  token: string,
  input: { readonly hotelIds: readonly string[]; readonly from: string; readonly to: string },
): Promise<[Looked]> {
  const oneNight = input.from === input.to ? { to: formatNight(nightOf(input.from) + 1) } : {};
  const { data, errors } = await post.send(token, LOOK, { input: { ...input, ...oneNight } });
  const hotels = (data?.calendar as { readonly hotels?: Looked[] } | undefined)?.hotels;
  if (!hotels?.[0]) throw new Error(`no calendar: ${JSON.stringify(errors ?? data)}`);
  return [hotels[0]];
}

/** Whether the very same request may succeed later: nobody has decided, or nobody knows. */
export function isUndecided(outcome: Outcome): boolean {
  if (outcome.type === 'unknown') return true;
  return outcome.type === 'fail' && outcome.reasons.every(({ retryable }) => retryable);
}

export interface Patience {
  readonly triesMax: number;
  /** Between two tries; a little longer with each, up to ten times. */
  readonly pauseMs: number;
}

/** Sends again until it is decided; gives the last outcome. */
export async function persist(
  send: () => Promise<Outcome>,
  { triesMax, pauseMs }: Patience = { triesMax: 100, pauseMs: 20 },
): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await send();
    if (tries === triesMax || !isUndecided(outcome)) return outcome;
    await delay(pauseMs * Math.min(tries, 10));
  }
}
