// Contracts are found by what they are called, by those who may read them, page by page.
import type { IdentityClaims } from '../../../../shared/auth/identity.ts';
import { inTransaction } from '../../../../shared/database/transaction.ts';
import type { ContractFact } from '../../../../shared/domain/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { callers } from '../../../../shared/testing/subgraph-call.ts';
import { upsertHotel } from '../../repositories/hotels.ts';
import { indexSupplierContracts } from '../../services/index-contracts.ts';
import { night, startChangesWorld } from '../changes/world.ts';
import type { ChangesWorld } from '../changes/world.ts';

let world: ChangesWorld;
beforeAll(async () => {
  world = await startChangesWorld();
  await supply('LIS01', { en: 'Miradouro da Graça' }, [
    ['ALT-2026', 'Allotment 2026', ['SUP', 'DLX']],
    ['COM-2026W', 'Winter commitment 2026/2027', ['SUP']],
    ['FRS-2026', 'Free sale 2026', ['DLX']],
  ]);
  await supply('USM01', { en: 'Chaweng Palms', th: 'โรงแรมหาดเฉวง' }, [
    ['ALT-2026', 'Allotment 2026', ['SUP']],
    ['WKD-2026', 'Weekends 2026', ['SUP']],
  ]);
  await world.change('saveContract', {
    hotelId: 'USM01',
    id: 'LOCAL-SONGKRAN',
    name: 'สงกรานต์ Special',
    stayFrom: night(0),
    stayTo: night(9),
    contractKind: 'ALLOTMENT',
    lines: [{ roomType: 'SUP', quantity: 1 }],
  });
});
afterAll(() => world.stop());

async function supply(
  id: string,
  names: Record<string, string>,
  contracts: readonly [id: string, name: string, roomTypes: readonly string[]][],
): Promise<void> {
  const hotel = {
    id,
    name: names['en'] ?? id,
    names,
    city: id.slice(0, 3),
    country: 'TH',
    timezone: 'Asia/Bangkok',
    currency: 'THB',
    updatedAt: '2026-01-01T00:00:00.000000Z',
  };
  const room = (code: string, en: string, th: string) => ({
    hotelId: id,
    code,
    name: en,
    names: { en, th },
    maxOccupancy: 2,
    beds: 1,
  });
  const roomTypes = [room('SUP', 'Superior', 'สุพีเรียร์'), room('DLX', 'Deluxe', 'ดีลักซ์')];
  const facts = contracts.map(([contractId, , codes]) => ({
    kind: 'CONTRACT' as const,
    id: contractId,
    rev: 1,
    stayFrom: '2026-01-01',
    stayTo: '2027-01-01',
    contractKind: 'ALLOTMENT' as const,
    agencies: ['SIAM'],
    lines: codes.map((roomType) => ({ roomType, quantity: 5, rate: 1_000 })),
  }));
  await inTransaction(world.services.dataSource, async (manager) => {
    await upsertHotel(manager, hotel, roomTypes);
    await indexSupplierContracts(
      manager,
      { hotel, roomTypes },
      contracts.map(([contractId, name], at) => ({
        id: contractId,
        name,
        terms: facts[at] as unknown as ContractFact,
      })),
    );
    return ok(null);
  });
  await world.services.append('allotment', id, ...facts);
}

