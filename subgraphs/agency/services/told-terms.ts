// Which of an agency's terms whom is told. Whoever sees the agency at all sees its contacts and its
// credit; what prices are made of is operators' alone. Called by the resolvers of the agency's fields.
import type { Identity } from '../../../shared/auth/identity.ts';
import { mayManageAgencies } from '../domain/agency-scope.ts';
import type { AgencyHotel } from '../domain/agency-hotel.ts';
import type { Agency, HotelAccess } from '../domain/agency.ts';
import { findHotels } from '../repositories/agency-hotels.ts';
import type { Dependencies } from './dependencies.ts';

export interface Credit {
  readonly limit: number;
  readonly used: number;
  /** Never negative, also when more is used than a limit that was lowered. */
  readonly free: number;
}

/** Null for whoever may not know. */
export function operatorTerms(
  identity: Identity,
  { markupBp, hotelAccess }: Agency,
): { readonly markupBp: number; readonly hotelAccess: HotelAccess } | null {
  return mayManageAgencies(identity) ? { markupBp, hotelAccess } : null;
}

/** Null without a limit; `usedBy` is asked for what is used by the agency. */
export async function creditOf(
  usedBy: (agencyId: string) => Promise<number>,
  { code, creditLimit: limit }: Agency,
): Promise<Credit | null> {
  if (limit === null) return null;
  const used = await usedBy(code);
  return { limit, used, free: Math.max(0, limit - used) };
}

/** A page of hotels with terms of their own; null for whoever may not know. */
export async function hotelTerms(
  { dataSource }: Dependencies,
  identity: Identity,
  agencyId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<AgencyHotel[] | null> {
  return mayManageAgencies(identity) ? findHotels(dataSource, agencyId, page) : null;
}
