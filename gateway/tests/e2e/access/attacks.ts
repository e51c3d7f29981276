// Attacks by ids, made from a schema: whatever belongs to another is put into every place that takes an
// id or a text, each time beside the same question with an id that nobody has.
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { askWhole } from './documents.ts';
import type { Tenant } from './two-tenants.ts';

export type IdKind = Exclude<keyof Tenant, 'nights' | 'anything' | 'syncRun'>;

/** The same question twice, with the id that differs. */
export interface Attack {
  readonly name: string;
  readonly theirs: Question;
  readonly nobodys: Question;
}

export interface Question {
  readonly text: string;
  readonly id: string;
}

/** Deep enough to tell something from nothing: the nodes of a list, the days of a calendar. */
const LEVELS = 3;
/** Below the gateway's limits, so that none of them answers in place of a service. */
const FIELDS_PER_REQUEST = 2_000;
const TOKENS_PER_REQUEST = 3_000;
const ATTACKS_PER_REQUEST = 20;

/**
 * Every place, tried once for each kind of id; everything else is the caller's own. Places below a root
 * field are tried under the root from which the way to them is shortest.
 */
export function attacksOn(
  schema: GraphQLSchema,
  owner: 'Query' | 'Mutation',
  kinds: readonly IdKind[],
  { own, other, missing }: Readonly<Record<'own' | 'other' | 'missing', Tenant>>,
): Attack[] {
  const root = owner === 'Query' ? schema.getQueryType() : schema.getMutationType();
  const roots = Object.values(root?.getFields() ?? {}).map((field) => {
    const wholly = askWhole(schema, owner, field, { tenant: own });
    const { places } = askWhole(schema, owner, field, { tenant: own }, 0);
    return { field, wholly, places };
  });
  const below = new Map<string, (typeof roots)[number]>();
  for (const each of roots) {
    for (const place of each.wholly.places) {
      const best = below.get(place);
      if (each.places.has(place)) continue;
      if (!best || each.wholly.text.length < best.wholly.text.length) below.set(place, each);
    }
  }
  return roots.flatMap((each) => {
    const deep = owner === 'Query' ? [...below].filter(([, under]) => under === each) : [];
    return [
      ...[...each.places].map((place) => [place, LEVELS] as const),
      ...deep.map(([place]) => [place, Infinity] as const),
    ].flatMap(([coordinate, levels]) =>
      kinds.map((kind) => {
        const put = (id: string): Question => {
          const giver = { tenant: own, instead: { coordinate, value: id } };
          const { text } = askWhole(schema, owner, each.field, giver, levels);
          return { id, text: owner === 'Query' ? text : withShortAnswer(text) };
        };
        const name = `${owner}.${each.field.name}: their ${kind} as ${coordinate}`;
        return { name, theirs: put(other[kind]), nobodys: put(missing[kind]) };
      }),
    );
  });
}

/** What a mutation left behind changes what is seen next: its own answer is enough here. */
function withShortAnswer(text: string): string {
  const refusal = '... on Refusal { message reasons { code path nights needed have } }';
  return text.replace(/ \{ __typename [^]*$/, ` { __typename ${refusal} }`);
}

/** As many as one request may hold. */
export function batches(attacks: readonly Attack[]): Attack[][] {
  const all: Attack[][] = [];
  let fields = 0;
  let tokens = 0;
  for (const attack of attacks) {
    const size = sizeOf(attack.theirs.text);
    fields += 2 * size.fields;
    tokens += 2 * size.tokens;
    const last = all.at(-1);
    const isFull = fields > FIELDS_PER_REQUEST || tokens > TOKENS_PER_REQUEST;
    if (last && last.length < ATTACKS_PER_REQUEST && !isFull) last.push(attack);
    else {
      all.push([attack]);
      fields = 2 * size.fields;
      tokens = 2 * size.tokens;
    }
  }
  return all;
}

/** Fields and tokens of a piece of an operation: what the gateway's limits count. */
function sizeOf(text: string): { readonly fields: number; readonly tokens: number } {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|\.\.\.|[\w$-]+|[^\s\w]/g)?.length ?? 0;
  let fields = 0;
  JSON.stringify(parse(`{ ${text} }`, { noLocation: true }), (key, value: unknown) => {
    if (key === 'kind' && (value === 'Field' || value === 'InlineFragment')) fields += 1;
    return value;
  });
  return { fields, tokens };
}
