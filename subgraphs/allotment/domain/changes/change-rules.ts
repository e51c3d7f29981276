// What must hold among the facts of a hotel once a change is in, beyond each fact's own fields: pools
// are nested or disjoint, an agency has one sub-allotment per line. Judged on winners. Pure.
import { lineId } from '../../../../shared/domain/line-ids.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { BookIndex } from '../pipeline/book-state.ts';
import type { FactBook } from '../pipeline/fact-book.ts';
import { crossingPools } from '../pipeline/pool-nesting.ts';
import type { ChangeWarning } from './effect.ts';
import type { Content, Proposal } from './proposal.ts';

/** All laws that the book after the change would break. */
export function brokenRules(after: FactBook, proposals: readonly Proposal[]): Reason[] {
  return proposals.flatMap((proposal) => {
    if (proposal.action === 'retract') return [];
    if (proposal.kind === 'POOL') return crossing(after, proposal);
    return proposal.kind === 'SUBALLOTMENT' ? sharedTwice(after, proposal) : [];
  });
}

function crossing(after: FactBook, { id, pointer }: Proposal): Reason[] {
  const pair = crossingPools(after);
  if (!pair) return [];
  const other = pair.find((pool) => pool !== id) ?? id;
  const detail = `Pools ${pair.join(' and ')} share lines, and neither contains the other.`;
  return [{ code: 'POOL_NOT_NESTED', path: `${pointer}/members`, pool: other, detail }];
}

function sharedTwice({ winners }: FactBook, proposal: Proposal): Reason[] {
  if (proposal.action === 'retract') return [];
  const { line, agency } = proposal.content;
  for (const fact of winners.SUBALLOTMENT.values()) {
    if (fact.id === proposal.id || !('line' in fact) || !('agency' in fact)) continue;
    if (fact.retracted === true || fact.line !== line || fact.agency !== agency) continue;
    const detail = `Sub-allotment ${fact.id} already keeps rooms of this line for this agency.`;
    return [{ code: 'BAD_INPUT', path: `${proposal.pointer}/agency`, detail, line: fact.line }];
  }
  return [];
}

/** Targets that are not there: facts may arrive before what they speak of, but seldom mean to. */
export function missingTargets(
  { index }: FactBook,
  proposals: readonly Proposal[],
): ChangeWarning[] {
  return proposals.flatMap((proposal) => {
    if (proposal.action === 'retract') return [];
    return targetsOf(proposal)
      .filter(([, target]) => !exists(index, target))
      .map(([path, target]) => ({
        code: 'TARGET_MISSING' as const,
        message: `${Object.keys(target).join('')} ${Object.values(target).join('')} is not there (yet).`,
        path: `${proposal.pointer}${path}`,
      }));
  });
}

type Target = Readonly<Record<string, unknown>>;

function targetsOf({ kind, content }: { kind: string; content: Content }): [string, Target][] {
  switch (kind) {
    case 'EVENT': {
      const target = content['target'] as Target;
      return [[`/target/${Object.keys(target).join('')}`, target]];
    }
    case 'POOL':
      return (content['members'] as readonly Target[]).map(({ line }, at) => [
        `/members/${at}/line`,
        { line },
      ]);
    case 'SUBALLOTMENT':
      return [['/line', { line: content['line'] }]];
    case 'AUDIENCE':
      return [['/contract', { contract: content['contract'] }]];
    default:
      return [];
  }
}

function exists(index: BookIndex, { line, contract, roomType }: Target): boolean {
  if (typeof line === 'string') return index.lines.get(line)?.term != null;
  if (typeof contract === 'string') return index.contracts.has(contract);
  if (typeof roomType !== 'string') return true;
  return [...index.contracts.keys()].some(
    (id) => index.lines.get(lineId(id, roomType))?.term != null,
  );
}
