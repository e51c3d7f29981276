// Talks HTTP to one subgraph over kept-alive sockets. Used by the data source for operations and by
// the health route.
import { errors as undiciErrors, Pool } from 'undici';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import { gatewayLimits } from '../limits.ts';

/** Why a call brought no answer; only `unreachable` proves that the subgraph never saw it. */
export type CallFailure = 'unreachable' | 'interrupted' | 'timeout' | 'cancelled' | 'bad answer';

export interface SubgraphClient {
  readonly name: string;
  /** POSTs a GraphQL request; the value is the parsed JSON, whatever it is. */
  post(
    body: string,
    headers: Record<string, string>,
    clientGone: AbortSignal | null,
  ): Promise<Result<unknown, CallFailure>>;
  /** Whether the subgraph says it is ready. Never throws. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** A client of the subgraph whose GraphQL endpoint is `url`. */
export function createSubgraphClient(name: string, url: string): SubgraphClient {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: gatewayLimits.callConnectionsMax,
    maxResponseSize: gatewayLimits.callResponseBytesMax,
    headersTimeout: gatewayLimits.callTimeoutMs,
    bodyTimeout: gatewayLimits.callTimeoutMs,
    connectTimeout: gatewayLimits.healthTimeoutMs,
  });

  return {
    name,
    async post(body, headers, clientGone) {
      const deadline = startDeadline(gatewayLimits.callTimeoutMs, clientGone);
      try {
        const response = await pool.request({
          method: 'POST',
          path: pathname,
          headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
          body,
          signal: deadline.signal,
        });
        return await readJson(response);
      } catch (error) {
        return err(deadline.reason() ?? failureOf(error));
      } finally {
        deadline.stop();
      }
    },
    async isReady() {
      try {
        const response = await pool.request({
          method: 'GET',
          path: '/health/ready',
          signal: AbortSignal.timeout(gatewayLimits.healthTimeoutMs),
        });
        await response.body.dump();
        return response.statusCode === 200;
      } catch {
        return false;
      }
    },
    close: () => pool.close(),
  };
}

async function readJson(
  response: Awaited<ReturnType<Pool['request']>>,
): Promise<Result<unknown, CallFailure>> {
  // GraphQL over HTTP answers 200 or, for a request it could not run, 400: both with errors in it.
  if (response.statusCode !== 200 && response.statusCode !== 400) {
    await response.body.dump();
    return err('bad answer');
  }
  const text = await response.body.text();
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('bad answer');
  }
}

/** Aborts after `ms` or when the client has gone, and remembers which of the two it was. */
function startDeadline(ms: number, clientGone: AbortSignal | null) {
  const controller = new AbortController();
  let reason: CallFailure | null = null;
  const abort = (why: CallFailure) => () => {
    reason ??= why;
    controller.abort();
  };
  const cancel = abort('cancelled');
  const timer = setTimeout(abort('timeout'), ms);
  if (clientGone?.aborted) cancel();
  clientGone?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    reason: () => reason,
    stop: () => {
      clearTimeout(timer);
      clientGone?.removeEventListener('abort', cancel);
    },
  };
}

function failureOf(error: unknown): CallFailure {
  if (error instanceof undiciErrors.HeadersTimeoutError) return 'timeout';
  if (error instanceof undiciErrors.BodyTimeoutError) return 'timeout';
  if (error instanceof undiciErrors.ConnectTimeoutError) return 'unreachable';
  if (error instanceof undiciErrors.ResponseExceededMaxSizeError) return 'bad answer';
  const code = typeof error === 'object' && error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
    ? 'unreachable'
    : 'interrupted';
}
