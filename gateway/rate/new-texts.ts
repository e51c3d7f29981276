// Charges whoever sends an operation that has no plan yet: reading, validating and planning one takes up
// to a second. Only a plan makes it known, so that what is refused on the way costs as much every time.
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gatewayLimits } from '../limits.ts';

/** True when it was paid for, else it has answered. */
type Charge = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** Whether an operation may go on, else there is nobody left to answer; `keyOf` names it with its sender. */
export type AdmitText = (
  text: Readonly<{ keyOf: () => string; isKnown: () => boolean }>,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<boolean>;

/**
 * Many who send the same at once pay once: the others wait until there is a plan, and go free then. One
 * of them pays anew when the first was answered without one, or takes too long.
 */
export function createTextAdmission(charge: Charge): AdmitText {
  const firsts = new Map<string, Promise<void>>();
  return async function admitText({ keyOf, isKnown }, request, reply) {
    if (isKnown()) return true;
    const key = keyOf();
    while (!isKnown()) {
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(
          key,
          answered(reply).finally(() => firsts.delete(key)),
        );
        return charge(request, reply);
      }
      await Promise.race([first, delay(gatewayLimits.newTextCheckMs)]);
      if (reply.raw.destroyed || request.raw.socket.destroyed) {
        // Whoever has gone is not to take anybody's place further on.
        reply.hijack();
        return false;
      }
    }
    return true;
  };
}

/** Or given up by whoever asked; a reply that waits behind another one may never hear of that. */
function answered(reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, gatewayLimits.newTextMsMax);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
