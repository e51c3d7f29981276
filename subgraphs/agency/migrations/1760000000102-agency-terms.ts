// What was agreed with an agency: whom to call, what it pays, which hotels it sells; and how the
// booking asks for it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AgencyTerms1760000000102 implements MigrationInterface {
  name = 'AgencyTerms1760000000102';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TERMS);
    await runner.query(HOTELS);
    await runner.query(BOOKING_TERMS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function agency.booking_terms(text, text[]);
      drop table agency.agency_hotels;
      alter table agency.agency_audit_log drop column note;
      alter table agency.agencies drop column version, drop column contacts, drop column markup_bp,
        drop column commission_bp, drop column hotel_access, drop column updated_at;
    `);
  }
}

const TERMS = `
  alter table agency.agencies
    -- Grows by one with every change, which names the version that it was decided on.
    add column version integer not null default 1 check (version >= 1),
    add column contacts jsonb not null default '[]' check (jsonb_typeof(contacts) = 'array'),
    add column markup_bp integer not null default 0 check (markup_bp between 0 and 100000),
    add column commission_bp integer check (commission_bp between 0 and 10000),
    -- ALL hotels but those that are refused, or LISTED ones alone.
    add column hotel_access text not null default 'ALL' check (hotel_access in ('ALL', 'LISTED')),
    add column updated_at timestamptz not null default ledger.clock();
  -- Why, in the words of whoever did it.
  alter table agency.agency_audit_log add column note text;
`;

// Where an agency's terms at one hotel differ from its usual ones.
const HOTELS = `
  create table agency.agency_hotels (
    agency_id text collate "C" not null references agency.agencies,
    hotel_id text collate "C" not null check (hotel_id ~ '^[A-Z0-9][A-Z0-9-]{0,31}$'),
    sells boolean not null,
    markup_bp integer check (markup_bp between 0 and 100000),
    primary key (agency_id, hotel_id)
  );
`;

// For reservation alone, and no more of an agency than a booking needs. Asked for each batch of
// bookings anew, so that what is suspended or refused is so at once. Unknown agencies have no row.
const BOOKING_TERMS = `
  create function agency.booking_terms(p_hotel_id text, p_agency_ids text[])
  returns table (agency_id text, active boolean, sells_hotel boolean, markup_bp integer)
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select a.id, a.status = 'ACTIVE', coalesce(h.sells, a.hotel_access = 'ALL'),
           coalesce(h.markup_bp, a.markup_bp)
      from agency.agencies a
      left join agency.agency_hotels h on h.agency_id = a.id and h.hotel_id = p_hotel_id
     where a.id = any(p_agency_ids)
  $$;
  revoke all on function agency.booking_terms(text, text[]) from public;
  grant execute on function agency.booking_terms(text, text[]) to staysync_reservation;
  grant usage on schema agency to staysync_reservation;
`;

const GRANTS = `
  grant select, insert, update, delete on agency.agency_hotels to staysync_agency;
  grant select on agency.agency_hotels to staysync_verify;
`;
