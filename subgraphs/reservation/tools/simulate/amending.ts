// A partner that changes a booking: it asks for a quote, and amends as it was quoted, whatever has come
// between the two.
import type { SaleLine } from '../../../../shared/testing/model/sale.ts';
import type { Identity } from '../../../../shared/auth/identity.ts';
import { spellLines } from './audit/memory.ts';
import type { ToldAnswer } from './audit/questions.ts';
import type { Replica } from './replica.ts';
import { ask } from './simulation.ts';
import type { Simulation } from './simulation.ts';

export interface Amending {
  readonly groupId: string;
  readonly bookingId: string;
  /** What it is to become. */
  readonly line: SaleLine;
  readonly asAgency: string;
}

export function amend(
  sim: Simulation,
  replica: Replica,
  identity: Identity,
  { groupId, bookingId, line, asAgency }: Amending,
): void {
  const wanted = sim.memory.amended.get(bookingId) ?? new Set<string>();
  sim.memory.amended.set(bookingId, wanted.add(spellLines([line])));
  const input = { groupId, lines: [{ bookingId, ...line }] };
  const work = async (): Promise<ToldAnswer> => {
    const quote = await replica.services.quoteAmendment(identity, input);
    if (!quote.ok) return quote;
    const { token } = quote.value;
    return replica.services.amendBooking(identity, { ...input, token });
  };
  ask(sim, replica, { kind: 'amend', groupId, bookingId, line, asAgency }, work, () => undefined);
}
