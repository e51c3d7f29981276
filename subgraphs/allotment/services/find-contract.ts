// contract: one contract with its lines and every revision. For operators, and for a hotel's own users,
// who are told neither agencies nor staff.
import type { DataSource } from 'typeorm';
import type { ContractFact } from '../../../shared/domain/facts.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import { factView } from '../domain/changes/revision-view.ts';
import type { FactView, RevisionView } from '../domain/changes/revision-view.ts';
import { withoutAudience } from '../domain/changes/without-audience.ts';
import { hotelsWithContracts, mayChangeAllotment } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { findAuditedRevisions } from '../repositories/allotment-events.ts';
import { findContractName } from '../repositories/contract-search.ts';

export type ContractTerms = Omit<ContractFact, 'kind' | 'id' | 'rev' | 'recordedAt' | 'retracted'>;

export interface ContractView extends Omit<FactView, 'content' | 'revisions'> {
  readonly hotelId: string;
  readonly name: string;
  readonly terms: ContractTerms;
  readonly revisions: readonly (Omit<RevisionView, 'content'> & {
    readonly terms: ContractTerms | null;
  })[];
}

/** Null for what does not exist and for what is not the viewer's to see. */
export async function findContract(
  dataSource: DataSource,
  viewer: Viewer,
  hotelId: string,
  id: string,
): Promise<ContractView | null> {
  const allowed = hotelsWithContracts(viewer);
  if (allowed !== null && !allowed.includes(hotelId)) return null;
  if (!isPlainText(hotelId) || !isPlainText(id)) return null;
  const [revisions, name] = await Promise.all([
    findAuditedRevisions(dataSource, hotelId, 'CONTRACT', [id]),
    findContractName(dataSource, hotelId, id),
  ]);
  const isStaff = mayChangeAllotment(viewer);
  const view = factView(isStaff ? revisions : withoutAudience(revisions));
  if (!view) return null;
  const { content, ...head } = view;
  return {
    ...head,
    hotelId,
    name: name ?? id,
    terms: content as unknown as ContractTerms,
    revisions: view.revisions.map(({ content: said, ...revision }) => ({
      ...(isStaff ? revision : { ...revision, ...NO_STAFF }),
      terms: said as ContractTerms | null,
    })),
  };
}

const NO_STAFF = { actor: null, role: null, note: null, requestId: null } as const;
