// The entity Agency: found by its id, as far as the caller may see it, with what the caller may know.
import { parsePage, toConnection } from '../../../shared/schema/paging.ts';
import type { Connection, PageArguments } from '../../../shared/schema/paging.ts';
import type { AgencyHotel } from '../domain/agency-hotel.ts';
import type { Agency as AgencyObject, HotelAccess } from '../domain/agency.ts';
import { listAgencyAudit } from '../services/list-agency-audit.ts';
import type { AuditAnswer } from '../services/list-agency-audit.ts';
import { creditOf, hotelTerms, operatorTerms } from '../services/told-terms.ts';
import type { AgencyContext } from './context.ts';

interface Money {
  readonly amount: number;
  readonly currency: string;
}

interface CreditView {
  readonly limit: Money;
  readonly used: Money;
  readonly free: Money;
}

export const Agency = {
  __resolveReference: (
    reference: { readonly id: string },
    context: AgencyContext,
  ): Promise<AgencyObject | null> => context.agencyById.load(reference.id),
  id: (agency: AgencyObject): string => agency.code,
  credit: async (
    agency: AgencyObject,
    _args: unknown,
    { creditUsed }: AgencyContext,
  ): Promise<CreditView | null> => {
    const credit = await creditOf((agencyId) => creditUsed.load(agencyId), agency);
    if (credit === null) return null;
    const money = (amount: number): Money => ({ amount, currency: agency.currency });
    return { limit: money(credit.limit), used: money(credit.used), free: money(credit.free) };
  },
  markupBp: (agency: AgencyObject, _args: unknown, { identity }: AgencyContext): number | null =>
    operatorTerms(identity, agency)?.markupBp ?? null,
  hotelAccess: (
    agency: AgencyObject,
    _args: unknown,
    { identity }: AgencyContext,
  ): HotelAccess | null => operatorTerms(identity, agency)?.hotelAccess ?? null,
  hotels: async (
    { code }: AgencyObject,
    args: PageArguments,
    { dependencies, identity }: AgencyContext,
  ): Promise<Connection<AgencyHotel> | null> => {
    const page = parsePage(args);
    const items = await hotelTerms(dependencies, identity, code, {
      after: page.after,
      limit: page.size + 1,
    });
    return items && toConnection(items, page, ({ hotelId }) => hotelId);
  },
  auditLog: async (
    { code }: AgencyObject,
    args: PageArguments,
    { dependencies, identity }: AgencyContext,
  ): Promise<Connection<AuditAnswer> | null> => {
    const page = parsePage(args);
    const items = await listAgencyAudit(dependencies, identity, code, {
      after: page.after,
      limit: page.size + 1,
    });
    return items && toConnection(items, page, ({ id }) => String(id));
  },
};
