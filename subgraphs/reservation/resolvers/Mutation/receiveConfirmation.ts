// Mutation.receiveConfirmation, for the gateway's webhook route alone
import { GraphQLError } from 'graphql';
import type { PostReceipt } from '../../services/receive-confirmation.ts';
import type { ReservationContext } from '../context.ts';

interface Post {
  readonly bodyBase64: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly deliveryId: string;
}

export function receiveConfirmation(
  _parent: unknown,
  { message }: { readonly message: Post },
  { identity, services }: ReservationContext,
): Promise<PostReceipt> {
  if (identity.role !== 'WEBHOOK') {
    throw new GraphQLError('For webhooks alone', { extensions: { code: 'FORBIDDEN' } });
  }
  const { bodyBase64, ...post } = message;
  return services.supplier.receiveConfirmation({
    ...post,
    body: Buffer.from(bodyBase64, 'base64'),
  });
}
