// Charges whoever sends an operation that has no plan yet: reading, validating and planning one takes up
// to a second. Only a plan makes it known, so that what is refused on the way costs as much every time.
import type { FastifyReply, FastifyRequest } from 'fastify';

/** True when it was paid for, else it has answered. */
type Charge = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** Whether an operation may go on, else it has been answered; `key` names it together with its sender. */
export type AdmitText = (
  text: Readonly<{ key: string; isKnown: () => boolean }>,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<boolean>;

/**
 * Many who send the same at once pay once: the others wait until the first is answered, and go free if
 * there is a plan then.
 */
export function createTextAdmission(charge: Charge): AdmitText {
  const firsts = new Map<string, Promise<void>>();
  return async function admitText({ key, isKnown }, request, reply) {
    while (!isKnown()) {
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(
          key,
          answered(reply).finally(() => firsts.delete(key)),
        );
        return charge(request, reply);
      }
      await first;
      if (reply.raw.destroyed) return false;
    }
    return true;
  };
}

/** Or given up by whoever asked. */
function answered(reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    reply.raw.once('close', resolve);
  });
}
