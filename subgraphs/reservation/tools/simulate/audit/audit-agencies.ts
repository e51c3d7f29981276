// What agencies may and owe (ADR 16), added up from the bookings alone: what is open counts once, until
// its instant, and no hold goes beyond the limit that stood when it was made.
import { instant } from '../../../../../shared/testing/model/time.ts';
import type { Picture, PictureGroup } from '../picture.ts';
import { guarantee } from './broken.ts';
import type { AgencyMemory, Memory } from './memory.ts';

const OPEN: ReadonlySet<string> = new Set([
  'HELD',
  'CONFIRMING',
  'UNKNOWN_DOWNSTREAM',
  'ON_REQUEST',
  'CONFIRMED',
]);

interface Use {
  readonly bookingId: string;
  readonly amount: number;
  /** Null where it does not end by itself. */
  readonly expiresAt: string | null;
}

/** Takes in how agencies stand now and holds their accounts to their bookings. */
export function auditAgencies(memory: Memory, picture: Picture): void {
  for (const row of picture.agencies) {
    const agency = agencyOf(memory, row.id);
    const uses = picture.groups.filter(({ agencyId }) => agencyId === row.id).flatMap(usesOf);
    const counting = uses.filter((use) => !isOver(use, memory.clock));
    if (row.limit !== null) auditAccount(memory, row, uses, counting);
    recordStanding(memory, agency, row, counting);
  }
}

function auditAccount(
  memory: Memory,
  { id, used, uses: told }: Picture['agencies'][number],
  uses: readonly Use[],
  counting: readonly Use[],
): void {
  const known = new Set(uses.map(spellUse));
  const toldUses = told.map(spellUse);
  guarantee(
    toldUses.every((use) => known.has(use)) &&
      counting.map(spellUse).every((use) => toldUses.includes(use)),
    'what counts against a credit is what is booked, once',
    () => `${id}: ${toldUses.sort().join(', ')}; booked: ${[...known].sort().join(', ')}`,
  );
  const sum = told.reduce((total, { amount }) => total + amount, 0);
  guarantee(
    used === sum,
    'an account is the sum of its uses',
    () => `${id}: ${used ?? ''}, ${sum}`,
  );
  guarantee(memory.agencies.has(id), 'accounts are of agencies', () => id);
}

function recordStanding(
  memory: Memory,
  agency: AgencyMemory,
  { active, limit }: Picture['agencies'][number],
  counting: readonly Use[],
): void {
  const { step, clock } = memory;
  const before = agency.standings.at(-1);
  const open = counting.reduce((total, { amount }) => total + amount, 0);
  const isSame = before?.active === active && before.limit === limit;
  if (!isSame) memory.obstacles += 1;
  const isHolding = [...memory.groups.values()].some(
    (group) => group.agencyId === agency.id && group.moments[0]?.step === step,
  );
  if (isSame && isHolding && limit !== null) {
    guarantee(
      open <= limit,
      'no hold goes beyond its agency’s credit',
      () => `${agency.id}: ${open} open, the limit is ${limit}`,
    );
  }
  agency.standings.push({ step, clock, active, limit, open, uses: counting });
}

/** What each booking of a group has open; what has no price everywhere cannot be counted. */
function usesOf(group: PictureGroup): Use[] {
  return group.bookings.flatMap((booking) => {
    if (!OPEN.has(booking.status)) return [];
    const nights = booking.parts.filter(({ live }) => live).flatMap((part) => part.nights);
    if (nights.some(({ sellRate }) => sellRate === null)) return [];
    const amount = nights.reduce((sum, { sellRate, rooms }) => sum + (sellRate ?? 0) * rooms, 0);
    if (amount <= 0) return [];
    const ends = booking.status === 'HELD' && !group.downstreamConfirmed;
    return [{ bookingId: booking.id, amount, expiresAt: ends ? group.expiresAt : null }];
  });
}

function isOver({ expiresAt }: Pick<Use, 'expiresAt'>, clock: string): boolean {
  return expiresAt !== null && instant(clock) >= instant(expiresAt);
}

function spellUse({ bookingId, amount, expiresAt }: Use): string {
  return [bookingId, amount, expiresAt ?? '-'].join(' ');
}

export function agencyOf(memory: Memory, id: string): AgencyMemory {
  const agency = memory.agencies.get(id);
  if (!agency) throw new Error(`${id} is no agency of this simulation`);
  return agency;
}

/** What was left of the credit at the instant `clock` while the agency stood like this. */
export function freeAt(standing: AgencyMemory['standings'][number], clock: string): number {
  const open = standing.uses
    .filter((use) => !isOver(use, clock))
    .reduce((total, { amount }) => total + amount, 0);
  return (standing.limit ?? Infinity) - open;
}
