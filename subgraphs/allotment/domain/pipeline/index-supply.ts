// Contracts, audiences, pools and sub-allotments of the index: put in when they win, taken out when
// they no longer do. Called by fact-book.ts.
import type {
  AudienceFact,
  ContractFact,
  ContractLine,
  PoolFact,
  SubAllotmentFact,
} from '../../../../shared/domain/facts.ts';
import { minuteOf } from '../../../../shared/domain/instants.ts';
import { lineId } from '../../../../shared/domain/line-ids.ts';
import { nightOf } from '../../../../shared/domain/nights.ts';
import { byNight, lineNamed, removeWhere } from './book-index.ts';
import type { BookIndex, ContractState, LineTerm, PoolState } from './book-state.ts';
import { weekdayMask } from './span.ts';

export function addContract(index: BookIndex, fact: ContractFact): void {
  const contract = contractStateOf(fact);
  index.contracts.set(fact.id, contract);
  for (const line of fact.lines) {
    lineNamed(index, lineId(fact.id, line.roomType)).term = termOf(contract, line);
  }
  index.order = null;
}

export function removeContract(index: BookIndex, fact: ContractFact): void {
  index.contracts.delete(fact.id);
  for (const line of fact.lines) lineNamed(index, lineId(fact.id, line.roomType)).term = null;
  index.order = null;
}

function contractStateOf(fact: ContractFact): ContractState {
  return {
    id: fact.id,
    from: nightOf(fact.stayFrom),
    to: nightOf(fact.stayTo),
    weekdays: weekdayMask(fact.daysOfWeek),
    kind: fact.contractKind,
    agencies: fact.agencies ? new Set(fact.agencies) : null,
    currency: fact.currency ?? null,
    minStay: fact.minStay ?? 0,
    maxStay: fact.maxStay ?? Infinity,
    minLeadDays: fact.minLeadDays ?? 0,
    maxLeadDays: fact.maxLeadDays ?? Infinity,
    allowSplit: fact.allowSplit ?? true,
  };
}

function termOf(contract: ContractState, line: ContractLine): LineTerm {
  return {
    contract,
    quantity: line.quantity,
    byDate: byNight(line.byDate),
    rate: line.rate ?? null,
    poolFunded: line.poolFunded ?? false,
    protect: line.protect ?? 0,
    stages: contract.kind === 'COMMITTED' ? [] : (line.release ?? []),
    releaseMinute: line.releaseTime === undefined ? 0 : minuteOf(line.releaseTime),
  };
}

export function addAudience(index: BookIndex, fact: AudienceFact): void {
  index.audiences.set(fact.contract, new Set(fact.agencies));
}

export function removeAudience(index: BookIndex, fact: AudienceFact): void {
  index.audiences.delete(fact.contract);
}

export function addPool(index: BookIndex, fact: PoolFact): void {
  const pool: PoolState = {
    id: fact.id,
    members: fact.members.map(({ line, weight }) => ({ line: lineNamed(index, line), weight })),
    budget: fact.budget,
    byDate: byNight(fact.byDate),
    overbook: fact.overbook ?? 0,
  };
  index.pools.set(fact.id, pool);
  for (const { line } of pool.members) line.pools.push(pool);
}

export function removePool(index: BookIndex, fact: PoolFact): void {
  index.pools.delete(fact.id);
  for (const member of fact.members) {
    removeWhere(lineNamed(index, member.line).pools, (pool) => pool.id === fact.id);
  }
}

export function addSubAllotment(index: BookIndex, fact: SubAllotmentFact): void {
  lineNamed(index, fact.line).subAllotments.push({
    id: fact.id,
    agency: fact.agency,
    rooms: fact.rooms,
    byDate: byNight(fact.byDate),
    releaseDaysBefore: fact.releaseDaysBefore ?? null,
    exclusive: fact.exclusive ?? false,
  });
}

export function removeSubAllotment(index: BookIndex, fact: SubAllotmentFact): void {
  removeWhere(lineNamed(index, fact.line).subAllotments, (share) => share.id === fact.id);
}
