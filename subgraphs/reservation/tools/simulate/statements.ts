// What a statement of the services is called in a history, and whether it stops at a gate.

/** By what stands in the text; the first that fits. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^commit$/i, 'commit'],
  [/ledger\.append/, 'append'],
  [/booking_terms/, 'read terms'],
  [/set_credit_limit/, 'set credit'],
  [/update agency\.agencies/, 'change agency'],
  [/lock_head/, 'lock head'],
  [/client_references/, 'read references'],
  [/update reservation\.booking_groups/, 'update groups'],
  [/update reservation\.bookings/, 'update bookings'],
  [/insert into reservation\.sale_orders/, 'insert orders'],
  [/insert into reservation\.confirmations/, 'open confirmations'],
  [/asks = asks \+ 1/, 'take lease'],
  [/set lease_owner = null/, 'postpone'],
  [/update reservation\.confirmations/, 'record answers'],
  [/insert into reservation\.supplier_messages/, 'store message'],
  [/update reservation\.supplier_messages/, 'settle message'],
  [/insert into reservation\.supplier_errands/, 'insert errands'],
  [/update reservation\.supplier_errands/, 'move errand'],
  [/confirmation_conflicts/, 'move conflicts'],
  [/outbox/, 'enqueue'],
  [/insert into reservation\.booking_parts/, 'insert parts'],
  [/insert into reservation\.booking_nights/, 'insert nights'],
  [/insert into reservation\.sale_order_amendments/, 'insert amendments'],
  [/^select to_char\(ledger\.clock/, 'read clock'],
  [/booking_key as key/, 'read errands'],
  [/row_number\(\) over/, 'find due holds'],
  [/where ask_again_at <=/, 'find due confirmations'],
  [/lease_until > ledger\.clock/, 'is leased'],
  [/lease_owner as owner/, 'read leases'],
  [/from reservation\.booking_groups g/, 'read groups'],
  [/from ledger\.heads/, 'read head'],
];

/** Opening and undoing a transaction decide nothing and wait for nobody. */
const UNGATED = /^(start transaction|set transaction|rollback)/i;

/** Null for a statement that passes without stopping. */
export function statementName(sql: string): string | null {
  if (UNGATED.test(sql)) return null;
  const known = NAMES.find(([pattern]) => pattern.test(sql));
  return known?.[1] ?? sql.trim().split(/\s+/).slice(0, 4).join(' ');
}

/** Whether it only looks. */
export function isRead(name: string): boolean {
  return /^(read|find|is|select)/.test(name);
}

/** Whether it wants a row that others want too. */
export function takesLock(name: string): boolean {
  return name !== '' && name !== 'commit' && !isRead(name);
}
