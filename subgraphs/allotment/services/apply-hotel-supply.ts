// What one hotel's supply changes: plan against what is known, guard, append. Load → decide → save.
import type { DataSource, EntityManager } from 'typeorm';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import type { ContractFact } from '../../../shared/domain/facts.ts';
import { instantOf, localNight } from '../../../shared/domain/instants.ts';
import { formatNight, nightOf } from '../../../shared/domain/nights.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { append, readFacts } from '../../../shared/ledger/ledger.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import { createFactBook, fold, isPresent } from '../domain/pipeline/fact-book.ts';
import type { FactBook } from '../domain/pipeline/fact-book.ts';
import { shortfallsOf, worsened } from '../domain/incidents/shortfalls.ts';
import type { Shortfall } from '../domain/incidents/shortfalls.ts';
import { contentOf } from '../domain/supply/contract-content.ts';
import type { HotelSupply, NightWindow, SupplyVersion } from '../domain/supply/told-supply.ts';
import { guardMassChange } from '../domain/supply/guards.ts';
import { planSupplyFacts } from '../domain/supply/plan-supply.ts';
import type { KnownContract, SupplyPlan } from '../domain/supply/plan-supply.ts';
import { findContracts, upsertContracts } from '../repositories/contracts.ts';
import type { ContractRow } from '../repositories/contracts.ts';
import { upsertHotel } from '../repositories/hotels.ts';
import { raiseShortfalls } from './incidents.ts';
import { indexSupplierContracts, readPlace } from './index-contracts.ts';

