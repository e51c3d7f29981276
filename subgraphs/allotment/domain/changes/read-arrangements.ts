// The inputs of what operators arrange around contracts (pools, sub-allotments, audiences) and of
// contracts of their own, read into proposals. Pure.
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type {
  ContractLineInput,
  RetractInput,
  SaveAudienceInput,
  SaveContractInput,
  SavePoolInput,
  SaveSubAllotmentInput,
} from './change-inputs.ts';
import { badInput, contentErrors } from './content-errors.ts';
import { isPlainText } from '../../../../shared/domain/plain-text.ts';
import type { ChangeRequest, Content } from './proposal.ts';
import { readRetraction, requestOf } from './read-events.ts';
import {
  byDateOf,
  commonErrors,
  datedErrors,
  listErrors,
  pointToItems,
  roomsErrors,
  savedIdErrors,
  saving,
  weekdaysOf,
  withoutNulls,
} from './read-parts.ts';
import type { ChangeBounds } from './read-parts.ts';

type Reading = Result<ChangeRequest, Reason[]>;

/** Contracts of operators' own; every other belongs to the supplier. */
const OWN_CONTRACT = /^LOCAL-[A-Za-z0-9][A-Za-z0-9._:-]{0,57}$/;
/** Agencies' ids are their codes. */
const AGENCY = /^[A-Z0-9][A-Z0-9-]{0,31}$/;

export function readSavePool(input: SavePoolInput, bounds: ChangeBounds): Reading {
  const { id, revision, members, budget, overbook } = input;
  const content = withoutNulls({ members, budget, byDate: byDateOf(input.byDate), overbook });
  const errors = [
    ...commonErrors(input, bounds),
    ...savedIdErrors(id, revision, '/id'),
    ...listErrors(members, '/members', bounds.itemsPerListMax),
    ...datedErrors(input.byDate, '/byDate', bounds),
    ...roomsErrors(budget, '/budget', bounds.roomsMax),
    ...members.flatMap(({ weight }, at) => weightErrors(weight, `/members/${at}/weight`, bounds)),
    ...pointToItems(contentErrors('POOL', content, ''), input.byDate, '/byDate').filter(
      ({ path }) => path !== '/budget',
    ),
    ...missingRooms(input.byDate, '/byDate'),
  ];
  if (members.length === 0) errors.push(badInput('/members', 'At least one line.'));
  if (errors.length > 0) return err(unrepeated(errors));
  return ok(requestOf(input, [saving({ kind: 'POOL', id, content }, revision, '/id')]));
}

/** The fact's own law says that it is at least one. */
function weightErrors(weight: number, path: string, { roomsMax }: ChangeBounds): Reason[] {
  return weight > roomsMax ? [badInput(path, `At most ${roomsMax}.`)] : [];
}

export function readSaveSubAllotment(input: SaveSubAllotmentInput, bounds: ChangeBounds): Reading {
  const { id, revision, line, agency, rooms, releaseDaysBefore, exclusive } = input;
  const byDate = byDateOf(input.byDate);
  const content = withoutNulls({ line, agency, rooms, byDate, releaseDaysBefore, exclusive });
  const errors = [
    ...commonErrors(input, bounds),
    ...savedIdErrors(id, revision, '/id'),
    ...agencyErrors(agency, '/agency'),
    ...datedErrors(input.byDate, '/byDate', bounds),
    ...roomsErrors(rooms, '/rooms', bounds.roomsMax),
    ...pointToItems(contentErrors('SUBALLOTMENT', content, ''), input.byDate, '/byDate').filter(
      ({ path }) => path !== '/rooms' && path !== '/agency',
    ),
    ...missingRooms(input.byDate, '/byDate'),
  ];
  if (errors.length > 0) return err(unrepeated(errors));
  return ok(requestOf(input, [saving({ kind: 'SUBALLOTMENT', id, content }, revision, '/id')]));
}

export function readSaveAudience(input: SaveAudienceInput, bounds: ChangeBounds): Reading {
  const { contract, revision, agencies } = input;
  const content = { contract, agencies: agencies.toSorted() };
  const errors = [
    ...commonErrors(input, bounds),
    ...listErrors(agencies, '/agencies', bounds.itemsPerListMax),
    ...agencyListErrors(agencies, '/agencies'),
    ...contentErrors('AUDIENCE', { contract, agencies: [] }, ''),
  ];
  if (errors.length > 0) return err(unrepeated(errors));
  const audience = { kind: 'AUDIENCE' as const, id: contract, content };
  return ok(requestOf(input, [saving(audience, revision, '/contract')]));
}

