// One address for several processes of a subgraph: each request goes to the next of them. So two
// processes decide on one hotel at the same time, as they do behind a load balancer.
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Requests that went to each origin. */
  readonly sent: ReadonlyMap<string, number>;
  /** Sends to this origin as well from now on. */
  add(origin: string): void;
  stop(): Promise<void>;
}

export async function startRoundRobin(): Promise<RoundRobin> {
  const sent = new Map<string, number>();
  let turn = 0;
  const server = createServer((request, response) => {
    const origins = [...sent.keys()];
    const origin = origins[turn++ % origins.length];
    if (origin === undefined) {
      response.writeHead(503).end();
      return;
    }
    sent.set(origin, (sent.get(origin) ?? 0) + 1);
    passOn(origin, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    add: (origin) => void sent.set(origin, 0),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passOn(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const onward = httpRequest(new URL(url, origin), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
