// A message of the supplier comes in: proven, stored, acknowledged, and only then decided. Called by
// the gateway's webhook route through receiveConfirmation.
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import type { Logger } from '../../../shared/telemetry/logger.ts';
import type { MessageReader, SupplierPost } from '../domain/supplier-message.ts';
import { storeMessage } from '../repositories/supplier-messages.ts';
import type { NewMessage } from '../repositories/supplier-messages.ts';

export interface ReceiveDependencies {
  readonly dataSource: DataSource;
  readonly reader: MessageReader;
  readonly logger: Logger;
  /** Decides a stored message in the background; whoever dies over it is followed by the sweeper. */
  readonly begin: (messageId: string) => void;
}

/** ACCEPTED also for what was there before. What cannot be stored throws: it is sent again. */
export type PostReceipt = 'ACCEPTED' | 'NOT_GENUINE' | 'TOO_LARGE' | 'UNREADABLE';

/** Stores the message unless it is forged, stale or was stored before. */
export async function receiveConfirmation(
  deps: ReceiveDependencies,
  post: SupplierPost,
): Promise<PostReceipt> {
  if (post.body.byteLength > limits.downstream.webhookBodyBytesMax) return 'TOO_LARGE';
  const genuine = deps.reader.verify(post);
  if (!genuine.ok) {
    deps.logger.warn({ fault: genuine.fault }, 'a message that is not the supplier’s was refused');
    return 'NOT_GENUINE';
  }
  const message = toNewMessage(deps.reader, post);
  // The header alone is not signed: a replay under another name must not fill the inbox.
  if (message === null) return 'UNREADABLE';
  await store(deps, message);
  return message.quarantine?.reason === 'NOT_JSON' ? 'UNREADABLE' : 'ACCEPTED';
}

async function store(deps: ReceiveDependencies, message: NewMessage): Promise<void> {
  const stored = await storeMessage(deps.dataSource, message);
  if (stored === 'NEW' && message.quarantine === null) deps.begin(message.id);
  if (stored === 'OTHER_CONTENT') await storeMessage(deps.dataSource, reused(message));
  if (message.quarantine ?? stored === 'OTHER_CONTENT') {
    deps.logger.warn({ messageId: message.id, stored }, 'a message of the supplier was set aside');
  }
}

/** Null where body and header name different deliveries. */
function toNewMessage(reader: MessageReader, post: SupplierPost): NewMessage | null {
  const named = reader.deliveryNamed(post.body);
  if (named !== null && named !== post.deliveryId) return null;
  const body = Buffer.from(post.body);
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const read = reader.read(body, named);
  return {
    id: named ?? idOfBody(bodySha256),
    body,
    bodySha256,
    told: read.ok ? read.value : null,
    quarantine: read.ok ? null : read.quarantine,
  };
}

/** The supplier gave one id to two messages: the second is nobody's duplicate. */
function reused(message: NewMessage): NewMessage {
  const path = '/delivery_id';
  const text = `the id ${message.id} was used for another message`;
  return {
    ...message,
    id: idOfBody(message.bodySha256),
    quarantine: { reason: 'DELIVERY_REUSED', path, message: text },
  };
}

function idOfBody(sha256: string): string {
  return `sha256:${sha256}`;
}
