// quoteStay: what holding rooms would be answered right now, and what it would cost. The group that a hold
// would make is made by the same code, and thrown away: nothing is locked, written or sent.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { isPassingDatabaseError } from '../../../shared/database/passing-errors.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { invariant } from '../../../shared/domain/invariant.ts';
import { SubgraphCallError } from '../../../shared/server/subgraph-client.ts';
import { parseStayRequest } from '../domain/hold-request.ts';
import type { StayRequest } from '../domain/hold-request.ts';
import { quoteOf } from '../domain/stay-quote.ts';
import type { StayQuote } from '../domain/stay-quote.ts';
import { seesWhoHolds } from '../domain/visibility.ts';
import { admit, askedLines, toldTo } from './admit-seller.ts';
import type { StayAsked } from './admit-seller.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { previewHold } from './decide-holds.ts';

export type { QuotedLine, StayQuote } from '../domain/stay-quote.ts';

export type QuoteAnswer = Result<StayQuote, Reason[]>;

/** The quote, or the refusals that a hold of the same would be answered, in order of precedence. */
export async function quoteStay(
  deps: BatchDependencies,
  identity: Identity,
  input: StayAsked,
): Promise<QuoteAnswer> {
  const admitted = await admit(deps.askAgency, identity, input, (agencyId) =>
    parseStayRequest({ ...askedLines(input), agencyId }, limits.booking),
  );
  if (!admitted.ok) return admitted;
  const quoted = await quote(deps, identity, admitted.value).catch((error: unknown) =>
    whileAway(deps, error),
  );
  return toldTo(identity, quoted.ok ? ok(timesToldTo(identity, quoted.value)) : quoted);
}

/** What time turns into a refusal may be an arrangement of another agency. */
function timesToldTo(identity: Identity, quoted: StayQuote): StayQuote {
  return seesWhoHolds(identity) ? quoted : { ...quoted, validUntil: null };
}

async function quote(
  deps: BatchDependencies,
  { subject, role, requestId }: Identity,
  request: StayRequest,
): Promise<QuoteAnswer> {
  const command = {
    kind: 'hold' as const,
    request: { ...request, clientReference: UNCLAIMED },
    actor: { subject, role, requestId },
  };
  const { answers, validUntil } = await previewHold(deps, command);
  const answer = answers.get(command);
  invariant(answer, 'who asks for rooms is answered');
  return answer.ok ? ok(quoteOf(answer.value, validUntil ?? null)) : answer;
}

/** A group must have a reference; the one that is thrown away has one that no caller could give. */
const UNCLAIMED = '';

/** As a hold is answered while a neighbour or the database is away: it may be asked again. */
function whileAway(deps: BatchDependencies, error: unknown): QuoteAnswer {
  if (!(error instanceof SubgraphCallError) && !isPassingDatabaseError(error)) throw error;
  deps.logger.warn({ err: error }, 'stay not quoted: a service is away');
  return err([{ code: 'BUSY' }]);
}
