// The JSON of `npm run resolve` (domain.md §9), as the model reads and writes it. Used by the model,
// its arbitraries, and whoever compares the pipeline with it.
import type { DateText, Fact, InstantText, LineId, Retraction } from '../../domain/facts.ts';

export interface ResolveQuery {
  readonly hotel: { readonly id: string; readonly timezone: string };
  readonly from: DateText;
  /** Exclusive. */
  readonly to: DateText;
  readonly asOf: InstantText;
  readonly knownAt?: InstantText;
  readonly agency?: string;
  readonly facts: readonly (Fact | Retraction)[];
}

export type StopMode = 'ARRIVAL' | 'DEPARTURE' | 'FULL';

/** One line on one night that it covers; `null` in own, cap and available is ∞. */
export interface LineNight {
  readonly date: DateText;
  readonly base: number | null;
  readonly raw: number;
  readonly gross: number;
  readonly debt: number;
  readonly cons: number;
  readonly own: number | null;
  readonly oversold: number;
  readonly cap: number | null;
  readonly closed: readonly StopMode[];
  readonly missing: boolean;
  readonly requestable: boolean;
  readonly unlimited: boolean;
  readonly available: number | null;
  readonly rate: number | null;
  readonly pools: Readonly<Record<string, number>>;
}

export interface RoomTypeNight {
  readonly date: DateText;
  readonly available: number | null;
  readonly unlimited: boolean;
}

export interface BlockNight {
  readonly line: LineId;
  readonly date: DateText;
  readonly cur: number;
  readonly released: number;
  readonly picked: number;
  readonly carve: number;
  readonly open: number;
  readonly overpick: number;
}

export interface ResolveAnswer {
  readonly lines: Readonly<Record<LineId, readonly LineNight[]>>;
  readonly roomTypes: Readonly<Record<string, readonly RoomTypeNight[]>>;
  readonly blocks: Readonly<Record<string, readonly BlockNight[]>>;
}
