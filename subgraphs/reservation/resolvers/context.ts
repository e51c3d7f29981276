// What every resolver of this subgraph is given: who asks, and what to ask.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { DeadLetterDesk } from '../../../shared/dead-letters/answers.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { ReservationServices } from '../services/reservation.ts';

export interface ReservationContext {
  readonly identity: Identity;
  /** Give only what this caller may see. */
  readonly loaders: Loaders;
  readonly services: ReservationServices;
  readonly deadLetters: DeadLetterDesk;
}
