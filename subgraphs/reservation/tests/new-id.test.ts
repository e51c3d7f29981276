import { newId } from '../services/new-id.ts';

test('ids begin with the time, and those of one millisecond do not count', () => {
  const before = Date.now();
  const ids = Array.from({ length: 500 }, () => newId('grp'));
  const after = Date.now();
  expect(new Set(ids).size).toBe(500);
  const made = ids.map((id) => parseInt(id.slice(4).replaceAll('-', '').slice(0, 12), 16));
  for (const ms of made) expect(ms >= before && ms <= after).toBe(true);
  const ofOneMs = Map.groupBy(ids, (_, index) => made[index]);
  const inOrder = [...ofOneMs.values()].filter(
    (each) => each.length > 10 && each.toSorted().join() === each.join(),
  );
  expect(inOrder).toEqual([]);
});