interface Page {
  readonly __typename: string;
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: {
      readonly id: string;
      readonly rank: number;
      readonly hotel: { readonly id: string };
      readonly highlights: readonly {
        readonly field: string;
        readonly text: string;
        readonly ranges: readonly { readonly start: number; readonly end: number }[];
      }[];
    };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const QUERY = `query ($filter: ContractFilter, $search: String, $first: Int, $after: String) {
  contracts(filter: $filter, search: $search, first: $first, after: $after) {
    __typename
    ... on ContractConnection {
      edges { cursor node { id rank hotel { id } highlights { field text ranges { start end } } } }
      pageInfo { hasNextPage endCursor }
    }
    ... on Refusal { reasons { code path } } } }`;

async function find(
  variables: Record<string, unknown>,
  identity: IdentityClaims = callers.operator,
): Promise<Page> {
  const { data, errors } = await world.ask<{ contracts: Page }>(identity, QUERY, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.contracts;
}

const names = ({ edges }: Page) => edges.map(({ node }) => `${node.hotel.id}/${node.id}`);

describe('a search', () => {
  const cases: [what: string, search: string, first: string][] = [
    ['a name', 'winter commitment', 'LIS01/COM-2026W'],
    ['a name with letters left out', 'wintr comitment', 'LIS01/COM-2026W'],
    ['a name with letters swapped', 'weekedns', 'USM01/WKD-2026'],
    ['a code', 'frs-2026', 'LIS01/FRS-2026'],
    ['a hotel without its accents, and a name', 'miradouro graca free', 'LIS01/FRS-2026'],
    ['a hotel with accents it has', 'GRAÇA winter', 'LIS01/COM-2026W'],
    ['Thai within a word of Thai', 'หาดเฉวง weekends', 'USM01/WKD-2026'],
    ['misspelt Thai', 'หาดเชวง weekends', 'USM01/WKD-2026'],
    ['a name in Thai', 'สงกรานต์', 'USM01/LOCAL-SONGKRAN'],
    ['a room type and a year', 'deluxe free', 'LIS01/FRS-2026'],
  ];
  test.each(cases)('finds %s', async (_what, search, first) => {
    expect(names(await find({ search }))[0]).toBe(first);
  });

  test('finds a room type in its own script, and only where there is one', async () => {
    expect(names(await find({ search: 'ดีลักซ์' })).sort()).toEqual([
      'LIS01/ALT-2026',
      'LIS01/FRS-2026',
    ]);
  });

  test('says where its words stand', async () => {
    const { edges } = await find({ search: 'wintr graca' });
    const shown = edges[0]!.node.highlights.map(({ field, text, ranges }) => [
      field,
      ranges.map(({ start, end }) => text.slice(start, end)),
    ]);
    expect(shown).toEqual([
      ['NAME', ['Winter']],
      ['HOTEL', ['Graça']],
    ]);
  });

  test('finds nothing for what is not there, and nothing for signs alone', async () => {
    expect(names(await find({ search: 'zeppelin' }))).toEqual([]);
    expect(names(await find({ search: '%_*' }))).toEqual([]);
  });

  test('is refused when it is no text', async () => {
    for (const search of ['x'.repeat(201), 'a\u0000b']) {
      expect(await find({ search })).toEqual({
        __typename: 'InvalidInput',
        reasons: [{ code: 'BAD_INPUT', path: '/search' }],
      });
    }
  });
});

describe('a list', () => {
  test('without a search has all, by hotel and id; filters narrow it', async () => {
    const all = [
      'LIS01/ALT-2026',
      'LIS01/COM-2026W',
      'LIS01/FRS-2026',
      'USM01/ALT-2026',
      'USM01/LOCAL-SONGKRAN',
      'USM01/WKD-2026',
    ];
    expect(names(await find({}))).toEqual(all);
    expect(names(await find({ filter: { local: true } }))).toEqual(['USM01/LOCAL-SONGKRAN']);
    expect(names(await find({ filter: { hotelIds: ['LIS01'] } }))).toEqual(all.slice(0, 3));
    expect(names(await find({ filter: { from: '2027-01-01', local: false } }))).toEqual([]);
    expect(names(await find({ filter: { kinds: ['FREE_SALE'] } }))).toEqual([]);
  });

  test('is the same in pages of any size, also when a contract comes meanwhile', async () => {
    const search = 'allotment 2026';
    const whole = names(await find({ search }));
    for (const first of [1, 2, 3]) {
      const paged: string[] = [];
      let after: string | null = null;
      do {
        const page: Page = await find({ search, first, after });
        paged.push(...names(page));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(paged).toEqual(whole);
    }
    const { pageInfo } = await find({ search, first: 1 });
    await supply('AAA01', { en: 'First Of All' }, [['ALT-2026', 'Allotment 2026', ['SUP']]]);
    expect(
      names(await find({ search, after: pageInfo.endCursor })).filter(
        (name) => !name.startsWith('AAA01'),
      ),
    ).toEqual(whole.slice(1));
  });

  test('refuses a cursor that is not its own', async () => {
    const after = Buffer.from('after:nonsense').toString('base64url');
    expect(await find({ after })).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('has no contract that was taken back', async () => {
    const own = { hotelId: 'LIS01', id: 'LOCAL-GONE' };
    await world.change('saveContract', {
      ...own,
      name: 'Gone',
      stayFrom: night(0),
      stayTo: night(9),
      contractKind: 'ALLOTMENT',
      lines: [{ roomType: 'SUP', quantity: 1 }],
    });
    expect(names(await find({ search: 'gone' }))).toEqual(['LIS01/LOCAL-GONE']);
    await world.change('retractContract', own);
    expect(names(await find({ search: 'gone' }))).toEqual([]);
  });

  test('gives a hotel its own contracts, and partners and agents none', async () => {
    const visible = async (identity: IdentityClaims) =>
      new Set(names(await find({ search: '2026' }, identity)).map((name) => name.slice(0, 5)));
    expect(await visible(callers.supplier('USM01'))).toEqual(new Set(['USM01']));
    expect(await visible(callers.supplier())).toEqual(new Set());
    expect(await visible(callers.partner('SIAM'))).toEqual(new Set());
    expect(await visible(callers.agent)).toEqual(new Set());
    const others = { search: '2026', filter: { hotelIds: ['LIS01'] } };
    expect(names(await find(others, callers.supplier('USM01')))).toEqual([]);
  });
});

describe('one contract', () => {
  const ONE = `query ($hotelId: ID!, $id: ID!) { contract(hotelId: $hotelId, id: $id) {
    id name revision retracted hotel { id }
    terms { stayFrom agencies contractKind lines { roomType quantity rate byDate { date rooms } } }
    revisions { revision retracted action actor note terms { stayTo } } } }`;
  const one = async (hotelId: string, id: string, identity: IdentityClaims = callers.operator) => {
    const { data } = await world.ask<{ contract: unknown }>(identity, ONE, { hotelId, id });
    return data?.contract;
  };

  test('tells operators its terms, audience and every revision with who made it', async () => {
    expect(await one('LIS01', 'COM-2026W')).toEqual({
      id: 'COM-2026W',
      name: 'Winter commitment 2026/2027',
      revision: 1,
      retracted: false,
      hotel: { id: 'LIS01' },
      terms: {
        stayFrom: '2026-01-01',
        agencies: ['SIAM'],
        contractKind: 'ALLOTMENT',
        lines: [{ roomType: 'SUP', quantity: 5, rate: 1_000, byDate: [] }],
      },
      revisions: [
        {
          revision: 1,
          retracted: false,
          action: null,
          actor: null,
          note: null,
          terms: { stayTo: '2027-01-01' },
        },
      ],
    });
    expect(await one('USM01', 'LOCAL-SONGKRAN')).toMatchObject({
      revisions: [{ action: 'CREATED', actor: 'uid-operator' }],
    });
  });

  test("tells a hotel's own users neither agencies nor staff, and others nothing", async () => {
    expect(await one('LIS01', 'COM-2026W', callers.supplier('LIS01'))).toMatchObject({
      terms: { agencies: null },
    });
    expect(await one('USM01', 'LOCAL-SONGKRAN', callers.supplier('USM01'))).toMatchObject({
      revisions: [{ actor: null }],
    });
    for (const caller of [callers.supplier('USM01'), callers.partner('SIAM'), callers.agent]) {
      expect(await one('LIS01', 'COM-2026W', caller)).toBeNull();
    }
    expect(await one('LIS01', 'nothing')).toBeNull();
    expect(await one('LIS01', '\u0000')).toBeNull();
  });
});
