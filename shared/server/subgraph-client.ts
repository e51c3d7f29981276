// How one service asks another: GraphQL over a pooled connection, under the caller's own service
// identity. Used by the services of subgraphs and by their workers, never by clients.
import { Agent } from 'undici';
import type { IdentitySigner } from '../auth/identity-signer.ts';
import { limits } from '../config/limits.ts';
import type { SubgraphName } from '../config/environment.ts';

export interface SubgraphClient {
  /**
   * Runs one operation at `subgraph` and gives its `data`. Throws SubgraphCallError when it cannot
   * be reached in time or answers with errors: whoever asks decides what that means.
   */
  query<Data>(
    subgraph: SubgraphName,
    operation: string,
    variables: Readonly<Record<string, unknown>>,
    requestId: string,
  ): Promise<Data>;
  close(): Promise<void>;
}

export class SubgraphCallError extends Error {
  override name = 'SubgraphCallError';
  /** False when it could not even be asked: another question would fare no better. */
  readonly answered: boolean;

  constructor(message: string, options: ErrorOptions & { readonly answered?: boolean } = {}) {
    super(message, options);
    this.answered = options.answered ?? false;
  }
}

/** A client that speaks as service `self`. */
export function createSubgraphClient(options: {
  readonly self: string;
  /** SYSTEM unless said. */
  readonly role?: 'SYSTEM' | 'WEBHOOK';
  /** Of those that it asks. */
  readonly urls: Readonly<Partial<Record<SubgraphName, string>>>;
  readonly signer: IdentitySigner;
}): SubgraphClient {
  const dispatcher = new Agent({
    connections: limits.calls.connectionsMax,
    headersTimeout: limits.calls.timeoutMs,
    bodyTimeout: limits.calls.timeoutMs,
    maxResponseSize: limits.calls.responseBytesMax,
  });
  return {
    async query<Data>(
      subgraph: SubgraphName,
      operation: string,
      variables: Readonly<Record<string, unknown>>,
      requestId: string,
    ): Promise<Data> {
      const { self: subject, role = 'SYSTEM' } = options;
      const address = options.urls[subgraph];
      if (address === undefined) throw new Error(`${subject} does not ask ${subgraph}`);
      const url = new URL(address);
      const response = await dispatcher
        .request({
          origin: url.origin,
          path: url.pathname,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(await options.signer.headersFor({ subject, role, requestId }, subgraph)),
          },
          body: JSON.stringify({ query: operation, variables }),
        })
        .catch((error: unknown) => {
          throw new SubgraphCallError(`${subgraph} could not be reached`, { cause: error });
        });
      const answer = (await response.body.json().catch(() => null)) as {
        data?: Data | null;
        errors?: readonly { message: string }[];
      } | null;
      if (!answer?.data || answer.errors) {
        const first = answer?.errors?.[0]?.message ?? `status ${response.statusCode}`;
        throw new SubgraphCallError(`${subgraph} answered: ${first}`, { answered: true });
      }
      return answer.data;
    },
    close: () => dispatcher.close(),
  };
}