export function readSaveContract(input: SaveContractInput, bounds: ChangeBounds): Reading {
  const { id, name, revision } = input;
  const content = contractContent(input);
  const errors = [
    ...commonErrors(input, bounds),
    ...ownContractErrors(id),
    ...listErrors(input.lines, '/lines', bounds.itemsPerListMax),
    ...agencyListErrors(input.agencies ?? [], '/agencies'),
    ...input.lines.flatMap((line, at) => contractLineErrors(line, `/lines/${at}`, bounds)),
    ...input.lines.reduce(
      (left, line, at) => pointToItems(left, line.byDate, `/lines/${at}/byDate`),
      contentErrors('CONTRACT', content, ''),
    ),
  ];
  if (name.trim() === '' || !isPlainText(name, bounds.nameCharsMax)) {
    errors.push(badInput('/name', `Printable text of 1 to ${bounds.nameCharsMax} characters.`));
  }
  if (input.lines.length === 0) errors.push(badInput('/lines', 'At least one line.'));
  if (input.daysOfWeek?.length === 0) {
    errors.push(badInput('/daysOfWeek', 'Name a day, or leave it out for all.'));
  }
  if (errors.length > 0) return err(unrepeated(errors));
  const proposal = saving({ kind: 'CONTRACT', id, content }, revision, '/id');
  return ok(requestOf(input, [proposal], { [id]: name.trim() }));
}

export function readRetractContract(input: RetractInput, bounds: ChangeBounds): Reading {
  const errors = ownContractErrors(input.id);
  const reading = readRetraction(input, 'CONTRACT', bounds);
  if (errors.length === 0) return reading;
  return err(unrepeated([...errors, ...(reading.ok ? [] : reading.error)]));
}

function contractContent(input: SaveContractInput): Content {
  const { stayFrom, stayTo, contractKind, currency, minStay, maxStay } = input;
  const { minLeadDays, maxLeadDays, allowSplit } = input;
  return withoutNulls({
    stayFrom,
    stayTo,
    contractKind,
    daysOfWeek: weekdaysOf(input.daysOfWeek),
    agencies: input.agencies?.toSorted(),
    lines: input.lines.map(contractLine),
    currency,
    minStay,
    maxStay,
    minLeadDays,
    maxLeadDays,
    allowSplit,
  });
}

/** A line without a quantity is missing its number, which a fact says with null. */
function contractLine({ quantity, byDate, ...fields }: ContractLineInput): Content {
  const numbers = byDateOf(byDate);
  const release = fields.release?.map(({ daysBefore, keep }) => ({ daysBefore, keep }));
  return {
    ...withoutNulls({ ...fields, release, byDate: numbers }),
    quantity: quantity ?? null,
  };
}

function contractLineErrors(
  line: ContractLineInput,
  pointer: string,
  bounds: ChangeBounds,
): Reason[] {
  return [
    ...datedErrors(line.byDate, `${pointer}/byDate`, bounds),
    ...roomsErrors(line.quantity, `${pointer}/quantity`, bounds.roomsMax),
  ];
}

function ownContractErrors(id: string): Reason[] {
  if (OWN_CONTRACT.test(id)) return [];
  const detail = "Operators' own contracts are named LOCAL-…; the supplier's are the supplier's.";
  return [badInput('/id', detail)];
}

function agencyListErrors(agencies: readonly string[], pointer: string): Reason[] {
  return agencies.flatMap((agency, at) => [
    ...agencyErrors(agency, `${pointer}/${at}`),
    ...(agencies.indexOf(agency) < at ? [badInput(`${pointer}/${at}`, 'Stands there twice.')] : []),
  ]);
}

function agencyErrors(agency: string, path: string): Reason[] {
  return AGENCY.test(agency) ? [] : [badInput(path, 'Not the code of an agency.')];
}

/** Pools and sub-allotments name a number for each date that they name. */
function missingRooms(dated: SavePoolInput['byDate'], pointer: string): Reason[] {
  return (dated ?? []).flatMap(({ rooms }, at) =>
    rooms == null ? [badInput(`${pointer}/${at}/rooms`, 'A number of rooms.')] : [],
  );
}

/** One reason per field: two parsers may have found the same fault. */
function unrepeated(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string | undefined>();
  return reasons.filter(({ path }) => !seen.has(path) && seen.add(path));
}
