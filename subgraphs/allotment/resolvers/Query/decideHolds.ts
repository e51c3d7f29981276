// Query.decideHolds, for services alone
import { GraphQLError } from 'graphql';
import type { HoldDecisionsAnswer, HoldsAsked } from '../../services/decide-hotel-holds.ts';
import type { AllotmentContext } from '../context.ts';

export function decideHolds(
  _parent: unknown,
  asked: HoldsAsked,
  context: AllotmentContext,
): Promise<HoldDecisionsAnswer> {
  if (context.identity.role !== 'SYSTEM') {
    throw new GraphQLError('Services only', { extensions: { code: 'FORBIDDEN' } });
  }
  return context.services.decideHolds(asked);
}
