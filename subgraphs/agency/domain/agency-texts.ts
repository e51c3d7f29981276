// The texts of an agency as they come from outside, read field by field. Used where one is opened and
// where one is changed. Pure.
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { isCountry } from './iso-codes.ts';

const NAME_CHARS_MAX = 120;
const TIER_CHARS_MAX = 40;
const NOTE_CHARS_MAX = 500;

interface Texts {
  readonly name?: string;
  readonly country?: string | null;
  readonly tier?: string | null;
}

/** Trimmed; what is left out stays out. Reasons name each field that is wrong. */
export function parseTexts(input: Texts): { readonly value: Texts; readonly reasons: Reason[] } {
  const value: Texts = {
    ...(input.name === undefined ? {} : { name: input.name.trim() }),
    ...(input.country === undefined ? {} : { country: input.country }),
    ...(input.tier === undefined ? {} : { tier: input.tier?.trim() ?? null }),
  };
  const { name, country = null, tier = null } = value;
  const reasons = [
    badInput(
      '/name',
      name === undefined || isText(name, NAME_CHARS_MAX),
      'A name has 1 to 120 characters.',
    ),
    badInput(
      '/country',
      country === null || isCountry(country),
      'A country is an ISO 3166-1 alpha-2 code.',
    ),
    badInput(
      '/tier',
      tier === null || isText(tier, TIER_CHARS_MAX),
      'A tier has 1 to 40 characters.',
    ),
  ].flat();
  return { value, reasons };
}

/** Why something is done. */
export function checkNote(note: string | null | undefined): Reason[] {
  const isRight = note == null || isText(note.trim(), NOTE_CHARS_MAX);
  return badInput('/note', isRight, 'A note has 1 to 500 characters.');
}

/** No reason when `isRight`, else one that names the field. */
export function badInput(path: string, isRight: boolean, detail: string): Reason[] {
  return isRight ? [] : [{ code: 'BAD_INPUT', path, detail }];
}

/** Counted as code points, so that a name in any script has room for as many letters. */
export function isText(text: string, charsMax: number): boolean {
  return (
    text !== '' && [...text].length <= charsMax && text.isWellFormed() && !/\p{Cc}/u.test(text)
  );
}
