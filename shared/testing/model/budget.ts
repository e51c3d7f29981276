// Pools, protection, sub-allotments and the number itself (domain.md §3.5). The names are the
// formulas' names; ∞ is Infinity. Called by resolve.ts, again after every room sold.
import type { DateText, PoolFact, SubAllotmentFact } from '../../domain/facts.ts';
import { cons, direct } from './consumption.ts';
import { cap, closed, missing, own } from './line-night.ts';
import { covers, onNight, relAt, type Line, type World } from './world.ts';

type Member = PoolFact['members'][number];

/** Infinity where nothing limits it; never negative. */
export function available(world: World, line: Line, d: DateText): number {
  if (closed(world, line, d).includes('FULL')) return 0;
  if (missing(line, d)) return 0;
  if (line.contract.contractKind === 'ON_REQUEST') return 0;
  let least = share(world, line, d);
  least = Math.min(least, cap(world, line, d) - others(world, line.id, d));
  for (const p of poolsOf(world, line)) least = Math.min(least, left(world, line, p, d));
  return Math.max(0, least);
}

/** The present pools that ℓ is a member of. */
export function poolsOf(world: World, line: Line): PoolFact[] {
  return world.pools.filter((p) => p.members.some((member) => member.line === line.id));
}

/** own − others; if the asker's sub-allotment is exclusive and not released: min(that, slice) */
function share(world: World, line: Line, d: DateText): number {
  const rest = own(world, line, d) - others(world, line.id, d);
  for (const a of world.subAllotments) {
    if (a.line !== line.id || a.agency !== world.agency) continue;
    if (a.exclusive === true && !released(world, a, d)) return Math.min(rest, slice(world, a, d));
  }
  return rest;
}

/** floor((budget + overbook − used − w·others(ℓ) − Σ_{ℓ'≠ℓ} max(prot(ℓ'), w'·others(ℓ'))) / w) */
export function left(world: World, line: Line, p: PoolFact, d: DateText): number {
  let rest = onNight(p.budget, p.byDate, d) + (p.overbook ?? 0) - used(world, p, d);
  let w = 1;
  for (const member of p.members) {
    const kept = member.weight * others(world, member.line, d);
    if (member.line === line.id) {
      w = member.weight;
      rest -= kept;
    } else {
      rest -= Math.max(prot(world, member, d), kept);
    }
  }
  return Math.floor(rest / w);
}

/** used(p) = Σ_{ℓ∈p} w·cons(ℓ,d), covered or not */
function used(world: World, p: PoolFact, d: DateText): number {
  let sum = 0;
  for (const member of p.members) sum += member.weight * cons(world, member.line, d);
  return sum;
}

/** prot(ℓ) = w·max(0, min(protect − cons, cap)) while ℓ covers d */
function prot(world: World, member: Member, d: DateText): number {
  const line = coveringLine(world, member.line, d);
  if (line === undefined) return 0;
  const unsold = (line.content.protect ?? 0) - cons(world, line.id, d);
  return member.weight * Math.max(0, Math.min(unsold, cap(world, line, d)));
}

/** others(ℓ,A) = Σ_{a≠A} slice(a) while ℓ covers d; 0 when no agency asks */
function others(world: World, lineId: string, d: DateText): number {
  if (world.agency === undefined) return 0;
  if (coveringLine(world, lineId, d) === undefined) return 0;
  let sum = 0;
  for (const a of world.subAllotments) {
    if (a.line === lineId && a.agency !== world.agency) sum += slice(world, a, d);
  }
  return sum;
}

/** slice(a) = released(a) ? 0 : max(0, rooms_a − direct rooms of agency a on ℓ,d) */
export function slice(world: World, a: SubAllotmentFact, d: DateText): number {
  if (released(world, a, d)) return 0;
  const sold = direct(world, a.line, d, (booking) => booking.agency === a.agency);
  return Math.max(0, onNight(a.rooms, a.byDate, d) - sold);
}

/** asOf ≥ relAt(d, releaseDaysBefore), at 00:00; never without it */
function released(world: World, a: SubAllotmentFact, d: DateText): boolean {
  if (a.releaseDaysBefore === undefined) return false;
  return world.asOf >= relAt(world, d, a.releaseDaysBefore);
}

function coveringLine(world: World, lineId: string, d: DateText): Line | undefined {
  return world.lines.find((line) => line.id === lineId && covers(line, d));
}
