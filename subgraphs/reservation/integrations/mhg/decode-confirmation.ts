// The body of a confirmation to our own words, or the reason why it is set aside. Pure; called once
// the signature is proven, and again when a word that was unknown has been mapped.
import { limits } from '../../../../shared/config/limits.ts';
import type { DownstreamConfirmation } from '../../domain/downstream.ts';
import type { Quarantine } from '../../domain/supplier-message.ts';
import { confirmationBody, jsonOf, lineFrom } from './decode.ts';
import { classOfWord, FIELD_STATUS_WORDS } from './status-words.ts';
import type { StatusClass, StatusWords } from './status-words.ts';

export type ConfirmationFault =
  | 'TOO_LARGE'
  | 'NOT_JSON'
  /** A field is missing or not as declared. */
  | 'BAD_SHAPE'
  /** Nobody has mapped the status word yet. */
  | 'UNKNOWN_STATUS'
  /** The signed body and the header that is not signed name different deliveries. */
  | 'OTHER_DELIVERY';

/** A message set aside; the bytes as they came, decoded again, are its replay. */
export interface ConfirmationQuarantine extends Quarantine {
  readonly reason: ConfirmationFault;
}

export type DecodedConfirmation =
  | { readonly ok: true; readonly value: DownstreamConfirmation }
  | { readonly ok: false; readonly quarantine: ConfirmationQuarantine };

/** `deliveryId` is that of the verified headers. */
export function decodeConfirmation(
  rawBody: Uint8Array,
  deliveryId: string,
  words: StatusWords = FIELD_STATUS_WORDS,
): DecodedConfirmation {
  const bytesMax = limits.downstream.webhookBodyBytesMax;
  if (rawBody.byteLength > bytesMax) return aside('TOO_LARGE', '', `more than ${bytesMax} bytes`);
  const json = jsonOf(rawBody);
  if (json === undefined) return aside('NOT_JSON', '', 'the body is no JSON text in UTF-8');
  const parsed = confirmationBody.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
    return aside('BAD_SHAPE', path, issue?.message ?? 'unreadable');
  }
  const body = parsed.data;
  if (body.delivery_id !== deliveryId) {
    return aside('OTHER_DELIVERY', '/delivery_id', `the header names ${deliveryId}`);
  }
  const meaning = classOfWord(body.status, words);
  if (meaning === null) return aside('UNKNOWN_STATUS', '/status', `nobody mapped ${body.status}`);
  return {
    ok: true,
    value: {
      deliveryId,
      key: body.key ?? null,
      supplierReference: body.supplier_reference,
      hotelId: body.hotel_code,
      version: body.version,
      outcome: OUTCOMES[meaning],
      word: body.status,
      reason: body.reason ?? null,
      currency: body.currency,
      lines: body.rooms.map((room) => lineFrom(room, body.currency)),
    },
  };
}

/** A guest that did not come and rooms that were washed are not said in confirmations: unknown. */
const OUTCOMES: Readonly<Record<StatusClass, DownstreamConfirmation['outcome']>> = {
  CONFIRMED: 'CONFIRMED',
  TENTATIVE: 'PENDING',
  DRAFT: 'PENDING',
  ON_REQUEST: 'PENDING',
  UNKNOWN_DOWNSTREAM: 'UNKNOWN',
  CANCELLED: 'REFUSED',
  NO_SHOW: 'UNKNOWN',
  RELEASED: 'UNKNOWN',
};

function aside(reason: ConfirmationFault, path: string, message: string): DecodedConfirmation {
  const text = message.slice(0, limits.downstream.textCharsMax).toWellFormed();
  return { ok: false, quarantine: { reason, path, message: text } };
}
