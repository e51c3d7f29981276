// The supplier's side of end-to-end tests: what it says by webhook through the gateway, and what we
// made of it, with the worker that carries our own words to it.
import { callers } from '../../../shared/testing/subgraph-call.ts';
import { startReservationWorld } from './reservation-world.ts';
import type { ReservationWorld } from './reservation-world.ts';

export interface Told {
  readonly key: string | null;
  readonly hotelId: string;
  readonly version: number;
  readonly status: string;
  readonly rooms?: number;
  readonly reference?: string;
}

export interface Delivery {
  readonly body?: object;
  /** The state of that booking as the supplier has it. */
  readonly key?: string;
  readonly copies?: number;
  readonly signature?: 'good' | 'wrong' | 'missing' | 'other_body';
  readonly age_seconds?: number;
}

export interface FoundConflict {
  readonly id: string;
  readonly kind: string;
  readonly field: string | null;
  readonly resolution: string | null;
}

export interface SupplierHouse extends ReservationWorld {
  /** Holds `rooms` of A for two nights and gives the group's id. */
  held(hotelId: string, rooms?: number): Promise<string>;
  /** Sends these through the gateway, in this order or shuffled; gives the HTTP answers. */
  send(deliveries: readonly Delivery[], shuffleSeed?: number): Promise<(number | null)[]>;
  /** Books the group at the supplier behind our back, as a confirmation that was lost would have. */
  bookThere(groupId: string, hotelId: string, rooms?: number): Promise<void>;
  rows<Row = Record<string, unknown>>(sql: string, ...parameters: unknown[]): Promise<Row[]>;
  readonly statusOf: (groupId: string) => Promise<string | undefined>;
  readonly ordersOf: (groupId: string) => Promise<number>;
  /** Version, state and reason of each message about the group, by version. */
  inboxOf(groupId: string): Promise<[version: number, state: string, reason: string | null][]>;
  /** Statuses that the group went through. */
  auditOf(groupId: string): Promise<string[]>;
  /** As an operator finds them. */
  conflictsOf(filter: Record<string, unknown>): Promise<FoundConflict[]>;
  /** Settles the open conflict about the group, as an operator. */
  settle(groupId: string, resolution: string): Promise<unknown>;
  /** Resolves once no message waits to be decided. */
  decided(): Promise<void>;
  until(what: string, found: () => Promise<boolean>): Promise<void>;
  operate<Data>(query: string, variables: Record<string, unknown>): Promise<Data>;
}

const SETTLE = `mutation ($id: ID!, $resolution: ConflictResolution!, $note: String!) {
  answer: settleConflict(id: $id, resolution: $resolution, note: $note) {
    __typename ... on ConfirmationConflict { resolution note settledBy } ... on Refusal { message reasons { code } } } }`;
const CONFLICTS = `query ($filter: ConfirmationConflictFilter) {
  found: confirmationConflicts(filter: $filter, first: 10) { edges { node {
    id kind field settledAt resolution ours { status lines { rooms } } theirs { status lines { rooms } } message { id } } } } }`;

const WAIT_MS = 60_000;
const NIGHTS = { checkIn: '2099-03-10', checkOut: '2099-03-12' };

export async function startSupplierHouse(): Promise<SupplierHouse> {
  const world = await startReservationWorld({}, ['worker', 'gateway']);
  const url = world.system.urls.gateway;
  await world.supplier('PUT', '/webhooks', { url, automatic: false });
  const rows: SupplierHouse['rows'] = (sql, ...parameters) => world.admin.query(sql, parameters);
  const until: SupplierHouse['until'] = async (what, found) => {
    const giveUpAt = performance.now() + WAIT_MS;
    while (!(await found())) {
      if (performance.now() > giveUpAt) throw new Error(`never happened: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const operate: SupplierHouse['operate'] = async (query, variables) => {
    const { data, errors } = await world.ask(callers.operator, query, variables);
    if (!data) throw new Error(JSON.stringify(errors));
    return data as never;
  };
  const conflictsOf: SupplierHouse['conflictsOf'] = async (filter) => {
    const { found } = await operate<{ found: { edges: { node: FoundConflict }[] } }>(CONFLICTS, {
      filter,
    });
    return found.edges.map(({ node }) => node);
  };
  let references = 0;
  return {
    ...world,
    rows,
    until,
    operate,
    conflictsOf,
    settle: async (groupId, resolution) => {
      const [open] = await conflictsOf({ groupId, settled: false });
      const settled = { id: open?.id, resolution, note: 'asked by phone' };
      return (await operate<{ answer: unknown }>(SETTLE, settled)).answer;
    },
    inboxOf: async (groupId) => {
      const found = await rows<{ version: number; state: string; reason: string | null }>(
        `select version, state, reason from reservation.supplier_messages where booking_key = $1
          order by version`,
        groupId,
      );
      return found.map(({ version, state, reason }) => [version, state, reason]);
    },
    auditOf: async (groupId) => {
      const found = await rows<{ status: string }>(
        `select to_status as status from reservation.booking_audit_log where group_id = $1
          order by seq`,
        groupId,
      );
      return found.map(({ status }) => status);
    },
    held: async (hotelId, rooms = 1) => {
      references += 1;
      const clientReference = `T-${references}`;
      const lines = [{ roomType: 'A', ...NIGHTS, rooms }];
      const answer = await world.create({ hotelId, clientReference, lines });
      if (answer.id === undefined) throw new Error(JSON.stringify(answer));
      return answer.id;
    },
    send: async (deliveries, seed) => {
      const order = seed === undefined ? {} : { order: 'shuffled', seed };
      const { sent } = (await world.supplier('POST', '/webhooks/send', {
        url,
        deliveries,
        ...order,
      })) as { sent: { status: number | null }[] };
      return sent.map(({ status }) => status);
    },
    bookThere: async (groupId, hotelId, rooms = 1) => {
      const response = await fetch(`${world.system.urls['mhg-simulator']}/api/v1/bookings`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-api-key': world.system.settings.supplierApiKey,
          'idempotency-key': groupId,
        },
        body: JSON.stringify({
          hotel_code: hotelId,
          agency_reference: 'lost',
          currency: 'THB',
          rooms: [roomOf(rooms)],
        }),
      });
      expect(response.status).toBe(201);
    },
    statusOf: async (groupId) =>
      (
        await rows<{ status: string }>(
          'select status from reservation.booking_groups where id = $1',
          groupId,
        )
      )[0]?.status,
    ordersOf: async (groupId) =>
      (await rows('select 1 from reservation.sale_orders where group_id = $1', groupId)).length,
    decided: () =>
      until('every message has an end', async () => {
        const waiting = await rows(
          "select 1 from reservation.supplier_messages where state = 'PENDING'",
        );
        return waiting.length === 0;
      }),
  };
}

/** A confirmation's body. Rooms of A cost 100.00 a night here. */
export function told({ key, hotelId, version, status, rooms = 1, reference }: Told): object {
  const name = reference ?? `MHG-${key ?? 'none'}`;
  return {
    delivery_id: `${name}-${version}-${status}-${rooms}`.replaceAll(' ', '_'),
    key,
    supplier_reference: name,
    hotel_code: hotelId,
    status,
    reason: null,
    version,
    currency: 'THB',
    rooms: [roomOf(rooms)],
  };
}

function roomOf(rooms: number): object {
  return {
    room_type: 'A',
    stay_from: '2099-03-10',
    stay_to: '2099-03-11',
    rooms,
    amount: `${rooms * 200}.00`,
  };
}
