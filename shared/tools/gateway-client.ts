// How the project's own tools talk to the gateway: as any client does, over HTTP with a token.
import { Agent } from 'undici';
import { limits } from '../config/limits.ts';

export interface GatewayClient {
  /** Runs one operation and gives its data; throws with the first message when there are errors. */
  query<Data>(operation: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  close(): Promise<void>;
}

/** `token` is asked for each time, so that long runs can renew it. */
export function createGatewayClient(options: {
  readonly url: string;
  readonly token: () => Promise<string>;
  readonly connections?: number;
}): GatewayClient {
  const url = new URL(options.url);
  const agent = new Agent({
    connections: options.connections ?? limits.calls.connectionsMax,
    headersTimeout: limits.server.requestTimeoutMs,
    bodyTimeout: limits.server.requestTimeoutMs,
  });
  return {
    async query<Data>(
      operation: string,
      variables: Readonly<Record<string, unknown>> = {},
    ): Promise<Data> {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await options.token()}`,
        },
        body: JSON.stringify({ query: operation, variables }),
      });
      const answer = (await response.body.json()) as {
        data?: Data | null;
        errors?: readonly { message: string }[];
      };
      const problem = answer.errors?.[0]?.message;
      if (problem !== undefined || !answer.data) {
        throw new Error(`gateway answered ${response.statusCode}: ${problem ?? 'no data'}`);
      }
      return answer.data;
    },
    close: () => agent.close(),
  };
}
