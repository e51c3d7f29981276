// Opens the agencies of a replay, as an operator would. Those of earlier replays are there already.
import type { GatewayClient } from '../gateway-client.ts';
import { LaunchError } from '../up/launch-error.ts';
import { ask, REFUSAL } from './ask.ts';
import { replayLimits } from './limits.ts';

const CREATE = `mutation Open($input: CreateAgencyInput!) {
  answer: createAgency(input: $input) { ${REFUSAL} ... on Agency { id } }
}`;

/** Every code has an agency afterwards; throws a LaunchError naming the one that could not be opened. */
export async function openAgencies(
  operator: GatewayClient,
  codes: readonly string[],
  currency: string,
): Promise<void> {
  const waiting = [...codes];
  const openRest = async (): Promise<void> => {
    for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
      await openOne(operator, code, currency);
    }
  };
  await Promise.all(Array.from({ length: replayLimits.agenciesAtOnceMax }, openRest));
}

async function openOne(operator: GatewayClient, code: string, currency: string): Promise<void> {
  const name = code === 'DIRECT' ? 'Direct' : code.replace('AGENT-', 'Agent ');
  const input = { code, name, currency };
  const opened = await ask(operator, CREATE, { input });
  // An agency of this code with another name or currency can book as well.
  if (opened.ok || opened.error.includes('DUPLICATE_REFERENCE')) return;
  throw new LaunchError(`agency ${code} cannot be opened: ${opened.error.join(', ')}`);
}
