// Ends an HTTP server without cutting off an answer. Used by the gateway's composition root.
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { gatewayLimits } from './limits.ts';

/**
 * Watches the connections of `http` and returns what closes it: no new connections, answers in flight
 * go out within the drain limit, and whatever waits for a next request is closed at once. Node's own
 * `closeIdleConnections` leaves those open that have not sent a request yet, as browsers and clients
 * open them in advance, and they would hold the server for as long as they please.
 */
export function createDrain(http: FastifyInstance): () => Promise<void> {
  const connections = new Set<Socket>();
  const answering = new Set<Socket>();
  http.server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  http.server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });

  function closeWaiting(): void {
    for (const socket of connections) if (!answering.has(socket)) socket.destroy();
  }

  return async function drain() {
    const poll = setInterval(closeWaiting, gatewayLimits.drainPollMs);
    const cutOff = setTimeout(() => {
      http.server.closeAllConnections();
    }, gatewayLimits.drainMs);
    await http.close();
    clearInterval(poll);
    clearTimeout(cutOff);
  };
}
