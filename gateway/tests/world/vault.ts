// A subgraph full of what not everybody may see: for tests of role schemas and of what guards fields.
import type { RoleRules } from '../../roles/role-views.ts';
import type { UserRole } from '../../../shared/auth/identity.ts';

const STAFF = '@tag(name: "admin") @tag(name: "operator") @tag(name: "agent")';
const ALL = `${STAFF} @tag(name: "partner")`;

export const vaultSdl = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@inaccessible", "@tag", "@requiresScopes", "@authenticated", "@policy"]
)
type Query {
  rooms(kinds: [Kind!] = [PLAIN], ceiling: Int ${STAFF}, only: RoomFilter): [Lodging!] ${ALL}
  lodging(id: ID!): Lodging ${ALL}
  strictKind: Kinds ${ALL}
  parcel: Parcel ${ALL}
  margin: Int ${STAFF} @requiresScopes(scopes: [["rates:net"]])
  ledger: Int ${STAFF} @requiresScopes(scopes: [["rates:net", "audit:names"], ["all:all"]])
  named: Int @authenticated @policy(policies: [["first user"]]) ${ALL}
  box: Box ${ALL}
  cellar: Int ${STAFF}
}
type Mutation {
  open(id: ID!): Box @requiresScopes(scopes: [["rates:net"]]) ${ALL}
  close(input: CloseInput!): Int ${ALL}
}
input CloseInput { id: ID! force: Boolean ${STAFF} }
input RoomFilter { text: String secret: String ${STAFF} }
enum Kind { PLAIN HIDDEN ${STAFF} }
type Kinds ${ALL} { kinds: [Kind!]! one: Kind also: Kind! }
interface Lodging ${ALL} { id: ID! rate: Int }
type Plain implements Lodging ${ALL} { id: ID! rate: Int @requiresScopes(scopes: [["rates:net"]]) beds: Int }
type Loft implements Lodging ${ALL} { id: ID! rate: Int beds: Int }
type Cellar implements Lodging ${STAFF} { id: ID! rate: Int }
union Parcel = Plain | Cellar
type Box @key(fields: "id") ${ALL} {
  id: ID!
  secret: ID @requiresScopes(scopes: [["rates:net"]])
  inner: Safe
}
type Safe @requiresScopes(scopes: [["all:all"]]) ${ALL} { code: String }
`;

/** What the services give, whoever asks: tests change it. */
export const vaultHolds = { lodging: 'Plain', parcel: 'Plain', kind: 'PLAIN' };

const lodging = (typename: string, id = 'L1') => ({ __typename: typename, id, rate: 900, beds: 2 });

export const vaultResolvers = {
  Query: {
    rooms: () => [lodging('Plain', 'P1'), lodging('Loft', 'F1')],
    lodging: (_: unknown, { id }: { id: string }) => lodging(vaultHolds.lodging, id),
    strictKind: () => ({ kinds: ['PLAIN', vaultHolds.kind], one: vaultHolds.kind, also: 'PLAIN' }),
    parcel: () => lodging(vaultHolds.parcel),
    margin: () => 11,
    ledger: () => 12,
    named: () => 13,
    box: () => ({ id: 'B1', secret: 'S1', inner: { code: 'c' } }),
    cellar: () => 14,
  },
  Mutation: { open: () => ({ id: 'B1', secret: 'S1' }), close: () => 1 },
  Box: { __resolveReference: ({ id }: { id: string }) => ({ id, secret: 'S1', inner: null }) },
  Lodging: { __resolveType: (each: { __typename: string }) => each.__typename },
  Parcel: { __resolveType: (each: { __typename: string }) => each.__typename },
};

/** Another subgraph knows of boxes: their ids are fetched as keys. */
export const shelfSdl = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@tag"]
)
type Query { shelf: Box ${ALL} }
type Box @key(fields: "id") ${ALL} { id: ID! place: String }
`;

export const shelfResolvers = {
  Query: { shelf: () => ({ id: 'B1' }) },
  Box: { place: () => 'left' },
};

const roles = (...names: UserRole[]) => new Set(names);

/** Scopes by role and one policy: the caller is the user that tests speak as. */
export const roleRules: RoleRules = {
  scopes: new Map([
    ['rates:net', roles('ADMIN', 'OPERATOR')],
    ['audit:names', roles('ADMIN', 'OPERATOR', 'AGENT')],
    ['all:all', roles('ADMIN')],
  ]),
  policies: { 'first user': ({ identity }) => identity.subject === 'uid-1' },
};
