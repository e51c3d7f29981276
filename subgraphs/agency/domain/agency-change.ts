// How the wish to change an agency is read, and what becomes of it. Pure; called by services.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { badInput, checkNote, isText, parseTexts } from './agency-texts.ts';
import type { Agency, AgencyStatus, Contact, HotelAccess } from './agency.ts';

/** Left out: as it is. Null: none, where there may be none. */
export interface AgencyUpdateInput {
  readonly id: string;
  /** The version that was looked at. */
  readonly version: number;
  readonly name?: string | null;
  readonly country?: string | null;
  readonly tier?: string | null;
  readonly contacts?: readonly ContactInput[] | null;
  readonly markupBp?: number | null;
  readonly commissionBp?: number | null;
  readonly hotelAccess?: HotelAccess | null;
  readonly creditLimit?: number | null;
  readonly note?: string | null;
}

interface ContactInput {
  readonly name: string;
  readonly email?: string | null;
  readonly phone?: string | null;
}

type AgencyPatch = Partial<Omit<Agency, 'code' | 'currency' | 'status' | 'version'>>;

const CONTACTS_MAX = 20;
const CONTACT_CHARS_MAX = 120;
const EMAIL_PATTERN = /^[^\s@]+@[^\s@]+$/;
const PHONE_PATTERN = /^\+?[0-9 ()-]{4,30}$/;
/** Ten times the net rate on top of it: more is a mistyped number. */
export const MARKUP_BP_MAX = 100_000;
const COMMISSION_BP_MAX = 10_000;

/** What is to change, or one BAD_INPUT reason per field that is wrong. */
export function parseUpdate(input: AgencyUpdateInput): Result<AgencyPatch, Reason[]> {
  const texts = parseTexts({
    ...(input.name == null ? {} : { name: input.name }),
    ...(input.country === undefined ? {} : { country: input.country }),
    ...(input.tier === undefined ? {} : { tier: input.tier }),
  });
  const { contacts, markupBp, commissionBp, hotelAccess, creditLimit } = input;
  const reasons = [
    ...texts.reasons,
    ...(contacts == null ? [] : checkContacts(contacts)),
    ...checkBp('/markupBp', markupBp, MARKUP_BP_MAX),
    ...checkBp('/commissionBp', commissionBp, COMMISSION_BP_MAX),
    ...badInput(
      '/creditLimit',
      creditLimit == null || (Number.isSafeInteger(creditLimit) && creditLimit >= 0),
      'A limit is zero or more minor units.',
    ),
    ...checkNote(input.note),
  ];
  if (reasons.length > 0) return err(reasons);
  return ok({
    ...texts.value,
    ...(contacts == null ? {} : { contacts: contacts.map(toContact) }),
    ...(markupBp == null ? {} : { markupBp }),
    ...(commissionBp === undefined ? {} : { commissionBp }),
    ...(hotelAccess == null ? {} : { hotelAccess }),
    ...(creditLimit === undefined ? {} : { creditLimit }),
  });
}

/** Refused when it was changed since it was looked at; what changes nothing is no change. */
export function decideUpdate(
  agency: Agency,
  patch: AgencyPatch,
  version: number,
): Result<Agency, Reason[]> {
  if (agency.version !== version) {
    const detail = `The agency is at version ${agency.version} by now.`;
    return err([{ code: 'PREVIEW_STALE', path: '/version', detail }]);
  }
  return ok(changed(agency, patch));
}

/** Suspended or reinstated; what it is already stays as it is. */
export function decideStatus(agency: Agency, status: AgencyStatus): Agency {
  return changed(agency, { status });
}

/** Basis points from 0 to `max`; none is right too. */
export function checkBp(path: string, value: number | null | undefined, max: number): Reason[] {
  const isRight = value == null || (Number.isInteger(value) && value >= 0 && value <= max);
  return badInput(path, isRight, `From 0 to ${max} basis points.`);
}

function changed(agency: Agency, patch: Partial<Agency>): Agency {
  const next = { ...agency, ...patch };
  const isSame = JSON.stringify(next) === JSON.stringify(agency);
  return isSame ? agency : { ...next, version: agency.version + 1 };
}

function checkContacts(contacts: readonly ContactInput[]): Reason[] {
  if (contacts.length > CONTACTS_MAX) {
    return badInput('/contacts', false, `At most ${CONTACTS_MAX} contacts.`);
  }
  return contacts.flatMap(({ name, email, phone }, index) => [
    ...badInput(
      `/contacts/${index}/name`,
      isText(name.trim(), CONTACT_CHARS_MAX),
      'A name has 1 to 120 characters.',
    ),
    ...badInput(
      `/contacts/${index}/email`,
      email == null || (isText(email, CONTACT_CHARS_MAX) && EMAIL_PATTERN.test(email)),
      'An address like name@example.com.',
    ),
    ...badInput(
      `/contacts/${index}/phone`,
      phone == null || PHONE_PATTERN.test(phone),
      'Digits, spaces, brackets and dashes.',
    ),
  ]);
}

function toContact({ name, email, phone }: ContactInput): Contact {
  return { name: name.trim(), email: email ?? null, phone: phone ?? null };
}
