import { averageRate } from '../rates.ts';
import { planHouses } from '../plan-houses.ts';
import { parseRoomCounts, roomsOf } from '../room-counts.ts';
import type { RoomCounts } from '../room-counts.ts';
import { arrange } from '../timeline.ts';
import { parseRows } from '../parse-rows.ts';
import { csv } from './history.ts';

function counts(text: string): RoomCounts {
  const parsed = parseRoomCounts(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function timelineOf(rows: Parameters<typeof csv>[0]) {
  const parsed = parseRows(csv(rows));
  if (!parsed.ok) throw new Error(parsed.error);
  return arrange(parsed.value.bookings, 20_000);
}

describe('rooms of a house', () => {
  it('are the same for each type, or said type by type with a rest', () => {
    expect(roomsOf(counts('7'), ['A', 'B'])).toEqual({
      ok: true,
      value: new Map([
        ['A', 7],
        ['B', 7],
      ]),
    });
    expect(roomsOf(counts('A=200, D=0,*=5'), ['A', 'D', 'X'])).toEqual({
      ok: true,
      value: new Map([
        ['A', 200],
        ['D', 0],
        ['X', 5],
      ]),
    });
  });

  it('are refused where a type of the file is left out', () => {
    expect(roomsOf(counts('A=1'), ['A', 'B', 'C'])).toEqual({
      ok: false,
      error: 'says nothing about B, C; add *=N for all others',
    });
  });

  it.each(['', 'A', 'A=', 'A=-1', '-1', 'A=1,,B=2', 'A=1,A=2', 'a=1', '1.5', '10001'])(
    'are refused as %j',
    (text) => {
      expect(parseRoomCounts(text).ok).toBe(false);
    },
  );
});

describe('houses', () => {
  const rows = [
    { hotel: 'Résidence São José — the long name of it' },
    { hotel: 'City Hotel', reserved_room_type: 'D' },
    { hotel: 'City Hotel' },
  ];

  it('are one per hotel of the file, under codes of this run', () => {
    const planned = planHouses(timelineOf(rows), {
      rooms: counts('3'),
      codes: undefined,
      runId: '0123456789AB',
    });
    expect(planned).toMatchObject({ ok: true });
    if (!planned.ok) return;
    expect(planned.value.map(({ code }) => code)).toEqual([
      'RESIDENCE-SAO-JOSE-0123456789AB',
      'CITY-HOTEL-0123456789AB-2',
    ]);
    expect(planned.value.map(({ rooms }) => [...rooms])).toEqual([
      [['A', 3]],
      [
        ['A', 3],
        ['D', 3],
      ],
    ]);
    expect(planned.value.every(({ code }) => /^[A-Z0-9][A-Z0-9-]{0,31}$/.test(code))).toBe(true);
  });

  it('take the codes that were given, one for each', () => {
    const plan = (codes: string[]) =>
      planHouses(timelineOf(rows), { rooms: counts('3'), codes, runId: 'X' });
    expect(plan(['ONE'])).toMatchObject({ ok: false });
    expect(plan(['ONE', 'TWO'])).toMatchObject({
      ok: true,
      value: [{ code: 'ONE' }, { code: 'TWO' }],
    });
  });
});

describe('the rate of a room type', () => {
  it.each([
    [[], null],
    [['76.5'], '76.50'],
    [['0', '0'], null],
    [['0', '0.01'], '0.01'],
    [['0.001'], null],
    [['0.01', '0.02'], '0.02'],
    [['100', '100', '101'], '100.33'],
    [['0.05'], '0.05'],
    [['98.999999'], '99.00'],
  ])(
    'is the average of %j without the free ones, rounded half-even once: %s',
    (rates, expected) => {
      const { steps } = timelineOf(rates.map((adr) => ({ adr })));
      expect(averageRate(steps.map(({ booking }) => booking))).toBe(expected);
    },
  );
});
