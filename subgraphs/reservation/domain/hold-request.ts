// A request to hold rooms, or to be told what holding them would be answered, parsed: shape is checked
// here, whether there are rooms is allotment's to say. Called by createBooking and quoteStay.
import { parseNight } from '../../../shared/domain/nights.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { RoomLine } from './room-request.ts';

export type HoldLine = Pick<RoomLine, 'roomType' | 'checkIn' | 'checkOut' | 'rooms' | 'block'>;

export interface HoldRequest {
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly lines: readonly HoldLine[];
  /** Where rooms can only be requested, request them. */
  readonly acceptOnRequest?: boolean;
}

/** What is asked of a hotel, whether it is held or only quoted: a quote claims no reference. */
export type StayRequest = Omit<HoldRequest, 'clientReference'>;

/** A request as it comes in: staff may have left out for which agency it is. */
type AsGiven<Request> = Omit<Request, 'agencyId'> & { readonly agencyId: string | undefined };
export type HoldInput = AsGiven<HoldRequest>;
export type StayInput = AsGiven<StayRequest>;

export interface HoldBounds {
  readonly linesPerGroupMax: number;
  readonly roomsPerLineMax: number;
  readonly nightsPerStayMax: number;
  readonly clientReferenceCharsMax: number;
}

const REFERENCE_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N} ._:/#-]*$/u;

/** The request, or every field that is wrong, each by its JSON pointer. */
export function parseHoldRequest(
  input: HoldInput,
  bounds: HoldBounds,
): Result<HoldRequest, Reason[]> {
  return complete(input, [
    ...checkAgency(input),
    ...checkReference(input.clientReference, bounds),
    ...checkLines(input, bounds),
  ]);
}

/** As `parseHoldRequest`, of a request that claims no reference. */
export function parseStayRequest(
  input: StayInput,
  bounds: HoldBounds,
): Result<StayRequest, Reason[]> {
  return complete(input, [...checkAgency(input), ...checkLines(input, bounds)]);
}

function complete<Input extends { readonly agencyId: string | undefined }>(
  input: Input,
  reasons: Reason[],
): Result<Input & { readonly agencyId: string }, Reason[]> {
  const { agencyId } = input;
  if (agencyId === undefined || reasons.length > 0) return err(reasons);
  return ok({ ...input, agencyId });
}

/**
 * JSON pointer of the first field in which two requests under one reference differ, or null when
 * they are the same request.
 */
export function differingField(first: HoldRequest, second: HoldRequest): string | null {
  if (first.hotelId !== second.hotelId) return '/hotelId';
  if (first.lines.length !== second.lines.length) return '/lines';
  for (const [index, line] of first.lines.entries()) {
    const other = second.lines[index];
    for (const field of ['roomType', 'checkIn', 'checkOut', 'rooms', 'block'] as const) {
      if (line[field] !== other?.[field]) return `/lines/${index}/${field}`;
    }
  }
  return isTrue(first.acceptOnRequest) === isTrue(second.acceptOnRequest)
    ? null
    : '/acceptOnRequest';
}

function isTrue(flag: boolean | undefined): boolean {
  return flag === true;
}

function checkAgency({ agencyId }: StayInput): Reason[] {
  return agencyId === undefined ? [bad('/agencyId', 'Say for which agency.')] : [];
}

function checkLines({ lines }: StayInput, bounds: HoldBounds): Reason[] {
  const count = checkLineCount(lines.length, bounds);
  if (count.length > 0) return count;
  return lines.flatMap((line, index) => checkLine(line, `/lines/${index}`, bounds));
}

function checkReference(reference: string, bounds: HoldBounds): Reason[] {
  if (reference.length > bounds.clientReferenceCharsMax) {
    return [bad('/clientReference', `At most ${bounds.clientReferenceCharsMax} characters.`)];
  }
  return REFERENCE_PATTERN.test(reference)
    ? []
    : [bad('/clientReference', 'Letters, digits, spaces and . _ : / # - only, not empty.')];
}

export function checkLineCount(count: number, bounds: HoldBounds): Reason[] {
  if (count === 0) return [bad('/lines', 'At least one line.')];
  return count > bounds.linesPerGroupMax
    ? [bad('/lines', `At most ${bounds.linesPerGroupMax} lines.`)]
    : [];
}

export function checkLine(line: HoldLine, path: string, bounds: HoldBounds): Reason[] {
  const reasons: Reason[] = [];
  if (line.roomType.trim() === '') reasons.push(bad(`${path}/roomType`, 'A room type code.'));
  if (!Number.isInteger(line.rooms) || line.rooms < 1 || line.rooms > bounds.roomsPerLineMax) {
    reasons.push(bad(`${path}/rooms`, `Between 1 and ${bounds.roomsPerLineMax}.`));
  }
  const checkIn = parseNight(line.checkIn);
  const checkOut = parseNight(line.checkOut);
  if (checkIn === null) reasons.push(bad(`${path}/checkIn`, 'A date YYYY-MM-DD.'));
  if (checkOut === null) reasons.push(bad(`${path}/checkOut`, 'A date YYYY-MM-DD.'));
  if (checkIn === null || checkOut === null) return reasons;
  if (checkOut <= checkIn) reasons.push(bad(`${path}/checkOut`, 'After check-in.'));
  if (checkOut - checkIn > bounds.nightsPerStayMax) {
    reasons.push(bad(`${path}/checkOut`, `At most ${bounds.nightsPerStayMax} nights.`));
  }
  return reasons;
}

function bad(path: string, detail: string): Reason {
  return { code: 'BAD_INPUT', path, detail };
}
