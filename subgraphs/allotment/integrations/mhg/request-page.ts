// One page over the wire: bounded in time, size and tries. Whatever the supplier answers comes back
// as data: a page that parsed, or a problem; the bytes are kept either way. Called by the client.
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { EndpointName, Listing, MhgLimits } from './endpoints.ts';

export type FetchProblemCode =
  /** Never answered, or not in time. */
  | 'NETWORK'
  | 'TIMEOUT'
  | 'RUN_TIME_OVER'
  /** Answered, but not with a page. */
  | 'HTTP_STATUS'
  | 'REDIRECT_REFUSED'
  | 'NO_CONTENT'
  | 'BODY_TOO_LARGE'
  | 'NOT_JSON'
  | 'NOT_A_PAGE'
  /** Pages that do not add up to one list. */
  | 'PAGE_MISMATCH'
  | 'TOTAL_CHANGED'
  | 'DUPLICATE_ITEM'
  | 'ITEMS_MISSING'
  | 'UNEXPECTED_EMPTY'
  | 'TOO_MANY_PAGES';

export interface FetchProblem {
  readonly code: FetchProblemCode;
  readonly endpoint: EndpointName;
  readonly hotelCode: string | null;
  readonly url: string;
  readonly message: string;
}

/** A response as it came, to be kept. */
export interface RawPage {
  readonly endpoint: EndpointName;
  readonly hotelCode: string | null;
  readonly url: string;
  readonly status: number;
  readonly body: string;
  /** SHA-256 of the body's bytes, hexadecimal. */
  readonly hash: string;
  /** RFC 3339, UTC. */
  readonly fetchedAt: string;
}

export interface PageBody {
  readonly items: readonly unknown[];
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly pages: number;
}

export type PageAnswer =
  | { readonly ok: true; readonly raw: RawPage; readonly body: PageBody }
  | { readonly ok: false; readonly raw: RawPage | null; readonly problem: FetchProblem };

export interface RequestContext {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly apiKey: string;
  readonly limits: MhgLimits;
  /** Stamps `fetchedAt`; decides nothing. */
  readonly now: () => Date;
}

const pageBody = z.object({
  items: z.array(z.unknown()),
  total: z.int().min(0),
  page: z.int().min(1),
  size: z.int().min(1),
  pages: z.int().min(0),
});

/** Asks for one page, again after faults that may pass. `signal` ends the run. */
export async function requestPage(
  context: RequestContext,
  listing: Listing,
  page: number,
  signal: AbortSignal,
): Promise<PageAnswer> {
  const url = urlOf(context.origin, listing, page);
  const bounds = context.limits;
  for (let attempt = 1; ; attempt += 1) {
    const tried = await requestOnce(context, listing, url, signal);
    if (tried.answer.ok || !tried.mayPass || attempt >= bounds.requestAttemptsMax) {
      return tried.answer;
    }
    const backoff = Math.min(bounds.backoffMs * 2 ** (attempt - 1), bounds.backoffMsMax);
    const pause = Math.max(backoff, Math.min(tried.retryAfterMs, bounds.backoffMsMax));
    await wait(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return tried.answer;
  }
}

interface Tried {
  readonly answer: PageAnswer;
  /** A fault of the moment: worth asking again. */
  readonly mayPass: boolean;
  readonly retryAfterMs: number;
}

async function requestOnce(
  context: RequestContext,
  listing: Listing,
  url: string,
  signal: AbortSignal,
): Promise<Tried> {
  const failed = (code: FetchProblemCode, message: string, raw: RawPage | null = null): Tried => ({
    answer: { ok: false, raw, problem: { code, ...sourceOf(listing), url, message } },
    mayPass: MAY_PASS.has(code) || (code === 'HTTP_STATUS' && mayPassStatus(raw?.status ?? 0)),
    retryAfterMs: 0,
  });
  if (signal.aborted) return failed('RUN_TIME_OVER', 'the run ended before this page');
  const timeout = AbortSignal.timeout(context.limits.requestTimeoutMs);
  try {
    const { pathname, search } = new URL(url);
    const response = await context.dispatcher.request({
      origin: context.origin,
      path: pathname + search,
      method: 'GET',
      headers: { 'x-api-key': context.apiKey, accept: 'application/json' },
      signal: AbortSignal.any([signal, timeout]),
    });
    const bytes = await readBounded(response.body, context.limits.bodyBytesMax);
    if (!bytes) return failed('BODY_TOO_LARGE', `more than ${context.limits.bodyBytesMax} bytes`);
    const raw = rawPage(listing, url, response.statusCode, bytes, context.now());
    const read = readPage(raw, bytes);
    if (read.ok) return { answer: read, mayPass: false, retryAfterMs: 0 };
    return {
      ...failed(read.code, read.message, raw),
      retryAfterMs: retryAfterMs(response.headers['retry-after']),
    };
  } catch (error) {
    if (hasEnded(signal)) return failed('RUN_TIME_OVER', 'the run ended during this page');
    if (timeout.aborted) return failed('TIMEOUT', `${context.limits.requestTimeoutMs} ms passed`);
    return failed('NETWORK', error instanceof Error ? error.message : String(error));
  }
}

/** Asked anew after every wait, which the compiler cannot see. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Faults of transport and half-written bodies may pass; a page that is none will be none again. */
const MAY_PASS: ReadonlySet<FetchProblemCode> = new Set(['NETWORK', 'TIMEOUT', 'NOT_JSON']);

function mayPassStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

function readPage(
  raw: RawPage,
  bytes: Uint8Array,
): (PageAnswer & { ok: true }) | { ok: false; code: FetchProblemCode; message: string } {
  const status = raw.status;
  if (status >= 300 && status < 400) {
    return { ok: false, code: 'REDIRECT_REFUSED', message: `status ${status}` };
  }
  if (status === 204 || (status === 200 && bytes.byteLength === 0)) {
    return { ok: false, code: 'NO_CONTENT', message: `status ${status} without a body` };
  }
  if (status !== 200) return { ok: false, code: 'HTTP_STATUS', message: `status ${status}` };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, code: 'NOT_JSON', message: 'the body is no JSON text in UTF-8' };
  }
  const parsed = pageBody.safeParse(json);
  if (!parsed.success) {
    return { ok: false, code: 'NOT_A_PAGE', message: 'status 200, but the body is no page' };
  }
  return { ok: true, raw, body: parsed.data };
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

function rawPage(
  listing: Listing,
  url: string,
  status: number,
  bytes: Buffer,
  fetchedAt: Date,
): RawPage {
  return {
    ...sourceOf(listing),
    url,
    status,
    // No text column takes a NUL; the hash is still that of the bytes.
    body: bytes.toString('utf8').replaceAll('\0', '\uFFFD'),
    hash: createHash('sha256').update(bytes).digest('hex'),
    fetchedAt: fetchedAt.toISOString(),
  };
}

function urlOf(origin: string, listing: Listing, page: number): string {
  const url = new URL(listing.path, origin);
  const query = { ...listing.query, page: String(page), size: String(listing.size) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function sourceOf(listing: Listing): Pick<FetchProblem, 'endpoint' | 'hotelCode'> {
  return { endpoint: listing.endpoint, hotelCode: listing.hotelCode };
}

/** `Retry-After` in seconds; its other form, a date, is answered by our own backoff. */
function retryAfterMs(header: string | string[] | undefined): number {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : 0;
}
