// The domain's `MessageReader` in the supplier's dialect. Built by the composition roots.
import { limits } from '../../../../shared/config/limits.ts';
import type { MessageReader } from '../../domain/supplier-message.ts';
import { decodeConfirmation } from './decode-confirmation.ts';
import { jsonOf } from './decode.ts';
import { verifyWebhook } from './verify-webhook.ts';

/** With an empty secret no message is genuine. `now` is the wall clock that signatures are dated by. */
export function createMessageReader(options: {
  readonly secret: string;
  readonly now: () => Date;
}): MessageReader {
  return {
    verify: ({ body, timestamp, signature, deliveryId }) =>
      verifyWebhook({
        secret: options.secret,
        headers: {
          'x-mhg-timestamp': timestamp,
          'x-mhg-signature': signature,
          'x-mhg-delivery-id': deliveryId,
        },
        rawBody: body,
        now: options.now(),
        toleranceSeconds: limits.downstream.webhookToleranceSeconds,
      }),
    deliveryNamed,
    read: (body, deliveryId) => decodeConfirmation(body, deliveryId ?? deliveryNamed(body) ?? ''),
  };
}

function deliveryNamed(body: Uint8Array): string | null {
  const json = jsonOf(body);
  if (typeof json !== 'object' || json === null || !('delivery_id' in json)) return null;
  return typeof json.delivery_id === 'string' ? json.delivery_id : null;
}
