// A message of the supplier from its arrival to what became of it. Raw bytes stay with it: decoded
// again they are its replay.
import type { DownstreamConfirmation } from './downstream.ts';

/** As it came through the door; nothing about it is proven yet. */
export interface SupplierPost {
  readonly body: Uint8Array;
  readonly timestamp: string;
  readonly signature: string;
  readonly deliveryId: string;
}

/**
 * PENDING: stored, to be decided. APPLIED: it changed a booking. DUPLICATE: it says what is so already.
 * STALE: something newer is known of that booking. CONFLICT: people have to look at it. QUARANTINED:
 * it cannot be read as it stands.
 */
export type MessageState =
  'PENDING' | 'APPLIED' | 'DUPLICATE' | 'STALE' | 'CONFLICT' | 'QUARANTINED';

export interface SupplierMessage {
  readonly id: string;
  readonly receivedAt: string;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly path: string | null;
  readonly detail: string | null;
  readonly hotelId: string | null;
  readonly groupId: string | null;
  readonly supplierReference: string | null;
  readonly version: number | null;
  readonly word: string | null;
  /** The bytes as text, for people. */
  readonly body: string;
}

/** Why a message is set aside. */
export interface Quarantine {
  readonly reason: string;
  /** JSON pointer into the body. */
  readonly path: string;
  readonly message: string;
}

export type ReadMessage =
  | { readonly ok: true; readonly value: DownstreamConfirmation }
  | { readonly ok: false; readonly quarantine: Quarantine };

/** The supplier's dialect of messages; integrations/ speaks it. */
export interface MessageReader {
  /** Whether the message is the supplier's own, and fresh. */
  verify(
    post: SupplierPost,
  ): { readonly ok: true } | { readonly ok: false; readonly fault: string };
  /** The delivery that the signed body itself names; null where it names none. */
  deliveryNamed(body: Uint8Array): string | null;
  /** Content of a message of that delivery; null: whichever it names. */
  read(body: Uint8Array, deliveryId: string | null): ReadMessage;
}
