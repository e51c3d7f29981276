// One keep-alive connection that times whole exchanges, from the first byte sent to the last byte
// read. Used by benches that measure a server from outside.
import { Client } from 'undici';

export interface TimedClient {
  /** Milliseconds of one POST; throws unless it is answered 200. */
  time(request: TimedRequest): Promise<number>;
  /** The body of the answer, for comparing what was measured. */
  text(request: TimedRequest): Promise<string>;
  close(): Promise<void>;
}

export interface TimedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function createTimedClient(origin: string): TimedClient {
  const client = new Client(origin, { pipelining: 1 });

  async function exchange(request: TimedRequest): Promise<ArrayBuffer> {
    const { path, headers, body } = request;
    const answer = await client.request({ path, method: 'POST', headers, body });
    const bytes = await answer.body.arrayBuffer();
    if (answer.statusCode !== 200) {
      throw new Error(`${origin} answered ${answer.statusCode}: ${Buffer.from(bytes).toString()}`);
    }
    return bytes;
  }

  return {
    async time(request) {
      const since = performance.now();
      await exchange(request);
      return performance.now() - since;
    },
    text: async (request) => Buffer.from(await exchange(request)).toString(),
    close: () => client.close(),
  };
}
