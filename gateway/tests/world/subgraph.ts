// A subgraph small enough to read: real HTTP, real schema, real identity check. Tests look into what
// it was sent, and make it fail.
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { identityHeader, requestIdHeader, type Identity } from '../../../shared/auth/identity.ts';
import type { IdentityVerifier } from '../../../shared/auth/identity-verifier.ts';

export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly identity: Identity;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export interface TestSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly received: ReceivedRequest[];
  /** Replaces the answer to all operations until it is set back to null. */
  answerInstead: { status: number; body: string } | null;
  stop(): Promise<void>;
}

type Resolvers = Record<string, Record<string, unknown>>;

/** Starts a subgraph on a free port of loopback. */
export async function startTestSubgraph(options: {
  name: string;
  sdl: string;
  resolvers: Resolvers;
  verifier: IdentityVerifier;
}): Promise<TestSubgraph> {
  const { name, sdl, verifier } = options;
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: options.resolvers as never }]);
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    if (request.url === '/health/ready') return { status: 200, body: '{"status":"ready"}' };
    const { headers } = request;
    const identity = await verifier.verify(headers[identityHeader], headers[requestIdHeader]);
    if (!identity) return { status: 401, body: '' };
    const { query, variables } = await readBody(request);
    subgraph.received.push({ headers, identity, query, variables });
    if (subgraph.answerInstead) return subgraph.answerInstead;
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables,
      contextValue: { identity, request },
    });
    return { status: 200, body: JSON.stringify(result) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const subgraph: TestSubgraph = {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    sdl,
    received: [],
    answerInstead: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return subgraph;
}

async function readBody(
  request: IncomingMessage,
): Promise<{ query: string; variables: Record<string, unknown> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as {
    query: string;
    variables: Record<string, unknown>;
  };
}
