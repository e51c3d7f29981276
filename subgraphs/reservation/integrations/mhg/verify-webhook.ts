// Whether a message really is the supplier's, and fresh: a pure check of its signature, before anyone
// reads a byte of its content. Called where webhooks come in.
import { createHmac, timingSafeEqual } from 'node:crypto';

const TIMESTAMP_HEADER = 'x-mhg-timestamp';
const SIGNATURE_HEADER = 'x-mhg-signature';
const DELIVERY_HEADER = 'x-mhg-delivery-id';

export interface SignedMessage {
  /** Shared with the supplier. */
  readonly secret: string;
  /** Names in lower case, as node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's bytes as they came: a body parsed and written anew is another body. */
  readonly rawBody: Uint8Array;
  readonly now: Date;
  /** How old, or how far ahead, the timestamp may be. */
  readonly toleranceSeconds: number;
}

export type SignatureFault =
  'MISSING_HEADER' | 'BAD_TIMESTAMP' | 'BAD_SIGNATURE' | 'TOO_OLD' | 'FROM_THE_FUTURE';

export type Verification =
  | { readonly ok: true; readonly deliveryId: string }
  | { readonly ok: false; readonly fault: SignatureFault };

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;
/** Seconds since 1970, for some centuries. */
const TIMESTAMP = /^\d{1,11}$/;
const DELIVERY_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * HMAC-SHA256 over `timestamp.body`, compared in constant time. Age is judged only of what is
 * genuine. A replay within the tolerance passes: it has the same delivery id, which its receiver has
 * seen. The header's id is not signed; `decodeConfirmation` holds it against the body's.
 */
export function verifyWebhook(message: SignedMessage): Verification {
  const timestamp = message.headers[TIMESTAMP_HEADER];
  const signature = message.headers[SIGNATURE_HEADER];
  const deliveryId = message.headers[DELIVERY_HEADER];
  if (
    typeof timestamp !== 'string' ||
    typeof signature !== 'string' ||
    typeof deliveryId !== 'string' ||
    !DELIVERY_ID.test(deliveryId)
  ) {
    return { ok: false, fault: 'MISSING_HEADER' };
  }
  if (!TIMESTAMP.test(timestamp)) return { ok: false, fault: 'BAD_TIMESTAMP' };
  const told = SIGNATURE.exec(signature)?.[1];
  if (told === undefined || !isSignatureOf(told, timestamp, message)) {
    return { ok: false, fault: 'BAD_SIGNATURE' };
  }
  const ageSeconds = message.now.getTime() / 1_000 - Number(timestamp);
  if (ageSeconds > message.toleranceSeconds) return { ok: false, fault: 'TOO_OLD' };
  if (ageSeconds < -message.toleranceSeconds) return { ok: false, fault: 'FROM_THE_FUTURE' };
  return { ok: true, deliveryId };
}

function isSignatureOf(told: string, timestamp: string, message: SignedMessage): boolean {
  // Anyone can sign with nothing.
  if (message.secret === '') return false;
  const expected = createHmac('sha256', message.secret)
    .update(`${timestamp}.`)
    .update(message.rawBody)
    .digest();
  return timingSafeEqual(expected, Buffer.from(told, 'hex'));
}