export interface HotelOutcome {
  readonly hotelId: string;
  readonly verdict: 'APPLIED' | 'UNCHANGED' | 'NEEDS_APPROVAL' | 'FAILED';
  readonly factsAppended: number;
  /** What it says of the hotel itself is older than what is known, and was left out. */
  readonly isHotelOlder: boolean;
  /** For the run's record. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Applies one hotel, under its lock, again when the head moved meanwhile. Touches no booking. */
export async function applyHotelSupply(
  deps: { readonly dataSource: DataSource; readonly lock: HotelLock },
  supply: HotelSupply,
): Promise<HotelOutcome> {
  const hotelId = supply.hotel.id;
  return deps.lock.withHotelLock(hotelId, async () => {
    for (let attempt = 1; attempt <= limits.sync.movedHeadRetriesMax; attempt += 1) {
      const outcome = await tryApply(deps.dataSource, supply);
      if (outcome.ok) return outcome.value;
    }
    const detail = { why: 'the head of the ledger kept moving' };
    return { hotelId, verdict: 'FAILED', factsAppended: 0, isHotelOlder: false, detail };
  });
}

async function tryApply(
  dataSource: DataSource,
  supply: HotelSupply,
): Promise<Result<HotelOutcome, 'LEDGER_MOVED'>> {
  const hotelId = supply.hotel.id;
  const { seq, clock, book, known } = await loadKnown(dataSource, hotelId);
  const plan = planSupplyFacts(known, supply);
  // Nights that are over do not dilute the shares that the guard weighs.
  const today = formatNight(localNight(instantOf(clock), supply.hotel.timezone));
  const window = {
    from: today > supply.window.from ? today : supply.window.from,
    to: supply.window.to,
  };
  const guard = guardMassChange({ known, plan, window, limits: limits.mhg });
  const detail = {
    guard,
    stale: plan.stale.length,
    deferred: plan.deferred,
    tombstoneCandidates: plan.tombstoneCandidates,
    quarantined: supply.quarantined.length,
    complete: supply.complete,
  };
  if (guard.verdict === 'NEEDS_APPROVAL') {
    const verdict = 'NEEDS_APPROVAL';
    return ok({ hotelId, verdict, factsAppended: 0, isHotelOlder: false, detail });
  }
  const { timezone } = supply.hotel;
  const shortfalls = shortfallsFrom(book, plan, { timezone, clock, window });
  const saved = await inTransaction(dataSource, (manager) =>
    save(manager, supply, plan, { seq, known, shortfalls }),
  );
  if (!saved.ok) return saved;
  const factsAppended = plan.append.length;
  const verdict = factsAppended > 0 ? 'APPLIED' : 'UNCHANGED';
  const { isHotelOlder } = saved.value;
  const told = { ...detail, isHotelOlder };
  return ok({ hotelId, verdict, factsAppended, isHotelOlder, detail: told });
}

/** What the plan makes short of rooms; `book` has its facts afterwards. */
function shortfallsFrom(
  book: FactBook,
  { append: planned }: SupplyPlan,
  at: { readonly timezone: string; readonly clock: string; readonly window: NightWindow },
): Shortfall[] {
  if (planned.length === 0) return [];
  const looking = {
    timezone: at.timezone,
    asOf: instantOf(at.clock),
    nights: { from: nightOf(at.window.from), to: nightOf(at.window.to) },
  };
  const before = shortfallsOf(book, looking);
  fold(
    book,
    planned.map(({ fact }) => ({ ...fact, recordedAt: at.clock })),
  );
  return worsened(before, shortfallsOf(book, looking));
}

async function loadKnown(
  dataSource: DataSource,
  hotelId: string,
): Promise<{ seq: number; clock: string; book: FactBook; known: Map<string, KnownContract> }> {
  const book = createFactBook();
  let seq = 0;
  let clock: string;
  for (;;) {
    const read = await readFacts(dataSource, hotelId, seq);
    clock = read.clock;
    fold(
      book,
      read.facts.map(({ fact }) => fact),
    );
    seq = read.facts.at(-1)?.seq ?? seq;
    if (!read.more) break;
  }
  const rows = await findContracts(dataSource, hotelId);
  return {
    seq,
    clock,
    book,
    known: new Map(rows.map((row) => [row.id, knownContract(book, row)])),
  };
}

function knownContract(book: FactBook, row: ContractRow): KnownContract {
  const winner = book.winners.CONTRACT.get(row.id);
  return {
    rev: winner?.rev ?? row.rev,
    content: winner && isPresent(winner) ? contentOf(winner as ContractFact) : null,
    version: row.supplierVersion as unknown as SupplyVersion,
  };
}

interface KnownState {
  readonly seq: number;
  readonly known: ReadonlyMap<string, KnownContract>;
  readonly shortfalls: readonly Shortfall[];
}

async function save(
  manager: EntityManager,
  supply: HotelSupply,
  plan: SupplyPlan,
  { seq, known, shortfalls }: KnownState,
): Promise<Result<{ readonly isHotelOlder: boolean }, 'LEDGER_MOVED'>> {
  const hotelId = supply.hotel.id;
  const isHotelOlder = !(await upsertHotel(manager, supply.hotel, supply.roomTypes));
  const names = new Map(supply.contracts.map((contract) => [contract.id, contract.name]));
  if (plan.append.length > 0) {
    const facts = plan.append.map(({ fact }) => fact);
    const appended = await append(manager, { hotelId, expectedSeq: seq, facts });
    if (!appended.ok) return err('LEDGER_MOVED');
    await raiseShortfalls(manager, hotelId, appended.value.seq, shortfalls);
  }
  const nameOf = (id: string): string => names.get(id) ?? id;
  await upsertContracts(manager, hotelId, [
    ...plan.append.map(({ fact, version }) => ({
      id: fact.id,
      name: nameOf(fact.id),
      rev: fact.rev,
      supplierVersion: { ...version },
    })),
    ...plan.unchanged.map(({ id, version }) => ({
      id,
      name: nameOf(id),
      rev: known.get(id)?.rev ?? 1,
      supplierVersion: { ...version },
    })),
  ]);
  const place = isHotelOlder ? await readPlace(manager, hotelId) : supply;
  await indexSupplierContracts(manager, place, [
    ...plan.append.map(({ fact }) => ({ id: fact.id, name: nameOf(fact.id), terms: fact })),
    ...plan.unchanged.flatMap(({ id }) => {
      const terms = known.get(id)?.content;
      return terms ? [{ id, name: nameOf(id), terms }] : [];
    }),
  ]);
  return ok({ isHotelOlder });
}
