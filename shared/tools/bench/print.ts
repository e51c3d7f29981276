// Figures as a table for people, or one line of JSON each for tools.
import type { Figure, Middle } from './bench.ts';

/** `{"bench":…,"case":…,"ours":…,"reference":…,"ratio":…,"unit":…}`. */
export function jsonLine(bench: string, figure: Figure): string {
  const { ours, reference, ratio, unit } = figure;
  return JSON.stringify({
    bench,
    case: figure.case,
    ours: rounded(ours),
    reference: rounded(reference),
    ratio: rounded(ratio),
    unit,
  });
}

const WIDTHS = [18, 30, 30, 9] as const;

/** Column heads of `tableRow`. */
export function tableHead(): string {
  return row(['case', 'ours (middle half)', 'reference (middle half)', 'ratio', 'wanted']);
}

/** `wanted` is null for a figure that is only told. */
export function tableRow(figure: Figure, wanted: number | null): string {
  const { ours, reference, unit, spread, ratio } = figure;
  const promise = wanted === null ? '' : `≥ ${wanted}${ratio < wanted ? '  BELOW' : ''}`;
  return row([
    figure.case,
    withSpread(ours, unit, spread.ours),
    withSpread(reference, unit, spread.reference),
    String(rounded(ratio)),
    promise,
  ]);
}

function withSpread(median: number, unit: string, [from, to]: Middle): string {
  return `${rounded(median)} ${unit} (${rounded(from)}–${rounded(to)})`;
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
    .join(' ')
    .trimEnd();
}

/** Four significant digits: more would be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
