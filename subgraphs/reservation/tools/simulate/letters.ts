// What the supplier tells on its own account: a signed letter about each state that a booking of its
// has had. Any of them may come at any time, on any replica, again and in any order: before the answer
// that we wait for, long after it, or instead of it. Some contradict, and some are forged.
import { createHmac } from 'node:crypto';
import { instantOf } from '../../../../shared/domain/instants.ts';
import type { PostReceipt } from '../../services/receive-confirmation.ts';
import { guarantee } from './audit/broken.ts';
import type { Chance } from './chance.ts';
import { LETTER_SECRET } from './letter-box.ts';
import type { Letter } from './letter-box.ts';
import type { Choice } from './let-through.ts';
import type { Replica } from './replica.ts';
import { auditThrown, begin } from './simulation.ts';
import type { Simulation } from './simulation.ts';
import type { SupplierBooking } from './supplier-office.ts';

/** `twisted`: says other rooms than the supplier has. `nameless`: names only the supplier's reference. */
type Manner = 'as it is' | 'twisted' | 'nameless' | 'forged';

/** One of them comes: mostly one of the latest. */
export function letterComes(sim: Simulation): Choice {
  const { chance } = sim;
  const all = [...sim.letters.values()];
  const letter = chance.pick(chance.happens(0.7) ? all.slice(-5) : all);
  const manner = drawManner(chance);
  const replica = chance.pick(sim.replicas);
  return {
    what: { do: `a letter comes ${manner}`, letter: letter.deliveryId },
    act: () => {
      deliver(sim, replica, letter, manner);
    },
  };
}

function drawManner(chance: Chance): Manner {
  return chance.weighted<Manner>([
    [8, 'as it is'],
    [1, 'twisted'],
    [1, 'nameless'],
    [1, 'forged'],
  ]);
}

/** Posts it; what is genuine has to be taken in, what is not must not. */
export function deliver(
  sim: Simulation,
  replica: Replica,
  letter: Letter,
  manner: Manner = 'as it is',
): void {
  const { deliveryId, body } = writtenAs(letter, manner);
  const raw = Buffer.from(JSON.stringify(body));
  const timestamp = String(Math.floor(instantOf(sim.memory.clock) / 1_000_000));
  const secret = manner === 'forged' ? 'somebody else’s' : LETTER_SECRET;
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest('hex');
  const post = { body: raw, timestamp, signature: `sha256=${mac}`, deliveryId };
  const what = `letter ${deliveryId} ${manner}`;
  begin(
    sim,
    what,
    { replica },
    () => replica.services.supplier.receiveConfirmation(post),
    (end, since) => {
      if ('error' in end) auditThrown(sim, since, what, end.error);
      if ('answer' in end) auditReceipt(sim, deliveryId, manner, end.answer as PostReceipt);
    },
  );
}

function writtenAs({ deliveryId, body }: Letter, manner: Manner): Letter {
  if (manner === 'nameless') {
    const { key: _, ...rest } = body;
    return { deliveryId: `${deliveryId}-n`, body: { ...rest, delivery_id: `${deliveryId}-n` } };
  }
  if (manner !== 'twisted') return { deliveryId, body };
  const [first, ...others] = body['rooms'] as SupplierBooking['rooms'];
  const rooms = [{ ...first, rooms: (first?.rooms ?? 0) + 1 }, ...others];
  return {
    deliveryId: `${deliveryId}-t`,
    body: { ...body, rooms, delivery_id: `${deliveryId}-t` },
  };
}

function auditReceipt(
  sim: Simulation,
  deliveryId: string,
  manner: Manner,
  receipt: PostReceipt,
): void {
  const isTaken = receipt === 'ACCEPTED';
  guarantee(
    isTaken === (manner !== 'forged'),
    'the supplier’s letters are taken in, and nobody else’s',
    () => `${deliveryId}, ${manner}: ${receipt}`,
  );
  if (isTaken) sim.memory.lettersTaken.add(deliveryId);
}
