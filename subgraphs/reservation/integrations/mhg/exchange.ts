// One call to the supplier over HTTP, bounded in time, size and tries, and honest about whether
// anything was sent. Called by client.ts.
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { limits } from '../../../../shared/config/limits.ts';
import type { UnknownAnswer } from '../../domain/downstream.ts';
import { jsonOf } from './decode.ts';
import { unknownAnswer } from './translate.ts';
import type { HttpAnswer } from './translate.ts';

export type DownstreamLimits = { readonly [Key in keyof typeof limits.downstream]: number };

export interface ExchangeContext {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly apiKey: string;
  readonly limits: DownstreamLimits;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Sent as `Idempotency-Key`. */
  readonly key?: string;
  readonly body?: unknown;
}

export type Exchanged = { readonly kind: 'ANSWERED'; readonly answer: HttpAnswer } | UnknownAnswer;

/** Errors of a connection that never came to be, so that no byte of ours was sent. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Makes the call, once more if no connection could be had, and never again after a byte was sent:
 * what the supplier made of it is then asked, not guessed.
 */
export async function exchange(
  context: ExchangeContext,
  call: Call,
  signal: AbortSignal,
): Promise<Exchanged> {
  const timeout = AbortSignal.timeout(context.limits.timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  for (let attempt = 1; ; attempt += 1) {
    if (either.aborted) return unknownAnswer('NOT_SENT', 'no time was left to connect');
    try {
      return await exchangeOnce(context, call, either);
    } catch (error) {
      if (!BEFORE_SENDING.has(codeOf(error))) return lost(error, signal, timeout, context.limits);
      if (attempt >= context.limits.connectAttemptsMax) {
        return unknownAnswer('NOT_SENT', String(codeOf(error)));
      }
    }
    await wait(context.limits.connectRetryDelayMs, undefined, { signal: either }).catch(
      () => undefined,
    );
  }
}

async function exchangeOnce(
  context: ExchangeContext,
  call: Call,
  signal: AbortSignal,
): Promise<Exchanged> {
  const response = await context.dispatcher.request({
    origin: context.origin,
    path: call.path,
    method: call.method,
    headers: {
      'x-api-key': context.apiKey,
      accept: 'application/json',
      ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal,
  });
  const bytes = await readBounded(response.body, context.limits.bodyBytesMax);
  if (!bytes) {
    return unknownAnswer('UNREADABLE', `more than ${context.limits.bodyBytesMax} bytes`);
  }
  return { kind: 'ANSWERED', answer: { status: response.statusCode, json: jsonOf(bytes) } };
}

function lost(
  error: unknown,
  signal: AbortSignal,
  timeout: AbortSignal,
  bounds: DownstreamLimits,
): UnknownAnswer {
  if (signal.aborted) return unknownAnswer('ABORTED', 'the caller gave up');
  if (timeout.aborted) return unknownAnswer('TIMEOUT', `${bounds.timeoutMs} ms passed`);
  return unknownAnswer('CONNECTION_LOST', error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** The bytes of a body, or null as soon as there are more than `max`. */
async function readBounded(body: AsyncIterable<Uint8Array>, max: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream, and with it the rest of the response.
    if (size > max) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
