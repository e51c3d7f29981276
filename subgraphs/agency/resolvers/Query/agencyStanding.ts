// Query.agencyStanding: for services alone, invisible from outside.
import { GraphQLError } from 'graphql';
import { limits } from '../../../../shared/config/limits.ts';
import { agencyStanding as standingOf } from '../../services/agency-standing.ts';
import type { AgencyStanding } from '../../services/agency-standing.ts';
import type { AgencyContext } from '../context.ts';

export async function agencyStanding(
  _root: unknown,
  args: { readonly ids: readonly string[] },
  { identity, dependencies }: AgencyContext,
): Promise<AgencyStanding[]> {
  if (identity.role !== 'SYSTEM') {
    throw new GraphQLError('For services alone', { extensions: { code: 'FORBIDDEN' } });
  }
  if (args.ids.length > limits.loader.batchSizeMax) {
    throw new GraphQLError(`ids may be at most ${limits.loader.batchSizeMax}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return standingOf(dependencies, args.ids);
}
