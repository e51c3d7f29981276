// Type HoldDecisions, for services alone
import type { HoldDecisionsAnswer } from '../services/decide-hotel-holds.ts';

export const HoldDecisions = {
  packed: ({ decisions }: HoldDecisionsAnswer): HoldDecisionsAnswer['decisions'] => decisions,
};
