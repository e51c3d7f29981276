// Two subgraphs that share an entity: enough for every shape of plan the gateway executes.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Identity } from '../../../shared/auth/identity.ts';

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: [
    "@key", "@shareable", "@inaccessible", "@tag", "@authenticated", "@requiresScopes", "@policy"
  ]
)`;
const STAFF = '@tag(name: "admin") @tag(name: "operator")';
const ALL = `${STAFF} @tag(name: "agent") @tag(name: "partner") @tag(name: "supplier")`;

interface Context {
  readonly identity: Identity;
  readonly request: IncomingMessage;
}

export const hotelsSdl = `${LINK}
type Query ${ALL} {
  hotel(id: ID!): Hotel
  hotels(ids: [ID!]!): [Hotel!]!
  search(text: String!): [Found!]!
  me: Caller!
  slow: Int
  refused: Int
  guessing: Int
  broken: Int
  decideHolds: Int @inaccessible
}
type Caller ${ALL} { subject: String! role: String! agencyId: String hotelIds: [ID!] }
type Hotel @key(fields: "id") ${ALL} {
  id: ID!
  name: String!
  netRate: Int @inaccessible
  rooms(first: Int = 2): [Room!]!
}
interface Room ${ALL} { code: ID! beds: Int! }
type Suite implements Room ${ALL} { code: ID! beds: Int! terrace: Boolean! }
type Dorm implements Room ${ALL} { code: ID! beds: Int! shared: Int! }
type City ${ALL} { title: String! }
union Found = Hotel | City
`;

const rooms = [
  { __typename: 'Suite', code: 'S1', beds: 2, terrace: true },
  { __typename: 'Dorm', code: 'D1', beds: 8, shared: 3 },
  { __typename: 'Suite', code: 'S2', beds: 1, terrace: false },
];
const hotelOf = (id: string) => ({ __typename: 'Hotel', id, name: `Hotel ${id}`, netRate: 100 });

/** What happens to the connection of a caller who waits for `slow`. */
export const slowCalls = { started: 0, abandoned: 0 };

export const hotelsResolvers = {
  Query: {
    hotel: (_: unknown, { id }: { id: string }) => (id === 'NONE' ? null : hotelOf(id)),
    hotels: (_: unknown, { ids }: { ids: string[] }) => ids.map(hotelOf),
    search: (_: unknown, { text }: { text: string }) => [
      hotelOf(text),
      { __typename: 'City', title: `City of ${text}` },
    ],
    me: (_: unknown, __: unknown, { identity }: Context) => identity,
    async slow(_: unknown, __: unknown, { request }: Context) {
      slowCalls.started += 1;
      await once(request.socket, 'close');
      slowCalls.abandoned += 1;
    },
    refused() {
      throw new GraphQLError('No such night.', {
        extensions: { code: 'NOT_FOUND', http: { status: 418 }, sql: 'SELECT 1', retryable: false },
      });
    },
    guessing() {
      throw new GraphQLError('Unknown field "a". Did you mean "netRate"?', {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    },
    broken() {
      throw new Error('password of the database is hunter2');
    },
    decideHolds: () => 1,
  },
  Hotel: {
    __resolveReference: ({ id }: { id: string }) => hotelOf(id),
    rooms: (_: unknown, { first }: { first: number }) => rooms.slice(0, first),
  },
  Room: { __resolveType: (room: { __typename: string }) => room.__typename },
  Found: { __resolveType: (found: { __typename: string }) => found.__typename },
};

export const bookingsSdl = `${LINK}
type Query ${ALL} { booking(id: ID!): Booking }
type Mutation ${ALL} { book(hotelId: ID!, guests: Int!): BookResult!  count: Int! }
union BookResult = Booked | NotAvailable
type Booked ${ALL} { booking: Booking! }
type NotAvailable ${ALL} { left: Int! }
type Booking @key(fields: "id") ${ALL} { id: ID! hotel: Hotel! guests: Int! }
type Hotel @key(fields: "id") ${ALL} {
  id: ID!
  bookings: [Booking!]!
  fragile: Int
  strict: Int!
}
`;

let counted = 0;

export const bookingsResolvers = {
  Query: {
    booking: (_: unknown, { id }: { id: string }) => ({ id, hotel: { id: 'BKK1' }, guests: 2 }),
  },
  Mutation: {
    book: (_: unknown, { hotelId, guests }: { hotelId: string; guests: number }) =>
      guests > 10
        ? { __typename: 'NotAvailable', left: 10 }
        : { __typename: 'Booked', booking: { id: 'bkg_1', hotel: { id: hotelId }, guests } },
    count: () => (counted += 1),
  },
  BookResult: { __resolveType: (result: { __typename: string }) => result.__typename },
  Hotel: {
    bookings: ({ id }: { id: string }) => [{ id: `bkg_${id}`, hotel: { id }, guests: 2 }],
    fragile({ id }: { id: string }) {
      if (id === 'BAD') throw new GraphQLError('Not yours.', { extensions: { code: 'FORBIDDEN' } });
      return 7;
    },
    strict: () => null,
  },
};
