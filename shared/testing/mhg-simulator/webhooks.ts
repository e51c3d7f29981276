// What the supplier tells its partner on its own account: signed confirmations, sent by themselves
// after every change of a booking or on command, right or wrong. Used by the booking and admin routes.
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import { limits } from '../../config/limits.ts';
import type { Delivery } from './booking-schema.ts';
import type { StoredBooking } from './bookings.ts';

export interface WebhookSettings {
  readonly url: string | null;
  readonly automatic: boolean;
}

export interface Sent {
  readonly delivery_id: string;
  /** HTTP status of the partner's answer; null where there was none. */
  readonly status: number | null;
}

export interface Webhooks {
  settings(): WebhookSettings;
  set(settings: WebhookSettings): void;
  reset(): void;
  /** Tells the state of a booking if so configured; does not wait for it to arrive. */
  announce(booking: StoredBooking, copies?: number): void;
  /** Sends one message to `url` as often as it says, one after the other. */
  send(url: string, delivery: Delivery, booking: StoredBooking | undefined): Promise<Sent>;
  /** Gives up what is still on its way. */
  close(): Promise<void>;
}

export interface WebhookOptions {
  /** Without it nothing can be signed, and nothing is sent. */
  readonly secret?: string | undefined;
  /** Origin of the partner; where it is given, confirmations are automatic. */
  readonly url?: string | undefined;
}

interface Message {
  readonly deliveryId: string;
  readonly raw: string;
  readonly timestamp: string;
  readonly signature: string | null;
}

const PATH = '/api/v1/webhooks/mhg/confirmations';
const bounds = limits.mhgSimulator;

/** `now` stamps what is sent. */
export function createWebhooks(options: WebhookOptions, now: () => Date): Webhooks {
  const initial = { url: options.url ?? null, automatic: options.url !== undefined };
  let settings: WebhookSettings = initial;
  const agent = new Agent();
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const secret = options.secret ?? '';

  const tell = async (url: string, booking: StoredBooking, copies: number): Promise<void> => {
    const message = messageOf({ ...PLAIN, key: booking.key }, booking, secret, now());
    for (let copy = 0; copy < copies; copy += 1) {
      for (let attempt = 1; attempt <= bounds.webhookAttemptsMax; attempt += 1) {
        const status = await post(agent, url, message, stopping.signal);
        if ((status !== null && status < 500) || stopping.signal.aborted) break;
        await wait(bounds.webhookRetryDelayMs, undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  };

  return {
    settings: () => settings,
    set: (next) => {
      settings = next;
    },
    reset: () => {
      settings = initial;
    },
    announce(booking, copies = 1) {
      const { url, automatic } = settings;
      if (!automatic || url === null || secret === '') return;
      if (underWay.size >= bounds.webhooksAtOnceMax) return;
      const telling = tell(url, booking, copies).finally(() => underWay.delete(telling));
      underWay.add(telling);
    },
    async send(url, delivery, booking) {
      const message = messageOf(delivery, booking, secret, now());
      const status = await post(agent, url, message, stopping.signal);
      return { delivery_id: message.deliveryId, status };
    },
    async close() {
      stopping.abort();
      await Promise.all(underWay);
      await agent.destroy();
    },
  };
}

/** The confirmation of a booking as it stands. */
export function confirmationOf(booking: StoredBooking): Record<string, unknown> {
  return {
    delivery_id: deliveryIdOf(booking),
    key: booking.key,
    supplier_reference: booking.supplierReference,
    hotel_code: booking.asked.hotel_code,
    status: booking.status,
    reason: booking.reason,
    version: booking.version,
    currency: booking.currency,
    rooms: booking.rooms,
  };
}

const PLAIN: Delivery = { age_seconds: 0, signature: 'good', copies: 1 };

/** Told again it is the same delivery, also by a simulator that was started anew. */
function deliveryIdOf(booking: StoredBooking): string {
  return `${booking.supplierReference}-${booking.version}`;
}

function messageOf(
  delivery: Delivery,
  booking: StoredBooking | undefined,
  secret: string,
  now: Date,
): Message {
  const content: Record<string, unknown> = {
    ...(booking ? confirmationOf(booking) : {}),
    ...delivery.body,
    ...(delivery.delivery_id === undefined ? {} : { delivery_id: delivery.delivery_id }),
  };
  const raw = delivery.raw ?? JSON.stringify(content);
  const named = delivery.delivery_id ?? content['delivery_id'];
  const timestamp = String(Math.floor(now.getTime() / 1_000) - delivery.age_seconds);
  return {
    deliveryId: typeof named === 'string' ? named : 'unnamed',
    raw,
    timestamp,
    signature: signatureOf(delivery.signature, secret, timestamp, raw),
  };
}

function signatureOf(
  how: Delivery['signature'],
  secret: string,
  timestamp: string,
  raw: string,
): string | null {
  switch (how) {
    case 'missing':
      return null;
    case 'wrong':
      return sign(`not ${secret}`, timestamp, raw);
    case 'other_body':
      return sign(secret, timestamp, `${raw} `);
    case 'good':
      return sign(secret, timestamp, raw);
  }
}

function sign(secret: string, timestamp: string, raw: string): string {
  const digest = createHmac('sha256', secret).update(`${timestamp}.${raw}`).digest('hex');
  return `sha256=${digest}`;
}

async function post(
  agent: Agent,
  url: string,
  message: Message,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const response = await agent.request({
      origin: new URL(url).origin,
      path: PATH,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-mhg-timestamp': message.timestamp,
        'x-mhg-delivery-id': message.deliveryId,
        ...(message.signature === null ? {} : { 'x-mhg-signature': message.signature }),
      },
      body: message.raw,
      signal: AbortSignal.any([signal, AbortSignal.timeout(bounds.webhookTimeoutMs)]),
    });
    await response.body.dump();
    return response.statusCode;
  } catch {
    // Nobody listens, or not in time: what the partner missed it can ask for.
    return null;
  }
}
