// The reference for whatever sends bytes: a bare Node HTTP server that answers every request with the
// same file. `node bare-server.ts FILE`; started by benches as a process of its own, like a subgraph.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const bytes = readFileSync(process.argv[2] ?? '');
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(bytes.length),
};

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, headers).end(bytes);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `${JSON.stringify({ level: 'info', msg: 'ready', process: 'bare-server', port })}\n`,
  );
});

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
