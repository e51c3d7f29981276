// What an agency is, and how the wish for a new one is read and judged. Pure; called by services.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { isCountry, isCurrency } from './iso-codes.ts';

export type AgencyStatus = 'ACTIVE' | 'SUSPENDED';

/** What whoever opens an agency says about it. */
export interface AgencyBody {
  /** Immutable; it is also the agency's id. */
  readonly code: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** ISO 4217. */
  readonly currency: string;
  readonly tier: string | null;
}

export interface Agency extends AgencyBody {
  readonly status: AgencyStatus;
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
const NAME_CHARS_MAX = 120;
const TIER_CHARS_MAX = 40;

/** Whether `text` could be the code of an agency at all. */
export function isAgencyCode(text: string): boolean {
  return CODE_PATTERN.test(text);
}

/** The body in its stored form, or one BAD_INPUT reason per field that is wrong. */
export function parseAgencyInput(input: AgencyInput): Result<AgencyBody, Reason[]> {
  const body: AgencyBody = {
    code: input.code,
    name: input.name.trim(),
    country: input.country ?? null,
    currency: input.currency,
    tier: input.tier?.trim() ?? null,
  };
  const reasons = [
    badInput('/code', isAgencyCode(body.code), 'A code has 1 to 32 capitals, digits and dashes.'),
    badInput('/name', isText(body.name, NAME_CHARS_MAX), 'A name has 1 to 120 characters.'),
    badInput(
      '/country',
      body.country === null || isCountry(body.country),
      'A country is an ISO 3166-1 alpha-2 code.',
    ),
    badInput('/currency', isCurrency(body.currency), 'A currency is an ISO 4217 code.'),
    badInput(
      '/tier',
      body.tier === null || isText(body.tier, TIER_CHARS_MAX),
      'A tier has 1 to 40 characters.',
    ),
  ].flat();
  return reasons.length === 0 ? ok(body) : err(reasons);
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
  if (existing === null) return ok({ agency: { ...wanted, status: 'ACTIVE' }, isNew: true });
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

function badInput(path: string, isRight: boolean, detail: string): Reason[] {
  return isRight ? [] : [{ code: 'BAD_INPUT', path, detail }];
}

/** Counted as code points, so that a name in any script has room for as many letters. */
function isText(text: string, charsMax: number): boolean {
  return (
    text !== '' && [...text].length <= charsMax && text.isWellFormed() && !/\p{Cc}/u.test(text)
  );
}
