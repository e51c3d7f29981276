// The facts about blocks in the ledger.
import type { EntityManager } from 'typeorm';
import type { BlockFact } from '../domain/hard-block.ts';

interface FactRow {
  readonly hotel_id: string;
  readonly id: string;
  readonly rev: number;
  readonly recorded_at: string;
  readonly retracted: boolean;
  readonly content: Record<string, unknown>;
}

/**
 * By hotel, every revision of every event that ever was about a block. Retractions carry no type and
 * ids are shared by all types of events, so they are found by the id, not by their own content.
 */
export async function findByHotels(
  manager: EntityManager,
  hotelIds: readonly string[],
): Promise<Map<string, BlockFact[]>> {
  const rows: FactRow[] = await manager.query(
    `select hotel_id, id, rev, recorded_at, retracted, content
       from ledger.facts f
      where hotel_id = any($1) and kind = 'EVENT'
        and exists (select 1 from ledger.facts b
                     where b.hotel_id = f.hotel_id and b.kind = 'EVENT' and b.id = f.id
                       and b.content->>'type' like 'BLOCK\\_%')
      order by hotel_id, seq`,
    [hotelIds],
  );
  const byHotel = Map.groupBy(rows, (row) => row.hotel_id);
  return new Map([...byHotel].map(([hotelId, facts]) => [hotelId, facts.map(toFact)]));
}

// What is in the ledger was parsed before it was appended, so its shape is trusted here.
function toFact(row: FactRow): BlockFact {
  return {
    kind: 'EVENT',
    id: row.id,
    rev: row.rev,
    recordedAt: row.recorded_at,
    ...(row.retracted ? { retracted: true } : {}),
    ...row.content,
  } as unknown as BlockFact;
}
