// One question to the gateway, asked again while the answer is "busy" or none at all. Everything a
// replay asks may be sent twice: holds by their reference, all else by its nature.
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { replayLimits } from './limits.ts';
import { NoAnswer } from './open-client.ts';
import type { Codes } from './play.ts';

/** A member of a mutation's union: the success type, or a refusal with its reasons. */
export interface Answer {
  readonly __typename: string;
  readonly reasons?: readonly { readonly code: string }[];
}

/** Selects what every refusal has; goes into each mutation's selection. */
export const REFUSAL = '__typename ... on Refusal { reasons { code } }';

/** The answer of `field`, or the codes of its refusal. Throws NoAnswer when nobody gives one. */
export async function ask<Success extends object>(
  client: GatewayClient,
  operation: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Result<Success, Codes>> {
  let waitMs: number = replayLimits.backoffMs;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(client, operation, variables);
    if (outcome.kind === 'answer' && outcome.answer.__typename !== 'TryAgain') {
      const { answer } = outcome;
      return answer.reasons === undefined
        ? ok(answer as unknown as Success)
        : err(answer.reasons.map(({ code }) => code));
    }
    if (attempt === replayLimits.triesMax) {
      if (outcome.kind === 'answer') return err(codesOf(outcome.answer));
      throw outcome.error;
    }
    await delay(waitMs);
    waitMs = Math.min(2 * waitMs, replayLimits.backoffMsMax);
  }
}

type Try =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'silence'; readonly error: NoAnswer };

async function tryOnce(
  client: GatewayClient,
  operation: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Try> {
  try {
    const data = await client.query<{ answer: Answer }>(operation, variables);
    return { kind: 'answer', answer: data.answer };
  } catch (error) {
    if (error instanceof NoAnswer) return { kind: 'silence', error };
    throw error;
  }
}

function codesOf(answer: Answer): Codes {
  return answer.reasons?.map(({ code }) => code) ?? [answer.__typename];
}
