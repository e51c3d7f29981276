import fc from 'fast-check';
import { formatNight } from '../../../domain/nights.ts';
import { parseRows } from '../parse-rows.ts';
import type { ParsedRows } from '../parse-rows.ts';
import { csv, GOOD, goodFields, HEADER, spoiltFields } from './history.ts';
import type { Fields } from './history.ts';

function parsed(text: string): ParsedRows {
  const rows = parseRows(text);
  if (!rows.ok) throw new Error(rows.error);
  return rows.value;
}

function reasonsFor(fields: Partial<Fields>): readonly string[] {
  const { bookings, problems } = parsed(csv([fields]));
  expect(bookings).toHaveLength(0);
  expect(problems.map(({ line }) => line)).toEqual([2]);
  return problems[0]!.reasons;
}

describe('a booking history', () => {
  it('is read as nights, agency and rate', () => {
    const { bookings, problems } = parsed(csv([GOOD]));
    expect(problems).toEqual([]);
    const [booking] = bookings;
    expect(booking).toMatchObject({
      line: 2,
      hotelName: 'City Hotel',
      roomType: 'A',
      agency: 'AGENT-9',
      cancelledOn: null,
      adrMicros: 76_500_000,
    });
    expect(
      [booking!.bookedOn, booking!.checkIn, booking!.checkOut].map((day) => formatNight(day)),
    ).toEqual(['2015-08-24', '2015-09-03', '2015-09-05']);
  });

  it('books without an agent as DIRECT', () => {
    expect(parsed(csv([{ agent: 'NULL' }])).bookings[0]!.agency).toBe('DIRECT');
  });

  it('takes a cancellation on its date, and never before its booking', () => {
    const cancelled = { is_canceled: '1', reservation_status: 'Canceled' };
    const days = parsed(
      csv([
        { ...cancelled, reservation_status_date: '9/1/2015' },
        { ...cancelled, reservation_status_date: '7/1/2015' },
        { ...cancelled, reservation_status_date: '2015-08-30' },
      ]),
    ).bookings.map(({ cancelledOn }) => formatNight(cancelledOn!));
    expect(days).toEqual(['2015-09-01', '2015-08-24', '2015-08-30']);
  });

  it('leaves a no-show confirmed', () => {
    const noShow = { is_canceled: '1', reservation_status: 'No-Show' };
    expect(parsed(csv([noShow])).bookings[0]!.cancelledOn).toBeNull();
  });

  it.each<[string, Partial<Fields>, RegExp]>([
    ['zero nights', { stays_in_week_nights: '0' }, /zero nights/],
    ['NULL for a number', { lead_time: 'NULL' }, /lead_time: "NULL" is no whole number/],
    ['a negative number', { stays_in_week_nights: '-1' }, /stays_in_week_nights: "-1"/],
    ['a fraction of a night', { stays_in_week_nights: '1.5' }, /stays_in_week_nights: "1.5"/],
    ['a negative rate', { adr: '-6.38' }, /adr: "-6.38"/],
    ['an empty rate', { adr: '' }, /adr: ""/],
    ['a rate in another notation', { adr: '1e2' }, /adr: "1e2"/],
    ['an unknown month', { arrival_date_month: 'Juli' }, /arrival_date_month: "Juli"/],
    ['an arrival on a day that is none', { arrival_date_day_of_month: '31' }, /no such date/],
    ['a status date that is none', { reservation_status_date: '2/30/2015' }, /2\/30\/2015/],
    ['days before months', { reservation_status_date: '31/12/2015' }, /31\/12\/2015/],
    ['an unknown status', { reservation_status: 'Sleeping' }, /"Sleeping" is no known status/],
    ['an agent that is no number', { agent: 'nine' }, /agent: "nine"/],
    ['a room type that is no code', { reserved_room_type: 'a?' }, /reserved_room_type: "a\?"/],
    ['a contradiction', { is_canceled: '1' }, /is_canceled is 1, reservation_status is Check-Out/],
  ])('reports %s by line and reason', (_, fields, reason) => {
    expect(reasonsFor(fields)).toEqual([expect.stringMatching(reason)]);
  });

  it('reports every reason of a row', () => {
    expect(reasonsFor({ lead_time: 'NULL', adr: '-1', agent: '' })).toHaveLength(3);
  });

  it('reports a row with too few or too many fields', () => {
    const [header, row] = csv([GOOD]).split('\n');
    const { bookings, problems } = parsed([header, `${row},1`, 'City Hotel', row].join('\n'));
    expect(bookings.map(({ line }) => line)).toEqual([4]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('loses one line, not all that follow, to a quote that nobody closes', () => {
    const [header, row] = csv([GOOD]).split('\n');
    const { bookings, problems } = parsed([header, `"${row}`, row, row].join('\n'));
    expect(problems.map(({ line }) => line)).toEqual([2]);
    expect(bookings.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('counts lines with blank ones, Windows ends and a byte order mark as an editor does', () => {
    const text = `\uFEFF${csv([GOOD, GOOD]).replace('\n', '\n\n').replaceAll('\n', '\r\n')}`;
    expect(parsed(text).bookings.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('is refused when its header lacks a column', () => {
    const text = csv([GOOD]).replace('lead_time', 'days_before');
    expect(parseRows(text)).toEqual({ ok: false, error: 'The header lacks lead_time.' });
    expect(parseRows('').ok).toBe(false);
  });

  it('is refused when its header names a column twice', () => {
    const text = csv([GOOD]).replace('children', 'agent');
    expect(parseRows(text)).toEqual({ ok: false, error: 'The header names "agent" twice.' });
  });

  it('never drops a row: each is a booking or reported, under its own line', () => {
    const row = fc.oneof(
      goodFields.map((fields) => ({ fields, good: true })),
      spoiltFields.map((fields) => ({ fields, good: false })),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const { bookings, problems } = parsed(csv(rows.map(({ fields }) => fields)));
        const linesOf = (good: boolean) =>
          rows.flatMap((each, index) => (each.good === good ? [index + 2] : []));
        expect(bookings.map(({ line }) => line)).toEqual(linesOf(true));
        expect(problems.map(({ line }) => line)).toEqual(linesOf(false));
      }),
    );
  });

  it('never drops a line, whatever is in it', () => {
    const line = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        const { bookings, problems } = parsed([HEADER.join(','), ...lines].join('\n'));
        const written = lines.filter((text) => text.trim() !== '').length;
        expect(bookings.length + problems.length).toBe(written);
      }),
    );
  });
});
