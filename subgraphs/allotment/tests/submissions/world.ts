// Hotels' own users and operators at one table: what is submitted, and what becomes of it.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import type { RefusedAnswer } from '../../../../shared/testing/refusals/refusal-table.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { event } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';

type Input = Readonly<Record<string, unknown>>;

export interface SubmissionAnswer extends RefusedAnswer {
  readonly id?: string;
  readonly status?: string;
  readonly declinedNote?: string | null;
  readonly decidedBy?: string | null;
  readonly submittedBy?: string | null;
  readonly event?: Input;
}

export interface ChangeOrRefusal extends RefusedAnswer {
  readonly id?: string;
  readonly token?: string;
  readonly facts?: readonly { readonly id: string; readonly action: string }[];
  readonly cells?: readonly { readonly after: { readonly available: number } }[];
}

const SUBMISSION = `id hotel { id } clientReference note status declinedNote submittedBy decidedBy decidedAt
  event { type target { line contract roomType hotel } from to daysOfWeek n mode includeCommitted }`;
const REFUSAL = '... on Refusal { reasons { code path } }';
const ANSWER = `__typename ... on EventSubmission { ${SUBMISSION} } ${REFUSAL}`;
const CHANGE = `__typename
  ... on Change { id seq facts { kind id revision action } cells { after { available } } }
  ... on DryRun { token facts { kind id revision action } cells { after { available } } } ${REFUSAL}`;

/** Four more rooms on K1/A on two nights, as a hotel says it. */
export function wanted(changes: Input = {}): Input {
  const { id: _id, ...content } = event('x');
  return { ...content, ...changes };
}

/** A stop of the whole hotel on those nights. */
export const stopped = wanted({
  type: 'STOP_SALE',
  n: null,
  mode: 'FULL',
  target: { hotel: true },
});

export function submit(
  world: ChangesWorld,
  input: Input,
  identity: IdentityClaims = callers.supplier(String(input['hotelId'])),
): Promise<SubmissionAnswer> {
  const given = { clientReference: 'r1', event: wanted(), ...input };
  const query = `mutation ($input: SubmitAllotmentEventInput!) {
    answer: submitAllotmentEvent(input: $input) { ${ANSWER} } }`;
  return answerOf(world, identity, query, { input: given });
}

/** The id of what was submitted. */
export async function submitted(world: ChangesWorld, input: Input): Promise<string> {
  const { id, ...answer } = await submit(world, input);
  if (id === undefined) throw new Error(JSON.stringify(answer));
  return id;
}

export function approve(
  world: ChangesWorld,
  input: Input,
  identity: IdentityClaims = callers.operator,
): Promise<ChangeOrRefusal> {
  const query = `mutation ($id: ID!, $note: String, $dryRun: Boolean) {
    answer: approveEventSubmission(id: $id, note: $note, dryRun: $dryRun) { ${CHANGE} } }`;
  return answerOf(world, identity, query, input);
}

export function decline(
  world: ChangesWorld,
  input: Input,
  identity: IdentityClaims = callers.operator,
): Promise<SubmissionAnswer> {
  const query = `mutation ($id: ID!, $note: String!) {
    answer: declineEventSubmission(id: $id, note: $note) { ${ANSWER} } }`;
  return answerOf(world, identity, query, { note: 'The fair was cancelled', ...input });
}

export function submission(
  world: ChangesWorld,
  id: string,
  identity: IdentityClaims = callers.operator,
): Promise<SubmissionAnswer | null> {
  const query = `query ($id: ID!) { answer: eventSubmission(id: $id) { __typename ${SUBMISSION} } }`;
  return answerOf(world, identity, query, { id });
}

export interface Page {
  readonly edges: readonly { readonly node: SubmissionAnswer }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export function submissions(
  world: ChangesWorld,
  variables: Input,
  identity: IdentityClaims = callers.operator,
): Promise<Page> {
  const query = `query ($filter: EventSubmissionFilter, $first: Int, $after: String) {
    answer: eventSubmissions(filter: $filter, first: $first, after: $after) {
      edges { node { __typename ${SUBMISSION} } } pageInfo { hasNextPage endCursor } } }`;
  return answerOf(world, identity, query, variables);
}

async function answerOf<Answer>(
  world: ChangesWorld,
  identity: IdentityClaims,
  query: string,
  variables: Input,
): Promise<Answer> {
  const { data, errors } = await world.ask<{ answer: Answer }>(identity, query, variables);
  if (!data || errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.answer;
}
