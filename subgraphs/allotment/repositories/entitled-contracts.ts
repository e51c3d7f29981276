// Contracts that one agency may sell, read from the latest facts: the same two lists decide as in the
// pipeline (`maySee`, domain.md §3.1).
import type { DataSource, EntityManager } from 'typeorm';
import type { EntitledContract } from '../domain/entitled-contract.ts';
import type { HotelScope } from './selling-terms.ts';

export interface EntitledPage {
  readonly agencyId: string;
  readonly scope: HotelScope;
  readonly hotelId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Hotel and id of the last one seen. */
  readonly after: readonly [hotelId: string, id: string] | null;
  readonly limit: number;
}

/** By hotel and id, by code point. */
export async function findEntitledContracts(
  connection: Pick<DataSource | EntityManager, 'query'>,
  { agencyId, scope, hotelId, from, to, after, limit }: EntitledPage,
): Promise<EntitledContract[]> {
  return connection.query(scope.listedOnly ? AMONG_LISTED : BUT_LISTED, [
    agencyId,
    scope.hotels,
    hotelId,
    from,
    to,
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit,
  ]);
}

const LATEST = (kind: string): string => `
  select f.content, f.retracted from ledger.facts f
   where f.hotel_id = s.hotel_id and f.kind = '${kind}' and f.id = s.id
   order by f.rev desc, f.recorded_at desc limit 1`;

const entitled = (isInScope: string): string => `
  select s.hotel_id as "hotelId", s.id, s.name, c.content as terms
    from allotment.contract_search s
         cross join lateral (${LATEST('CONTRACT')}) c
         left join lateral (${LATEST('AUDIENCE')}) a on true
   where not s.is_retracted and not c.retracted
     and ${isInScope}
     and ($3::text is null or s.hotel_id = $3)
     and ($4::date is null or s.stay_to > $4) and ($5::date is null or s.stay_from < $5)
     and ($6::text is null
          or (s.hotel_id collate "C", s.id collate "C") > ($6 collate "C", $7 collate "C"))
     and (c.content->'agencies' is null or c.content->'agencies' ? $1)
     and (a.content is null or a.retracted or a.content->'agencies' ? $1)
   order by s.hotel_id collate "C", s.id collate "C" limit $8`;

// Two texts, because each finds its hotels by an index that a condition on both would hide.
const AMONG_LISTED = entitled('s.hotel_id = any($2)');
const BUT_LISTED = entitled('s.hotel_id <> all($2)');
