// Puts the hotels of a seed where their neighbours expect them: in the database, with the supply they
// begin with, and at the supplier.
import { append } from '../../../../shared/ledger/ledger.ts';
import { SUPPLIER_KEY } from './house.ts';
import type { House } from './house.ts';
import { ROOM_TYPES } from './scenario.ts';
import type { Scenario, ScenarioHotel } from './scenario.ts';

export async function plantScenario(house: House, scenario: Scenario): Promise<void> {
  for (const { id, markupBp, limit } of scenario.agencies) {
    await house.admin.query(
      `insert into agency.agencies (id, name, country, currency, status, markup_bp)
       values ($1, $1, 'TH', 'THB', 'ACTIVE', $2)`,
      [id, markupBp],
    );
    await house.admin.query('select agency.set_credit_limit($1, $2)', [id, limit]);
  }
  for (const hotel of scenario.hotels) {
    await insertHotel(house, hotel);
    await house.supplyWriter.transaction((manager) =>
      append(manager, { hotelId: hotel.id, expectedSeq: 0, facts: hotel.facts }),
    );
    await house.supplier.app.inject({
      method: 'PUT',
      url: `/admin/hotels/${hotel.id}`,
      headers: { 'x-api-key': SUPPLIER_KEY },
      payload: { room_types: ROOM_TYPES.map((code) => ({ code })) },
    });
  }
}

async function insertHotel(
  { admin }: House,
  { id, timezone, policy }: ScenarioHotel,
): Promise<void> {
  await admin.query(
    `with hotel as (
       insert into allotment.hotels (id, name, names, city, country, timezone, currency, updated_at, own_cancellation_policy)
       values ($1, $1, '{}', 'Bangkok', 'TH', $2, 'THB', '2026-01-01T00:00:00Z', $4))
     insert into allotment.room_types (hotel_id, code, name, names, max_occupancy, beds)
     select $1, code, code, '{}', 2, 1 from unnest($3::text[]) code`,
    [id, timezone, ROOM_TYPES, policy],
  );
}
