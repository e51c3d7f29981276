// Credit: how much an agency may have open at once, over all hotels. Taken and given back in the
// booking's own transaction, through the one function that reservation may call.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Credit1760000000103 implements MigrationInterface {
  name = 'Credit1760000000103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(USED);
    await runner.query(TOLD);
    await runner.query(USE);
    await runner.query(LIMIT);
    await runner.query(BOOKING_TERMS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function agency.booking_terms(text, text[]);
      drop function agency.set_credit_limit(text, bigint);
      drop function agency.use_credit(text[], jsonb);
      drop function agency.told_uses(jsonb, text, text);
      drop function agency.credit_used(text);
      drop table agency.credit_uses, agency.credit_accounts;
    `);
  }
}

/** First half of the advisory locks on accounts; their second half is the agency. */
const LOCK_SPACE = 1_129_465_172;

// An agency without a limit has no account, and its bookings find no row to wait for. A use is what one
// booking takes of the limit; `used` is their sum, so that nobody has to add thousands up.
const ACCOUNTS = `
  create table agency.credit_accounts (
    agency_id text collate "C" primary key references agency.agencies,
    -- Minor units of the agency's currency, like all amounts here.
    limit_amount bigint not null check (limit_amount >= 0),
    used bigint not null check (used >= 0)
  );
  create table agency.credit_uses (
    booking_id text primary key,
    agency_id text collate "C" not null references agency.credit_accounts on delete cascade,
    amount bigint not null check (amount > 0),
    -- Of a hold: from then on it counts no more, whether or not a job has written it down.
    expires_at timestamptz
  );
  create index credit_uses_expiring on agency.credit_uses (agency_id, expires_at)
    where expires_at is not null;
`;

// Of the limit, now: what is open, without holds whose time is up.
const USED = `
  create function agency.credit_used(p_agency_id text) returns bigint
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select a.used - coalesce((
             select sum(u.amount) from agency.credit_uses u
              where u.agency_id = a.agency_id and u.expires_at <= ledger.clock()), 0)::bigint
      from agency.credit_accounts a where a.agency_id = p_agency_id
  $$;
  revoke all on function agency.credit_used(text) from public;
  grant execute on function agency.credit_used(text) to staysync_agency, staysync_verify;
`;

// Says what each of these bookings takes from now on (nothing: 0). Locks are taken in one order in
// every transaction: hotel head, then agencies by their lock's number, then accounts by id; so that
// two hotels' batches never wait for each other in a circle. The shared lock is what opening an account
// waits for (exclusively): no booking is under way then whose use it could miss.
// SC001: a checked booking finds less than it needs, or cannot be counted; its transaction is undone.
const USE = `
  create function agency.use_credit(p_agency_ids text[], p_uses jsonb) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, agency as $$
  declare
    account record;
    change record;
    counted integer := 0;
  begin
    perform pg_advisory_xact_lock_shared(${LOCK_SPACE}, key)
       from (select distinct hashtext(id) as key from unnest(p_agency_ids) id order by 1) keys;
    if not exists (select from agency.credit_accounts where agency_id = any(p_agency_ids)) then
      return counted;
    end if;
    for account in
      select c.agency_id, c.limit_amount, a.currency
        from agency.credit_accounts c join agency.agencies a on a.id = c.agency_id
       where c.agency_id = any(p_agency_ids) order by c.agency_id for no key update of c
    loop
      select coalesce(sum(told.amount), 0) - coalesce(sum(u.amount), 0) as amount,
             coalesce(bool_or(told.checked), false) as checked,
             coalesce(bool_or(told.checked and told.amount is null), false) as uncountable
        into change
        from agency.told_uses(p_uses, account.agency_id, account.currency) told
        left join agency.credit_uses u using (booking_id);
      if change.uncountable then
        raise exception 'what % books cannot be counted', account.agency_id using errcode = 'SC001';
      end if;
      delete from agency.credit_uses u
       using agency.told_uses(p_uses, account.agency_id, account.currency) told
       where u.booking_id = told.booking_id and coalesce(told.amount, 0) = 0;
      insert into agency.credit_uses (booking_id, agency_id, amount, expires_at)
        select told.booking_id, account.agency_id, told.amount, told.expires_at
          from agency.told_uses(p_uses, account.agency_id, account.currency) told
         where told.amount > 0
        on conflict (booking_id) do update
          set amount = excluded.amount, expires_at = excluded.expires_at;
      update agency.credit_accounts set used = used + change.amount
       where agency_id = account.agency_id;
      if change.checked and agency.credit_used(account.agency_id) > account.limit_amount then
        raise exception 'the credit of % is used up', account.agency_id using errcode = 'SC001';
      end if;
      counted := counted + 1;
    end loop;
    return counted;
  end
  $$;
  revoke all on function agency.use_credit(text[], jsonb) from public;
  grant execute on function agency.use_credit(text[], jsonb) to staysync_reservation;
`;

// What a booking takes, in the account's currency: null where that cannot be said.
const TOLD = `
  create function agency.told_uses(p_uses jsonb, p_agency_id text, p_currency text)
  returns table (booking_id text, amount bigint, expires_at timestamptz, checked boolean)
  language sql immutable set search_path = pg_catalog as $$
    select u."bookingId",
           case when u.amount = 0 then 0
                when u.currency = p_currency then greatest(u.amount, 0) end,
           u."expiresAt", u.checked
      from jsonb_to_recordset(p_uses) as u("agencyId" text, "bookingId" text, amount bigint,
             currency text, "expiresAt" timestamptz, checked boolean)
     where u."agencyId" = p_agency_id
  $$;
  revoke all on function agency.told_uses(jsonb, text, text) from public;
`;

// Opens, changes or (null) closes an account. Opened, it takes over what is open already: bookings that
// are under way are waited for, those that come find the account.
const LIMIT = `
  create function agency.set_credit_limit(p_agency_id text, p_limit bigint) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, agency as $$
  begin
    perform pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(p_agency_id));
    if p_limit is null then
      delete from agency.credit_accounts where agency_id = p_agency_id;
      return;
    end if;
    update agency.credit_accounts set limit_amount = p_limit where agency_id = p_agency_id;
    if found then
      return;
    end if;
    insert into agency.credit_accounts values (p_agency_id, p_limit, 0);
    insert into agency.credit_uses (booking_id, agency_id, amount, expires_at)
      select o.booking_id, a.id, o.amount, o.expires_at
        from agency.agencies a, reservation.open_credit(a.id, a.currency) o where a.id = p_agency_id;
    update agency.credit_accounts
       set used = (select coalesce(sum(u.amount), 0) from agency.credit_uses u
                    where u.agency_id = p_agency_id)
     where agency_id = p_agency_id;
  end
  $$;
  revoke all on function agency.set_credit_limit(text, bigint) from public;
  grant execute on function agency.set_credit_limit(text, bigint) to staysync_agency;
`;

// As before, with the currency and what is left of the credit; null without a limit.
const BOOKING_TERMS = `
  drop function agency.booking_terms(text, text[]);
  create function agency.booking_terms(p_hotel_id text, p_agency_ids text[])
  returns table (agency_id text, active boolean, sells_hotel boolean, markup_bp integer,
                 currency text, credit_free bigint)
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select a.id, a.status = 'ACTIVE', coalesce(h.sells, a.hotel_access = 'ALL'),
           coalesce(h.markup_bp, a.markup_bp), a.currency,
           case when c.agency_id is null then null
                else c.limit_amount - agency.credit_used(a.id) end
      from agency.agencies a
      left join agency.agency_hotels h on h.agency_id = a.id and h.hotel_id = p_hotel_id
      left join agency.credit_accounts c on c.agency_id = a.id
     where a.id = any(p_agency_ids)
  $$;
  revoke all on function agency.booking_terms(text, text[]) from public;
  grant execute on function agency.booking_terms(text, text[]) to staysync_reservation;
`;

const GRANTS = `
  grant select on agency.credit_accounts to staysync_agency;
  grant select on agency.credit_accounts, agency.credit_uses to staysync_verify;
`;
