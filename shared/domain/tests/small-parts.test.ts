import { inputErrorOf, jsonPointer } from '../input-error.ts';
import { invariant } from '../invariant.ts';
import { lineId, parseLineId } from '../line-ids.ts';
import { err, ok } from '../result.ts';

test('a line id is divided at its last slash', () => {
  expect(parseLineId(lineId('2026/summer', 'A'))).toEqual({
    contract: '2026/summer',
    roomType: 'A',
  });
  for (const text of ['', 'k', '/A', 'k/']) expect(parseLineId(text)).toBeNull();
});

test('a broken invariant says which', () => {
  expect(() => invariant(true, 'never said')).not.toThrow();
  expect(() => invariant(false, 'nights have an end')).toThrow('nights have an end');
});

test('a result says which of two it is', () => {
  expect([ok(1), err('no')]).toEqual([
    { ok: true, value: 1 },
    { ok: false, error: 'no' },
  ]);
});

test('a pointer escapes what has a meaning in it', () => {
  expect(jsonPointer(['facts', 0, 'a/b~c'])).toBe('/facts/0/a~1b~0c');
  expect(inputErrorOf([], ['facts'])).toMatchObject({ path: '/facts' });
});
