// What every booking asks of its agency, at less cost: many hotels' terms in one call whose plan is
// kept, and the lock of one agency without a statement. What is asked and what is locked stays the same.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BookingMadeCheap1760000000120 implements MigrationInterface {
  name = 'BookingMadeCheap1760000000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function agency.booking_terms(text, text[])');
    await runner.query(TERMS_OF_PAIRS);
    await runner.query(useCredit(ONE_LOCK));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(useCredit(ALL_LOCKS));
    await runner.query('drop function agency.booking_terms(text[], text[])');
    await runner.query(TERMS_OF_ONE);
  }
}

const COLUMNS = `
  a.id, a.status = 'ACTIVE', coalesce(h.sells, a.hotel_access = 'ALL'),
  coalesce(h.markup_bp, a.markup_bp), a.currency,
  case when c.agency_id is null then null
       else c.limit_amount - agency.credit_used(a.id) end`;

// The nth agency at the nth hotel, told by its place; unknown agencies have no row. PL/pgSQL, because a
// function in SQL is planned anew by every call, which costs three times what it reads.
const TERMS_OF_PAIRS = `
  create function agency.booking_terms(p_hotel_ids text[], p_agency_ids text[])
  returns table (place bigint, agency_id text, active boolean, sells_hotel boolean,
                 markup_bp integer, currency text, credit_free bigint)
  language plpgsql stable security definer set search_path = pg_catalog, agency as $$
  begin
    return query
      select q.place, ${COLUMNS}
        from unnest(p_hotel_ids, p_agency_ids) with ordinality as q(hotel_id, agency_id, place)
        join agency.agencies a on a.id = q.agency_id
        left join agency.agency_hotels h on h.agency_id = a.id and h.hotel_id = q.hotel_id
        left join agency.credit_accounts c on c.agency_id = a.id;
  end
  $$;
  revoke all on function agency.booking_terms(text[], text[]) from public;
  grant execute on function agency.booking_terms(text[], text[]) to staysync_reservation;
`;

const TERMS_OF_ONE = `
  create function agency.booking_terms(p_hotel_id text, p_agency_ids text[])
  returns table (agency_id text, active boolean, sells_hotel boolean, markup_bp integer,
                 currency text, credit_free bigint)
  language sql stable security definer set search_path = pg_catalog, agency as $$
    select ${COLUMNS}
      from agency.agencies a
      left join agency.agency_hotels h on h.agency_id = a.id and h.hotel_id = p_hotel_id
      left join agency.credit_accounts c on c.agency_id = a.id
     where a.id = any(p_agency_ids)
  $$;
  revoke all on function agency.booking_terms(text, text[]) from public;
  grant execute on function agency.booking_terms(text, text[]) to staysync_reservation;
`;

/** First half of the advisory locks on accounts, as in the migration that made them. */
const LOCK_SPACE = 1_129_465_172;

const ALL_LOCKS = `
    perform pg_advisory_xact_lock_shared(${LOCK_SPACE}, key)
       from (select distinct hashtext(id) as key from unnest(p_agency_ids) id order by 1) keys;`;

// One lock has no order to keep. Tried first: an expression needs no executor, and hardly ever must
// anybody wait.
const ONE_LOCK = `
    if cardinality(p_agency_ids) <> 1
       or not pg_try_advisory_xact_lock_shared(${LOCK_SPACE}, hashtext(p_agency_ids[1])) then
      ${ALL_LOCKS.trim()}
    end if;`;

// Says what each of these bookings takes from now on (nothing: 0). Locks are taken in one order in
// every transaction: hotel head, then agencies by their lock's number, then accounts by id; so that
// two hotels' batches never wait for each other in a circle. The shared lock is what opening an account
// waits for (exclusively): no booking is under way then whose use it could miss.
// SC001: a checked booking finds less than it needs, or cannot be counted; its transaction is undone.
const useCredit = (locks: string): string => `
  create or replace function agency.use_credit(p_agency_ids text[], p_uses jsonb) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, agency as $$
  declare
    account record;
    change record;
    counted integer := 0;
  begin${locks}
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
`;
