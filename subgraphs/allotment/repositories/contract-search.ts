// The index over contracts that search reads: one row per contract, written with its facts.
import type { DataSource, EntityManager } from 'typeorm';
import type { ContractKind } from '../../../shared/domain/facts.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export interface IndexedContract {
  readonly id: string;
  readonly name: string;
  readonly contractKind: ContractKind;
  readonly stayFrom: string;
  /** Exclusive. */
  readonly stayTo: string;
  /** Codes. */
  readonly roomTypes: readonly string[];
  readonly isLocal: boolean;
  readonly isRetracted: boolean;
}

export type ContractEntry = IndexedContract & {
  readonly folded: string;
  readonly grams: readonly string[];
};

const COLUMNS = `hotel_id as "hotelId", id, name, contract_kind as "contractKind",
  stay_from as "stayFrom", stay_to as "stayTo", room_types as "roomTypes", is_local as "isLocal",
  is_retracted as "isRetracted"`;

/** Operators' own contracts of a hotel, retracted ones too; `only` narrows to these ids. */
export async function findOwnContracts(
  connection: Queryable,
  hotelId: string,
  only: readonly string[] | null = null,
): Promise<IndexedContract[]> {
  return connection.query(
    `select ${COLUMNS} from allotment.contract_search
      where hotel_id = $1 and is_local and ($2::text[] is null or id = any($2)) order by id`,
    [hotelId, only],
  );
}

/** Writes entries; rows that say the same already are left alone. */
export async function upsertEntries(
  manager: EntityManager,
  hotelId: string,
  entries: readonly ContractEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await manager.query(
    `insert into allotment.contract_search as old (hotel_id, id, name, contract_kind, stay_from,
            stay_to, room_types, is_local, is_retracted, folded, grams)
     select $1, e.id, e.name, e."contractKind", e."stayFrom", e."stayTo", e."roomTypes", e."isLocal",
            e."isRetracted", e.folded, e.grams
       from jsonb_to_recordset($2::jsonb) as e(id text, name text, "contractKind" text,
              "stayFrom" date, "stayTo" date, "roomTypes" text[], "isLocal" boolean,
              "isRetracted" boolean, folded text, grams text[])
     on conflict (hotel_id, id) do update set name = excluded.name,
       contract_kind = excluded.contract_kind, stay_from = excluded.stay_from,
       stay_to = excluded.stay_to, room_types = excluded.room_types,
       is_retracted = excluded.is_retracted, folded = excluded.folded, grams = excluded.grams
     where old is distinct from excluded`,
    [hotelId, JSON.stringify(entries)],
  );
}

export interface SearchPage {
  /** Null: all hotels. */
  readonly hotelIds: readonly string[] | null;
  readonly kinds: readonly string[] | null;
  /** Contracts that cover a night of `[from, to)`. */
  readonly from: string | null;
  readonly to: string | null;
  readonly isLocal: boolean | null;
  /** Folded words with their grams; empty: everything, in the order of hotel and id. */
  readonly words: readonly { readonly text: string; readonly grams: readonly string[] }[];
  readonly wordHitMin: number;
  readonly after: { readonly rank: number; readonly hotelId: string; readonly id: string } | null;
  readonly limit: number;
}

export type FoundContract = IndexedContract & { readonly hotelId: string; readonly rank: number };

/**
 * Contracts that have every word, at least nearly, the best first. The rank is a whole number in
 * thousandths: how much of the words is there, and once more for words that are there in full. It
 * depends on the contract and the words alone, so pages hang together.
 */
export async function searchContracts(
  connection: Queryable,
  page: SearchPage,
): Promise<FoundContract[]> {
  const { words, after } = page;
  return connection.query(
    `with word as (
       select w.text, w.grams from jsonb_to_recordset($1::jsonb) as w(text text, grams text[])
     ), found as (
       select c.*, coalesce(m.rank, 0) as rank from allotment.contract_search c
        cross join lateral (
          select min(h.hit) as least,
                 round(1000 * avg(h.hit) + 1000 * avg((position(h.text in c.folded) > 0)::int))::int as rank
            from (select w.text, (select count(*) from unnest(w.grams) g where g = any(c.grams))::float
                                 / cardinality(w.grams) as hit from word w) h
        ) m
        where not c.is_retracted
          and ($2::text[] = '{}' or (c.grams && $2 and m.least >= $3))
          and ($4::text[] is null or c.hotel_id = any($4))
          and ($5::text[] is null or c.contract_kind = any($5))
          and ($6::date is null or c.stay_to > $6) and ($7::date is null or c.stay_from < $7)
          and ($8::boolean is null or c.is_local = $8)
     )
     select ${COLUMNS}, rank from found
      where $9::int is null
         or (-rank, hotel_id collate "C", id collate "C") > (-$9::int, $10 collate "C", $11 collate "C")
      order by rank desc, hotel_id collate "C", id collate "C" limit $12`,
    [
      JSON.stringify(words),
      words.flatMap(({ grams }) => grams),
      page.wordHitMin,
      page.hotelIds,
      page.kinds,
      page.from,
      page.to,
      page.isLocal,
      after?.rank ?? null,
      after?.hotelId ?? '',
      after?.id ?? '',
      page.limit,
    ],
  );
}

/** Names of contracts by id; those that are not indexed are left out. */
export async function findContractName(
  connection: Queryable,
  hotelId: string,
  id: string,
): Promise<string | null> {
  const rows: { name: string }[] = await connection.query(
    'select name from allotment.contract_search where hotel_id = $1 and id = $2',
    [hotelId, id],
  );
  return rows[0]?.name ?? null;
}
