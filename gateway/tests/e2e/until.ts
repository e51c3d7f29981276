// Waiting for what another process does, without knowing when: asks again until the answer fits.
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const PATIENCE_MS = 20_000;

/** The first answer that fits; throws with the last one when none does in time. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  fits: (answer: Answer) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Answer> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() > giveUpAt) {
      throw new Error(`still not so after ${patienceMs} ms: ${JSON.stringify(answer)}`);
    }
    await delay(POLL_MS);
  }
}
