import { ask } from '../ask.ts';
import type { Answer } from '../ask.ts';
import { replayLimits } from '../limits.ts';
import { NoAnswer } from '../open-client.ts';
import type { GatewayClient } from '../../gateway-client.ts';

const BUSY: Answer = { __typename: 'TryAgain', reasons: [{ code: 'BUSY' }] };

/** Gives these answers in turn, the last one for ever; time does not pass while it waits. */
function answering(
  answers: readonly (Answer | Error)[],
): GatewayClient & { readonly asked: number } {
  const client = {
    asked: 0,
    query: async <Data>() => {
      const answer = answers[Math.min(client.asked, answers.length - 1)]!;
      client.asked += 1;
      if (answer instanceof Error) throw answer;
      return { answer } as Data;
    },
    close: () => Promise.resolve(),
  };
  return client;
}

async function asked(client: GatewayClient): Promise<unknown> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  try {
    const pending = ask(client, 'mutation', {}).catch((error: unknown) => error);
    for (let turn = 0; turn < 2 * replayLimits.triesMax; turn += 1) {
      await jest.advanceTimersByTimeAsync(replayLimits.backoffMsMax);
    }
    return await pending;
  } finally {
    jest.useRealTimers();
  }
}

describe('asking the gateway', () => {
  it('asks again while it is busy or silent, and then takes the answer', async () => {
    const client = answering([BUSY, new NoAnswer('away'), BUSY, { __typename: 'BookingGroup' }]);
    expect(await asked(client)).toEqual({ ok: true, value: { __typename: 'BookingGroup' } });
    expect(client.asked).toBe(4);
  });

  it('gives up on a busy one after a bounded number of tries, with its code', async () => {
    const client = answering([BUSY]);
    expect(await asked(client)).toEqual({ ok: false, error: ['BUSY'] });
    expect(client.asked).toBe(replayLimits.triesMax);
  });

  it('throws when nobody answers, after as many tries', async () => {
    const client = answering([new NoAnswer('away')]);
    expect(await asked(client)).toBeInstanceOf(NoAnswer);
    expect(client.asked).toBe(replayLimits.triesMax);
  });

  it('takes a refusal at its word', async () => {
    const refusal = { __typename: 'NotAvailable', reasons: [{ code: 'SOLD_OUT_LINE' }] };
    const client = answering([refusal]);
    expect(await asked(client)).toEqual({ ok: false, error: ['SOLD_OUT_LINE'] });
    expect(client.asked).toBe(1);
  });
});
