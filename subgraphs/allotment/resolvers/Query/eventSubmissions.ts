// Query.eventSubmissions
import { parsePage, toConnection } from '../../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../../shared/schema/paging.ts';
import type { Submission } from '../../domain/submissions/submission.ts';
import { submissionKey } from '../../services/submissions.ts';
import type { SubmissionFilter } from '../../services/submissions.ts';
import type { AllotmentContext } from '../context.ts';

export async function eventSubmissions(
  _parent: unknown,
  { filter, ...args }: PageArguments & { readonly filter?: SubmissionFilter | null },
  { identity, services }: AllotmentContext,
): Promise<Connection<Submission>> {
  const page = parsePage(args);
  const found = await services.listSubmissions(identity, filter ?? {}, page);
  return toConnection(found, page, submissionKey);
}
