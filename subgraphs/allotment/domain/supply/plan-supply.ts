// What of a run is news: compares what the supplier told with what the ledger holds, and says which
// CONTRACT facts to append, at which revision. Pure. Called by the sync service; what it returns is
// guarded (guards.ts), then appended.
//
// A fact's `rev` is ours: last known + 1 whenever the content differs. The supplier's own revision
// and times only decide whether a statement may count at all: older ones never win.
import { nightOf } from '../../../../shared/domain/nights.ts';
import type { DayNumber, NightText } from '../../../../shared/domain/nights.ts';
import { sameContent } from './contract-content.ts';
import type { ContractContent, ContractDraft } from './contract-content.ts';
import { decreasesOnly, mergeNights } from './merge-nights.ts';
import type { SupplyContract, SupplyVersion } from './told-supply.ts';

/** A supplier's contract as the ledger and the contract table know it. */
export interface KnownContract {
  /** Of the winning fact. */
  readonly rev: number;
  /** Null when the winner is a retraction. */
  readonly content: ContractContent | null;
  readonly version: SupplyVersion;
}

/** What a run learnt about one hotel; a `HotelSupply` is one. */
export interface ToldSupply {
  readonly contracts: readonly SupplyContract[];
  /** Contracts that came and could not be read: neither news nor absent. */
  readonly unreadableContracts: readonly string[];
  /** Every page was read and they add up. */
  readonly complete: boolean;
  /** Complete, and no item came without an id that can be read. */
  readonly absenceProven: boolean;
  readonly window: { readonly from: NightText };
}

export interface PlannedContract {
  readonly fact: ContractDraft;
  /** To be stored beside the contract when the fact is appended. */
  readonly version: SupplyVersion;
  readonly previous: ContractContent | null;
  /** The run was incomplete: only what goes down is in here, the rest waits. */
  readonly partial: boolean;
}

export interface SupplyPlan {
  readonly append: readonly PlannedContract[];
  /** Same content; the version may have moved and is then to be stored. */
  readonly unchanged: readonly { readonly id: string; readonly version: SupplyVersion }[];
  /** Older than what is known: nothing of it counts. */
  readonly stale: readonly {
    readonly id: string;
    readonly known: SupplyVersion;
    readonly offered: SupplyVersion;
  }[];
  /** New contracts and increases that wait for a complete run. */
  readonly deferred: readonly string[];
  /** Not told in a run that proves absence, and not over. One strike each, no more. */
  readonly tombstoneCandidates: readonly string[];
}

/**
 * Plans one hotel. `known` holds the supplier's contracts by id (never operators' `LOCAL-` ones).
 * Planning what was appended again plans nothing.
 */
export function planSupplyFacts(
  known: ReadonlyMap<string, KnownContract>,
  told: ToldSupply,
): SupplyPlan {
  const plan = {
    append: [] as PlannedContract[],
    unchanged: [] as { id: string; version: SupplyVersion }[],
    stale: [] as { id: string; known: SupplyVersion; offered: SupplyVersion }[],
    deferred: [] as string[],
    tombstoneCandidates: tombstoneCandidates(known, told),
  };
  for (const contract of told.contracts) {
    const before = known.get(contract.id);
    if (before && isOlder(contract.version, before.version)) {
      plan.stale.push({ id: contract.id, known: before.version, offered: contract.version });
      continue;
    }
    const { planned, deferred } = planContract(contract, before, told.complete);
    if (deferred) plan.deferred.push(contract.id);
    if (planned) plan.append.push(planned);
    else if (before && !deferred) {
      plan.unchanged.push({
        id: contract.id,
        version: latestOf(before.version, contract.version),
      });
    }
  }
  return plan;
}

/** Older by the supplier's revision, or by its time within one revision. */
export function isOlder(offered: SupplyVersion, known: SupplyVersion): boolean {
  if (offered.revision !== known.revision) return offered.revision < known.revision;
  return offered.updatedAt < known.updatedAt;
}

function planContract(
  contract: SupplyContract,
  before: KnownContract | undefined,
  complete: boolean,
): { planned: PlannedContract | null; deferred: boolean } {
  const previous = before?.content ?? null;
  const wanted = mergeNights(contract, previous, staleLines(contract, before));
  if (previous && sameContent(wanted, previous)) return { planned: null, deferred: false };
  const content = complete ? wanted : previous && decreasesOnly(previous, wanted);
  if (!content) return { planned: null, deferred: true };
  const deferred = !complete && !sameContent(content, wanted);
  if (previous && sameContent(content, previous)) return { planned: null, deferred };
  return {
    planned: {
      fact: { kind: 'CONTRACT', id: contract.id, rev: (before?.rev ?? 0) + 1, ...content },
      version: before ? latestOf(before.version, contract.version) : contract.version,
      previous,
      partial: deferred,
    },
    deferred,
  };
}

/** Lines whose nights came older than they are known: a late page behind a fresh contract. */
function staleLines(
  contract: SupplyContract,
  before: KnownContract | undefined,
): ReadonlySet<string> {
  const known = before?.version.lines ?? {};
  const older = Object.entries(contract.version.lines).filter(
    ([roomType, updatedAt]) => updatedAt < (known[roomType] ?? ''),
  );
  return new Set(older.map(([roomType]) => roomType));
}

/** `offered` is not older as a whole; single lines of it may be, or may not have been told. */
function latestOf(known: SupplyVersion, offered: SupplyVersion): SupplyVersion {
  const lines: Record<string, string> = { ...known.lines };
  for (const [roomType, updatedAt] of Object.entries(offered.lines)) {
    if (updatedAt > (lines[roomType] ?? '')) lines[roomType] = updatedAt;
  }
  return { ...offered, lines };
}

function tombstoneCandidates(
  known: ReadonlyMap<string, KnownContract>,
  told: ToldSupply,
): string[] {
  if (!told.absenceProven) return [];
  const seen = new Set([
    ...told.contracts.map((contract) => contract.id),
    ...told.unreadableContracts,
  ]);
  const from: DayNumber = nightOf(told.window.from);
  return [...known]
    .filter(([id, { content }]) => content && !seen.has(id) && nightOf(content.stayTo) > from)
    .map(([id]) => id)
    .sort();
}
