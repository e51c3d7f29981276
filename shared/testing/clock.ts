// Moves time in test databases: replaces `ledger.clock()` there by one with an offset, or by one that
// stands still. Production databases have no such function body, so their time cannot be moved.
import type { DataSource } from 'typeorm';

/** Gives this database a clock that `moveClock` can move. `admin` connects as the owner. */
export async function installTestClock(admin: DataSource): Promise<void> {
  await admin.query(`
    create table if not exists ledger.test_clock (offset_us bigint not null);
    grant select on ledger.test_clock to public;
    insert into ledger.test_clock select 0 where not exists (select 1 from ledger.test_clock);
    create or replace function ledger.clock() returns timestamptz language sql volatile as
      'select clock_timestamp() + (select offset_us from ledger.test_clock) * interval ''1 microsecond''';
  `);
}

/** Moves the clock of this database forward (or back) by `deltaMs`, for every process that uses it. */
export async function moveClock(admin: DataSource, deltaMs: number): Promise<void> {
  await admin.query('update ledger.test_clock set offset_us = offset_us + $1', [
    Math.round(deltaMs * 1_000),
  ]);
}

/** Gives this database a clock that shows what `setStoppedClock` said last, and never moves by itself. */
export async function installStoppedClock(admin: DataSource): Promise<void> {
  await admin.query(`
    create table if not exists ledger.stopped_clock (shows timestamptz not null);
    grant select on ledger.stopped_clock to public;
    insert into ledger.stopped_clock
      select '2026-01-01T00:00:00Z' where not exists (select 1 from ledger.stopped_clock);
    create or replace function ledger.clock() returns timestamptz language sql volatile as
      'select shows from ledger.stopped_clock';
  `);
}

/** Lets the stopped clock of this database show `instant`, for every process that uses it. */
export async function setStoppedClock(admin: DataSource, instant: string): Promise<void> {
  await admin.query('update ledger.stopped_clock set shows = $1', [instant]);
}
