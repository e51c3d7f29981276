// What an agency may see and at which markup, as allotment asks for it where it answers sellers (ADR 17).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SellingTerms1760000000105 implements MigrationInterface {
  name = 'SellingTerms1760000000105';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AT_HOTEL);
    await runner.query(SCOPE);
    await runner.query('grant usage on schema agency to staysync_allotment');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function agency.selling_scope(text);
      drop function agency.selling_terms(text, text);
      revoke usage on schema agency from staysync_allotment;
    `);
  }
}

// No row for an agency that does not exist.
const AT_HOTEL = `
  create function agency.selling_terms(p_agency_id text, p_hotel_id text)
  returns table (sells boolean, markup_bp integer)
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select coalesce(h.sells, a.hotel_access = 'ALL'), coalesce(h.markup_bp, a.markup_bp)
      from agency.agencies a
      left join agency.agency_hotels h on h.agency_id = a.id and h.hotel_id = p_hotel_id
     where a.id = p_agency_id
  $$;
  revoke all on function agency.selling_terms(text, text) from public;
  grant execute on function agency.selling_terms(text, text) to staysync_allotment;
`;

// For lists: these hotels alone, or all but these. One row read once costs less than a function per hotel.
const SCOPE = `
  create function agency.selling_scope(p_agency_id text)
  returns table (listed_only boolean, hotels text[])
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select a.hotel_access = 'LISTED',
           array(select h.hotel_id from agency.agency_hotels h
                  where h.agency_id = a.id and h.sells = (a.hotel_access = 'LISTED'))
      from agency.agencies a where a.id = p_agency_id
  $$;
  revoke all on function agency.selling_scope(text) from public;
  grant execute on function agency.selling_scope(text) to staysync_allotment;
`;
