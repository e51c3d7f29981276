// What the open loop is told to do and what it tells, between its process and whoever started it.
import type { DayNumber } from '../../../domain/nights.ts';

export interface OpenLoopPlan {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** The mutation that every request sends. */
  readonly query: string;
  /** In turn. */
  readonly sellers: readonly { readonly agencyId: string; readonly token: string }[];
  readonly hotelIds: readonly string[];
  /** First part of every client reference. */
  readonly run: string;
  readonly seed: number;
  readonly from: DayNumber;
  readonly nights: number;
  /** Clients that each wait for their answer, to find out how much can be done. */
  readonly clients: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Of the most that could be done, sent for `overloadMs`, whatever is answered. */
  readonly times: number;
  readonly overloadMs: number;
  /** Of the most that could be done, sent afterwards: until `calmMs` long nobody was turned away. */
  readonly afterShare: number;
  readonly calmMs: number;
  readonly afterMsMax: number;
  readonly connectionsMax: number;
  readonly timeoutMs: number;
}

/** One request and what came of it. Times are milliseconds since 1970. */
export interface SentHold {
  readonly index: number;
  /** Index into the plan's hotels. */
  readonly hotel: number;
  readonly checkIn: DayNumber;
  readonly checkOut: DayNumber;
  readonly sentAt: number;
  endedAt: number;
  outcome: HoldOutcome;
}

export type HoldOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly body: string }
  /** Told to try again: by the door, or by a typed refusal. */
  | { readonly kind: 'again'; readonly at: 'DOOR' }
  | { readonly kind: 'again'; readonly at: 'INSIDE'; readonly body: string }
  | { readonly kind: 'other'; readonly status: number; readonly body: string };

export interface Phase {
  readonly since: number;
  readonly until: number;
  /** As planned. */
  readonly perSecond: number;
}

export interface OpenLoopResult {
  /** Holds a second that the closed loop got, before and after. */
  readonly most: readonly [number, number];
  readonly overload: Phase;
  readonly after: Phase;
  /** From the end of the overload until nobody was turned away any more; null where that never came. */
  readonly normalAfterMs: number | null;
  /** Requests that found no connection: the sender gave way, not the system. */
  readonly unsent: number;
  readonly sent: readonly SentHold[];
}
