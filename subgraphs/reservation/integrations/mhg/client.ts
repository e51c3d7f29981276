// The supplier's booking service over HTTP. Built in the composition roots and by tests; services use
// it as the `Downstream` of the domain.
import { Pool } from 'undici';
import type { Downstream } from '../../domain/downstream.ts';
import { exchange } from './exchange.ts';
import type { Call, DownstreamLimits, ExchangeContext } from './exchange.ts';
import { FIELD_STATUS_WORDS } from './status-words.ts';
import type { StatusWords } from './status-words.ts';
import {
  amendOutcome,
  bookingBody,
  bookOutcome,
  cancelOutcome,
  statusOutcome,
} from './translate.ts';
import type { HttpAnswer } from './translate.ts';

export interface DownstreamOptions {
  /** Origin of the supplier's service, e.g. `https://api.example.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** `limits.downstream`, or tighter ones in tests. */
  readonly limits: DownstreamLimits;
  /** What its status words mean; the words met in the field unless given. */
  readonly statusWords?: StatusWords;
}

/** Never throws for what the supplier does: every fault is an `UNKNOWN` answer with its cause. */
export function createDownstream(options: DownstreamOptions): Downstream {
  const { origin } = new URL(options.baseUrl);
  const { apiKey, limits, statusWords: words = FIELD_STATUS_WORDS } = options;
  const dispatcher = new Pool(origin, {
    connections: limits.connectionsMax,
    connectTimeout: limits.timeoutMs,
  });
  const context: ExchangeContext = { dispatcher, origin, apiKey, limits };
  const ask = async <Outcome>(
    call: Call,
    signal: AbortSignal,
    meaning: (answer: HttpAnswer) => Outcome,
  ) => {
    const exchanged = await exchange(context, call, signal);
    return exchanged.kind === 'ANSWERED' ? meaning(exchanged.answer) : exchanged;
  };
  return {
    book: (request, signal) =>
      ask(
        { method: 'POST', path: BOOKINGS, key: request.key, body: bookingBody(request) },
        signal,
        (answer) => bookOutcome(request.key, answer, words),
      ),
    status: (key, signal) =>
      ask({ method: 'GET', path: pathOf(key) }, signal, (answer) =>
        statusOutcome(key, answer, words),
      ),
    amend: (request, amendmentKey, signal) =>
      ask(
        {
          method: 'PUT',
          path: pathOf(request.key),
          key: amendmentKey,
          body: bookingBody(request),
        },
        signal,
        (answer) => amendOutcome(request.key, answer, words),
      ),
    cancel: (key, signal) =>
      ask({ method: 'POST', path: `${pathOf(key)}/cancel` }, signal, (answer) =>
        cancelOutcome(key, answer, words),
      ),
    close: () => dispatcher.close(),
  };
}

const BOOKINGS = '/api/v1/bookings';

function pathOf(key: string): string {
  return `${BOOKINGS}/${encodeURIComponent(key)}`;
}
