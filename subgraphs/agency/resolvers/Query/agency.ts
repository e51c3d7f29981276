// Query.agency
import type { Agency } from '../../domain/agency.ts';
import type { AgencyContext } from '../context.ts';

export function agency(
  _root: unknown,
  args: { readonly id: string },
  context: AgencyContext,
): Promise<Agency | null> {
  return context.agencyById.load(args.id);
}
