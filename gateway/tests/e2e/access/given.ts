// What the access tests put into arguments: ids of one tenant wherever an id is asked for, and valid
// values everywhere else, found by name and type, so that a new argument is tried without a word here.
import {
  astFromValue,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
} from 'graphql';
import type { GraphQLInputObjectType, GraphQLInputType } from 'graphql';
import type { Tenant } from './two-tenants.ts';

/** Makes the value of one argument or input field, by coordinate; undefined leaves it out. */
export interface Giver {
  readonly tenant: Tenant;
  /** Wins over everything else: the id that an attack puts into one place. */
  readonly instead?: { readonly coordinate: string; readonly value: string };
}

type IdKind = keyof Tenant;

const KIND_BY_COORDINATE: Readonly<Record<string, IdKind>> = {
  'Query.agency(id)': 'agency',
  'Query.hotel(id)': 'hotel',
  'Query.booking(id)': 'booking',
  'Query.bookingGroup(id)': 'group',
  'Query.hardBlock(id)': 'block',
  'Query.contract(id)': 'contract',
  'Query.allotmentEvent(id)': 'event',
  'Query.syncRun(id)': 'syncRun',
  'Query.eventSubmission(id)': 'submission',
  'Mutation.approveEventSubmission(id)': 'submission',
  'Mutation.declineEventSubmission(id)': 'submission',
};
const KIND_BY_NAME: readonly [RegExp, IdKind][] = [
  [/^(hotelIds?)$/, 'hotel'],
  [/^(agency|agencyIds?|agencies)$/, 'agency'],
  [/^(groupId|bookingGroupId)$/, 'group'],
  [/^(bookingIds?)$/, 'booking'],
  [/^(blockId|hardBlockId)$/, 'block'],
  [/^(contract|contractId)$/, 'contract'],
  [/^lines?$/, 'line'],
];

/** Where exactly one of several is wanted: the others are left out. */
const CHOICES: readonly (readonly string[])[] = [
  ['CancelBookingInput.groupId', 'CancelBookingInput.bookingId'],
  ['ExplainAvailabilityInput.roomType', 'ExplainAvailabilityInput.line'],
  ['EventTargetInput.line', 'EventTargetInput.contract', 'EventTargetInput.roomType'],
];
const CHOSEN = new Set(CHOICES.map(([first = '']) => first));
const DEPTH_MAX = 5;
const PAGE_SIZE = 10;
let made = 0;

/** One argument or input field that wants a value. */
interface Place {
  readonly coordinate: string;
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** `(a: 1, b: …)`, or nothing. */
export function argumentsOf(
  owner: string,
  args: readonly { readonly name: string; readonly type: GraphQLInputType }[],
  giver: Giver,
): string {
  const given = args.flatMap(({ name, type }) => {
    const value = valueOf({ coordinate: `${owner}(${name})`, name, type }, giver, 0);
    const node = value === undefined ? null : astFromValue(value, type);
    return node ? [`${name}: ${print(node)}`] : [];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** The kind of id that an argument wants, if it is known. */
export function kindOf(coordinate: string, name: string): IdKind | undefined {
  return KIND_BY_COORDINATE[coordinate] ?? KIND_BY_NAME.find(([words]) => words.test(name))?.[1];
}

function valueOf(place: Place, giver: Giver, depth: number): unknown {
  const { coordinate, name, type } = place;
  const inner = getNullableType(type);
  if (giver.instead?.coordinate === coordinate) {
    return isListType(inner) ? [giver.instead.value] : giver.instead.value;
  }
  if (isLeftOut(coordinate, giver)) return undefined;
  if (isListType(inner)) return listOf(place, inner.ofType, giver, depth);
  if (isInputObjectType(inner)) return objectOf(place, inner, giver, depth);
  if (inner.name === 'ID') return giver.tenant[kindOf(coordinate, name) ?? 'anything'];
  if (name === 'dryRun') return true;
  // All that can be asked, on pages of the usual size, costs more than may be asked for at once.
  if (name === 'first') return PAGE_SIZE;
  const wanted = isNonNullType(type) || CHOSEN.has(coordinate);
  return wanted ? plain(name, inner, giver.tenant) : undefined;
}

/** Lists of ids are addresses too, and are filled though nobody must. */
function listOf(place: Place, of: GraphQLInputType, giver: Giver, depth: number): unknown {
  const item = valueOf({ ...place, type: of }, giver, depth);
  if (item === undefined) return undefined;
  const ids = getNullableType(of);
  const isAddress = 'name' in ids && ids.name === 'ID';
  const holdsAttack =
    giver.instead !== undefined && JSON.stringify(item).includes(giver.instead.value);
  return isNonNullType(place.type) || isAddress || holdsAttack ? [item] : undefined;
}

function objectOf(
  { type }: Place,
  inner: GraphQLInputObjectType,
  giver: Giver,
  depth: number,
): unknown {
  if (depth >= DEPTH_MAX) return undefined;
  const fields = Object.values(inner.getFields()).flatMap(({ name, type: of }) => {
    const place = { coordinate: `${inner.name}.${name}`, name, type: of };
    const value = valueOf(place, giver, depth + 1);
    return value === undefined ? [] : [[name, value] as const];
  });
  return fields.length > 0 || isNonNullType(type) ? Object.fromEntries(fields) : undefined;
}

function isLeftOut(coordinate: string, { instead }: Giver): boolean {
  const choice = CHOICES.find((all) => all.includes(coordinate));
  if (!choice) return false;
  const chosen = choice.find((each) => each === instead?.coordinate) ?? choice[0];
  return coordinate !== chosen;
}

function plain(name: string, type: GraphQLInputType, { nights }: Tenant): unknown {
  // Whom to make an admin is not every operator's to say; a partner is.
  if (isEnumType(type))
    return (name === 'role' ? type.getValue('PARTNER') : type.getValues()[0])?.value;
  switch ('name' in type ? type.name : '') {
    case 'Int':
    case 'MinorUnits':
      return 1;
    case 'Boolean':
      return true;
    case 'Date':
      return /^(to|checkOut|stayTo)$/.test(name) ? nights[1] : nights[0];
    case 'DateTime':
      return '2030-01-01T00:00:00Z';
    default:
      return text(name);
  }
}

function text(name: string): string {
  made += 1;
  if (name === 'roomType') return 'A';
  if (name === 'currency') return 'THB';
  if (name === 'code') return `MADE-${made}`;
  return name === 'clientReference' ? `made-${made}` : 'A';
}
