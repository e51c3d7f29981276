// Bodies that are too large are read to their end, up to a bound, and thrown away: a connection that is
// closed on somebody who still sends is reset, and the answer is lost with it.
import { finished } from 'node:stream/promises';
import type { IncomingMessage } from 'node:http';
import { gatewayLimits } from '../limits.ts';

/** Returns when the body is over, its sender has gone, or enough of it was read for long enough. */
export async function readOut(request: IncomingMessage): Promise<void> {
  const { readOutBytesMax, readOutMs } = gatewayLimits;
  if (Number(request.headers['content-length'] ?? 0) > readOutBytesMax) return;
  const enough = new AbortController();
  const timer = setTimeout(() => {
    enough.abort();
  }, readOutMs);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > readOutBytesMax) enough.abort();
  });
  // However it ends, there is nothing to be done about it.
  await finished(request, { writable: false, signal: enough.signal }).catch(() => undefined);
  clearTimeout(timer);
}
