// The numbers before and after a change, side by side: only what differs is told. Pure.
import { compareCodePoints } from '../../../../shared/domain/code-points.ts';
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { resolve } from '../pipeline/pipeline.ts';
import { projectResolution } from '../pipeline/projection.ts';
import type { LineNightJson, ResolutionJson } from '../pipeline/projection.ts';
import type { ResolveQuery } from '../pipeline/query.ts';
import type { Nights } from './affected-nights.ts';
import type { CellChange, CellState, RoomTypeChange, ViewName } from './effect.ts';

export interface Comparison {
  readonly cells: readonly CellChange[];
  readonly roomTypes: readonly RoomTypeChange[];
  /** Until then time alone changes none of these numbers; ∞ if nothing is to come. */
  readonly validUntil: Micros;
}

/** Whose eyes the books are compared through; `agency` is null for the house. */
export interface View {
  readonly name: ViewName;
  readonly agency: string | null;
}

export interface Looking {
  readonly timezone: string;
  readonly asOf: Micros;
  readonly nights: Nights;
}

/** Compares through one view; lines with their layers are the house's alone. */
export function compareBooks(
  before: FactBook,
  after: FactBook,
  { timezone, asOf, nights }: Looking,
  { name, agency }: View,
): Comparison {
  const query = { timezone, asOf, agency, ...nights };
  const was = numbersOf(before, query);
  const is = numbersOf(after, query);
  return {
    cells: name === 'HOUSE' ? cellChanges(was, is) : [],
    roomTypes: roomTypeChanges(was, is).map((change) => ({
      view: name,
      agencyId: name === 'AGENCY' ? agency : null,
      ...change,
    })),
    validUntil: Math.min(was.validUntil, is.validUntil),
  };
}

/** Written out at once: the columns of a resolution are the next one's. */
function numbersOf(
  book: FactBook,
  query: ResolveQuery,
): ResolutionJson & { readonly validUntil: Micros } {
  const resolution = resolve(book, query);
  return { ...projectResolution(resolution, new Map()), validUntil: resolution.validUntil };
}

function cellChanges(before: ResolutionJson, after: ResolutionJson): CellChange[] {
  return pairs(before.lines, after.lines, cellState).map(([line, change]) => ({ line, ...change }));
}

function roomTypeChanges(
  before: ResolutionJson,
  after: ResolutionJson,
): Omit<RoomTypeChange, 'view' | 'agencyId'>[] {
  const state = ({ available, unlimited }: ResolutionJson['roomTypes'][string][number]) => ({
    available,
    unlimited,
  });
  return pairs(before.roomTypes, after.roomTypes, state).map(([roomType, change]) => ({
    roomType,
    ...change,
  }));
}

interface Pair<State> {
  readonly date: string;
  readonly before: State | null;
  readonly after: State | null;
}

/** What differs between two tables of nights, by key, then date. */
function pairs<Night extends { readonly date: string }, State>(
  before: Readonly<Record<string, readonly Night[]>>,
  after: Readonly<Record<string, readonly Night[]>>,
  stateOf: (night: Night) => State,
): [key: string, pair: Pair<State>][] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].sort(compareCodePoints).flatMap((key) => {
    const old = byDate(before[key], stateOf);
    const fresh = byDate(after[key], stateOf);
    const dates = [...new Set([...old.keys(), ...fresh.keys()])].sort(compareCodePoints);
    return dates
      .map((date) => ({ date, before: old.get(date) ?? null, after: fresh.get(date) ?? null }))
      .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after))
      .map((pair): [string, Pair<State>] => [key, pair]);
  });
}

function byDate<Night extends { readonly date: string }, State>(
  nights: readonly Night[] | undefined,
  stateOf: (night: Night) => State,
): Map<string, State> {
  return new Map((nights ?? []).map((night) => [night.date, stateOf(night)]));
}

function cellState(night: LineNightJson): CellState {
  const { available, unlimited, raw, own, oversold, closed, rate } = night;
  return { available, unlimited, raw, own, oversold, closed, rate };
}
