// The table of agencies, each with the limit of its credit account.
import type { DataSource, EntityManager } from 'typeorm';
import { fold, textGrams } from '../../../shared/domain/search/fold.ts';
import type { AgencyScope } from '../domain/agency-scope.ts';
import { searchText } from '../domain/agency.ts';
import type { Agency, AgencyStatus } from '../domain/agency.ts';

type Queryable = Pick<DataSource | EntityManager, 'query'>;

export interface AgencyQuery {
  readonly scope: AgencyScope;
  /** As it was typed; part of a code or name, in any case, or its words, misspelt or not. */
  readonly search: string | null;
  readonly words: readonly { readonly text: string; readonly grams: readonly string[] }[];
  readonly wordHitMin: number;
  readonly status: AgencyStatus | null;
  readonly country: string | null;
  readonly tier: string | null;
  /** After which to begin. */
  readonly after: { readonly rank: number; readonly code: string } | null;
  readonly limit: number;
}

/** The higher the rank the better; 0 without a search. */
export type FoundAgency = Agency & { readonly rank: number };

const COLUMNS = `a.id as code, a.name, a.country, a.currency, a.tier, a.status, a.version, a.contacts,
  a.markup_bp as "markupBp", a.commission_bp as "commissionBp", a.hotel_access as "hotelAccess",
  (select c.limit_amount from agency.credit_accounts c where c.agency_id = a.id) as "creditLimit"`;

export async function findById(connection: Queryable, id: string): Promise<Agency | null> {
  const [agency] = await findByIds(connection, [id]);
  return agency ?? null;
}

/** In any order; ids without an agency are left out. */
export async function findByIds(connection: Queryable, ids: readonly string[]): Promise<Agency[]> {
  return connection.query(`select ${COLUMNS} from agency.agencies a where a.id = any($1)`, [ids]);
}

/** The agency, which nobody else changes until this transaction ends. */
export async function lockById(manager: EntityManager, id: string): Promise<Agency | null> {
  await manager.query('select 1 from agency.agencies where id = $1 for no key update', [id]);
  return findById(manager, id);
}

/**
 * The best first, then in the order of codes. The rank is a whole number: how much of the words is
 * there, and more for what is there in full; it depends on the agency and the words alone, so pages
 * hang together.
 */
export async function findPage(connection: Queryable, query: AgencyQuery): Promise<FoundAgency[]> {
  const { scope, words, after } = query;
  return connection.query(
    `with word as (
       select w.text, w.grams from jsonb_to_recordset($1::jsonb) as w(text text, grams text[])
     ), found as (
       select a.*, ${RANK} as rank from agency.agencies a cross join lateral (${HITS}) h
        where ($2::text is null or h.typed or (a.grams && $3 and h.least >= $4))
          and ($5::text[] is null or a.id = any($5))
          and ($6::text is null or a.status = $6)
          and ($7::text is null or a.country = $7)
          and ($8::text is null or a.tier = $8)
     )
     select ${COLUMNS}, a.rank from found a
      where $9::int is null or (-a.rank, a.id) > (-$9::int, $10 collate "C")
      order by a.rank desc, a.id limit $11`,
    [
      JSON.stringify(words),
      query.search,
      words.flatMap(({ grams }) => grams),
      query.wordHitMin,
      scope === 'ALL' ? null : scope,
      query.status,
      query.country,
      query.tier,
      after?.rank ?? null,
      after?.code ?? '',
      query.limit,
    ],
  );
}

const RANK = `case when $2::text is null then 0
  else (1000 * coalesce(h.mean, 0) + 1000 * coalesce(h.whole, 0) + 1000 * h.typed::int)::int end`;

// What was typed is plain text, no pattern: a searched % means itself.
const HITS = `
  select min(w.hit) as least, avg(w.hit) as mean, avg(w.whole) as whole,
         coalesce(strpos(lower(a.id), lower($2)) > 0 or strpos(lower(a.name), lower($2)) > 0, false) as typed
    from (select (select count(*) from unnest(word.grams) g where g = any(a.grams))::float
                   / greatest(cardinality(word.grams), 1) as hit,
                 (strpos(a.folded, word.text) > 0)::int as whole from word) w`;

/** False, and nothing written, when an agency of this code is there already. */
export async function insertIfAbsent(manager: EntityManager, agency: Agency): Promise<boolean> {
  const { code, name, country, currency, tier, status } = agency;
  const folded = fold(searchText(agency));
  const rows: unknown[] = await manager.query(
    `insert into agency.agencies (id, name, country, currency, tier, status, folded, grams)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [code, name, country, currency, tier, status, folded, textGrams(folded)],
  );
  return rows.length === 1;
}

/** Writes all that may change of it; whoever calls has locked it. */
export async function update(manager: EntityManager, agency: Agency): Promise<void> {
  const folded = fold(searchText(agency));
  await manager.query(
    `update agency.agencies set name = $2, country = $3, tier = $4, status = $5, version = $6,
            contacts = $7, markup_bp = $8, commission_bp = $9, hotel_access = $10,
            folded = $11, grams = $12, updated_at = ledger.clock() where id = $1`,
    [
      agency.code,
      agency.name,
      agency.country,
      agency.tier,
      agency.status,
      agency.version,
      JSON.stringify(agency.contacts),
      agency.markupBp,
      agency.commissionBp,
      agency.hotelAccess,
      folded,
      textGrams(folded),
    ],
  );
}
