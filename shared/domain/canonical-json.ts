// The canonical text of a JSON value: keys sorted by code point, no white space. The last word
// between two facts that claim the same revision at the same instant, and the body of hashes.
import { compareCodePoints } from './code-points.ts';

/**
 * `{ b: 1, a: [true] }` → `{"a":[true],"b":1}`. Takes what `JSON.parse` can give; members that are
 * undefined do not exist in JSON and are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => compareCodePoints(left, right))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
