// What an agency is, and how the wish for a new one is read and judged. Pure; called by services.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { badInput, parseTexts } from './agency-texts.ts';
import { isCurrency } from './iso-codes.ts';

export type AgencyStatus = 'ACTIVE' | 'SUSPENDED';
/** All hotels but those refused to it, or those alone that are listed for it. */
export type HotelAccess = 'ALL' | 'LISTED';

export interface Contact {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** What whoever opens an agency says about it. */
export interface AgencyBody {
  /** Immutable; it is also the agency's id. */
  readonly code: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** ISO 4217; immutable, since credit and invoices are counted in it. */
  readonly currency: string;
  readonly tier: string | null;
}

/** What was agreed with it later on. */
export interface AgencyTerms {
  readonly contacts: readonly Contact[];
  /** Basis points on net rates. */
  readonly markupBp: number;
  /** Basis points of the sell total that the agency keeps when it is settled; moves no rate. */
  readonly commissionBp: number | null;
  readonly hotelAccess: HotelAccess;
  /** Minor units of its currency; null: no limit. */
  readonly creditLimit: number | null;
}

export interface Agency extends AgencyBody, AgencyTerms {
  readonly status: AgencyStatus;
  /** Grows by one with every change. */
  readonly version: number;
}

/** As it comes from outside: any text, fields left out. */
export interface AgencyInput {
  readonly code: string;
  readonly name: string;
  readonly country?: string | null;
  readonly currency: string;
  readonly tier?: string | null;
}

const CODE_PATTERN = /^[A-Z0-9][A-Z0-9-]{0,31}$/;
const NEW_TERMS: AgencyTerms = {
  contacts: [],
  markupBp: 0,
  commissionBp: null,
  hotelAccess: 'ALL',
  creditLimit: null,
};

/** Whether `text` could be the code of an agency at all. */
export function isAgencyCode(text: string): boolean {
  return CODE_PATTERN.test(text);
}

/** The body in its stored form, or one BAD_INPUT reason per field that is wrong. */
export function parseAgencyInput(input: AgencyInput): Result<AgencyBody, Reason[]> {
  const { code, currency } = input;
  const texts = parseTexts({
    name: input.name,
    country: input.country ?? null,
    tier: input.tier ?? null,
  });
  const reasons = [
    badInput('/code', isAgencyCode(code), 'A code has 1 to 32 capitals, digits and dashes.'),
    texts.reasons.filter(({ path }) => path === '/name'),
    texts.reasons.filter(({ path }) => path === '/country'),
    badInput('/currency', isCurrency(currency), 'A currency is an ISO 4217 code.'),
    texts.reasons.filter(({ path }) => path === '/tier'),
  ].flat();
  if (reasons.length > 0) return err(reasons);
  const { name = '', country = null, tier = null } = texts.value;
  return ok({ code, name, country, currency, tier });
}

/**
 * What to do about an agency that is wanted while `existing` bears its code: nothing bears it, so it
 * may be opened; the same one was asked for, so it is the answer; or another one stands there, and
 * each field that differs is a reason.
 */
export function decideCreation(
  wanted: AgencyBody,
  existing: Agency | null,
): Result<{ readonly agency: Agency; readonly isNew: boolean }, Reason[]> {
  if (existing === null) {
    return ok({ agency: { ...wanted, ...NEW_TERMS, status: 'ACTIVE', version: 1 }, isNew: true });
  }
  const differing = (['name', 'country', 'currency', 'tier'] as const).filter(
    (field) => wanted[field] !== existing[field],
  );
  if (differing.length === 0) return ok({ agency: existing, isNew: false });
  return err(
    differing.map((field) => ({
      code: 'DUPLICATE_REFERENCE',
      path: `/${field}`,
      detail: `The agency ${wanted.code} exists with another ${field}.`,
    })),
  );
}

/** What an agency is found by. */
export function searchText({ code, name }: Pick<AgencyBody, 'code' | 'name'>): string {
  return `${code}\n${name}`;
}
