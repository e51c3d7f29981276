// Credit: what an account says is used is what its bookings take. Accounts span hotels, so they are
// looked at once for all of them, in one snapshot.
import type { DataSource } from 'typeorm';
import type { Violation } from './violation.ts';

interface AccountRow {
  readonly agencyId: string;
  readonly used: number;
  readonly uses: number;
  readonly wrong: readonly string[];
}

// A booking takes what its agency pays for it from the hold until it is over; one without a price in
// the account's currency takes nothing. Holds whose time is up may still stand there until they are swept.
const ACCOUNTS = `
  with now as materialized (select ledger.clock() as at), due as (
    select g.agency_id, b.id, sum(n.sell_rate * n.rooms)::bigint as amount
      from agency.credit_accounts c
      join agency.agencies a on a.id = c.agency_id
      join reservation.booking_groups g on g.agency_id = c.agency_id
      join reservation.bookings b on b.group_id = g.id
      join reservation.booking_parts p on p.booking_id = b.id and p.live
      join reservation.booking_nights n
        on n.booking_id = p.booking_id and n.part = p.part and n.until_rev is null
     where b.status in ('HELD', 'CONFIRMING', 'UNKNOWN_DOWNSTREAM', 'ON_REQUEST', 'CONFIRMED')
     group by g.agency_id, b.id, b.status, g.downstream_confirmed, g.expires_at, a.currency
    having bool_and(n.sell_rate is not null and n.currency = a.currency)
       and sum(n.sell_rate * n.rooms) > 0
       and (b.status <> 'HELD' or g.downstream_confirmed or g.expires_at is null
            or g.expires_at > (select at from now))
  )
  select c.agency_id as "agencyId", c.used,
         (select coalesce(sum(u.amount), 0)::bigint from agency.credit_uses u
           where u.agency_id = c.agency_id) as uses,
         array(select coalesce(u.booking_id, d.id)
                 from (select * from agency.credit_uses
                        where agency_id = c.agency_id
                          and (expires_at is null or expires_at > (select at from now))) u
                 full join (select * from due where agency_id = c.agency_id) d on d.id = u.booking_id
                where u.amount is distinct from d.amount order by 1) as wrong
    from agency.credit_accounts c order by c.agency_id`;

/** One violation per account that is wrong, or booking that is counted wrongly. */
export async function checkCredit(verify: DataSource): Promise<Violation[]> {
  const accounts: AccountRow[] = await verify.query(ACCOUNTS);
  return accounts.flatMap(({ agencyId, used, uses, wrong }) => [
    ...(used === uses ? [] : [violation(`${agencyId} says ${used}, its uses add up to ${uses}`)]),
    ...wrong.map((booking) => violation(`${booking} of ${agencyId} is counted wrongly`)),
  ]);
}

function violation(what: string): Violation {
  return { law: 'the credit in use is the sum over its bookings', hotelId: '', what };
}
