// Every refusal is justified by an instant between its request and its answer: there was a state of the
// ledger then in which the same request is refused for the same reasons, number by number.
import type { Fact } from '../../../../shared/domain/facts.ts';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { reasonsForSeller } from '../../../../shared/domain/told-reasons.ts';
import type { Ending } from '../../../../shared/testing/load/history.ts';
import { decideHolds } from '../../domain/decide-holds.ts';
import { createFactBook, fold, isPresent } from '../../domain/pipeline/fact-book.ts';
import type { FactBook } from '../../domain/pipeline/fact-book.ts';
import type { HotelState } from '../verify/read-hotel.ts';
import { reporter } from '../verify/violation.ts';
import type { Violation } from '../verify/violation.ts';
import type { ClockBounds } from './clock-bounds.ts';
import { isHold } from './operations.ts';
import type { HoldInvoke, Operation } from './operations.ts';

type Fail = Extract<Ending, { type: 'fail' }>;

interface Refused {
  readonly invoke: HoldInvoke;
  readonly fail: Fail;
  /** Instants of the ledger's clock between which it was decided. */
  readonly from: Micros;
  readonly to: Micros;
}

/** Refusals for want of rooms; the others are judged by check-other-refusals.ts. */
export function checkRefusals(
  operations: readonly Operation[],
  states: ReadonlyMap<string, HotelState>,
  clock: ClockBounds,
): Violation[] {
  const refused = operations
    .filter(isHold)
    .flatMap(({ invoke, end }) =>
      end?.type === 'fail' && end.refusal === 'NotAvailable'
        ? [{ invoke, fail: end, from: clock.earliest(invoke.at), to: clock.latest(end.at) }]
        : [],
    );
  const byHotel = Map.groupBy(refused, ({ invoke }) => invoke.hotelId);
  return [...byHotel].flatMap(([hotelId, ofHotel]) => {
    const { violations, expect } = reporter(hotelId);
    const state = states.get(hotelId);
    const left = state ? unjustified(ofHotel, state, seenAt(operations, clock)) : ofHotel;
    for (const { invoke, fail } of left) {
      expect(
        false,
        'every refusal is justified by an instant in its interval',
        () => `operation ${invoke.op}: ${JSON.stringify(fail.reasons)}`,
      );
    }
    return violations;
  });
}

/** Bookings in a status → when an answer first said so: by then it was committed. */
function seenAt(operations: readonly Operation[], clock: ClockBounds): ReadonlyMap<string, Micros> {
  const seen = new Map<string, Micros>();
  for (const { end } of operations) {
    for (const { id, status } of end?.type === 'ok' ? end.group.bookings : []) {
      const key = `${id} ${status}`;
      seen.set(key, Math.min(seen.get(key) ?? Infinity, clock.latest(end?.at ?? Infinity)));
    }
  }
  return seen;
}

interface Append {
  readonly recordedAt: Micros;
  readonly facts: readonly Fact[];
  /** It was committed no later than that. */
  readonly committedBy: Micros;
}

/**
 * Goes through the states of the ledger in order. A state begins with the stamp of its append and is
 * seen until the next one is committed, which is some time after that one's stamp: at the latest when
 * somebody was told, or when the append after it, which waits for it, was stamped. States within an
 * append count too: what a batch granted first was gone for those behind it.
 */
function unjustified(
  refused: readonly Refused[],
  state: HotelState,
  seen: ReadonlyMap<string, Micros>,
): readonly Refused[] {
  const appends = appendsOf(state, seen);
  const book = createFactBook();
  let left = refused;
  let since = -Infinity;
  for (let next = 0; next <= appends.length && left.length > 0; next += 1) {
    const window = { from: since, to: appends[next]?.committedBy ?? Infinity };
    const facts = appends[next]?.facts ?? [];
    left = withoutJustified(left, book, state.timezone, window);
    for (const [index, fact] of facts.entries()) {
      fold(book, [fact]);
      if (index < facts.length - 1) left = withoutJustified(left, book, state.timezone, window);
    }
    since = appends[next]?.recordedAt ?? Infinity;
  }
  return left;
}

function appendsOf(state: HotelState, seen: ReadonlyMap<string, Micros>): Append[] {
  const byStamp = [...Map.groupBy(state.facts, ({ fact }) => fact.recordedAt)];
  return byStamp.map(([stamp, all], index) => {
    const facts = all.map(({ fact }) => fact);
    const told = facts.map((fact) =>
      fact.kind === 'BOOKING' && isPresent(fact)
        ? seen.get(`${fact.id} ${fact.status}`)
        : undefined,
    );
    const next = byStamp[index + 1]?.[0];
    const bounds = [next === undefined ? undefined : instantOf(next), ...told];
    const committedBy = Math.min(Infinity, ...bounds.filter((bound) => bound !== undefined));
    return { recordedAt: instantOf(stamp), facts, committedBy };
  });
}

function withoutJustified(
  refused: readonly Refused[],
  book: FactBook,
  timezone: string,
  window: { readonly from: Micros; readonly to: Micros },
): readonly Refused[] {
  return refused.filter((one) => {
    if (one.to < window.from || one.from >= window.to) return true;
    const first = Math.max(one.from, window.from);
    const last = Math.max(first, Math.min(one.to, window.to));
    // Time frees rooms when holds end and takes them when releases pass: both ends of the window.
    return !refuses(book, timezone, first, one) && !refuses(book, timezone, last, one);
  });
}

function refuses(
  book: FactBook,
  timezone: string,
  asOf: Micros,
  { invoke, fail }: Refused,
): boolean {
  const request = { key: '', agency: invoke.agencyId, lines: invoke.lines };
  const [decision] = decideHolds(book, { timezone, asOf }, [request]).decisions;
  if (!decision || decision.result.ok) return false;
  const told = textOf(fail.reasons);
  const reasons = decision.result.error;
  return textOf(reasons) === told || textOf(reasonsForSeller(reasons)) === told;
}

type Told = Pick<Reason, 'code' | 'nights'> | Fail['reasons'][number];

function textOf(reasons: readonly (Told | Reason)[]): string {
  return reasons
    .map((reason) => {
      const { code, path, nights, needed, have } = reason as Reason;
      return JSON.stringify([code, path ?? null, nights ?? [], needed ?? null, have ?? null]);
    })
    .toSorted()
    .join('\n');
}
