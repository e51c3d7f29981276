// Which facts count (domain.md §2): one winner per kind and id, and a retracted winner is absent.
// Called once per query by world.ts.
import type { Fact, Retraction } from '../../domain/facts.ts';
import { instant } from './time.ts';

/** The facts that are present at `knownAt`; without `knownAt` every fact given counts. */
export function presentFacts(
  facts: readonly (Fact | Retraction)[],
  knownAt: string | undefined,
): Fact[] {
  const winners = new Map<string, Fact | Retraction>();
  for (const fact of facts) {
    if (knownAt !== undefined && instant(fact.recordedAt) > instant(knownAt)) continue;
    const key = JSON.stringify([fact.kind, fact.id]);
    const best = winners.get(key);
    if (best === undefined || beats(fact, best)) winners.set(key, fact);
  }
  return [...winners.values()].filter(isPresent);
}

/** Highest rev, then the later recordedAt, then the greater canonical JSON of the whole fact. */
function beats(a: Fact | Retraction, b: Fact | Retraction): boolean {
  if (a.rev !== b.rev) return a.rev > b.rev;
  const aAt = instant(a.recordedAt);
  const bAt = instant(b.recordedAt);
  if (aAt !== bAt) return aAt > bAt;
  return compareByCodePoint(canonicalJson(a), canonicalJson(b)) > 0;
}

function isPresent(fact: Fact | Retraction): fact is Fact {
  return fact.retracted !== true;
}

/** Keys sorted by code point, no white space; what JSON cannot say (undefined) is left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareByCodePoint(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * Negative, 0 or positive. JavaScript's `<` compares UTF-16 units, which puts U+1F600 (a surrogate
 * pair) before U+FFFD; by code point it comes after.
 */
export function compareByCodePoint(a: string, b: string): number {
  const left = [...a].map((char) => char.codePointAt(0) ?? 0);
  const right = [...b].map((char) => char.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
