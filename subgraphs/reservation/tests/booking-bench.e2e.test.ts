// A moment of the booking bench: whether its crowds are answered and nothing is oversold, which it
// asserts itself before it measures. How fast it was says nothing on a machine that runs other tests.
import { cases } from '../tools/bench/booking.bench.ts';

test.each(['hot-hotel-64-subgraph'])(
  'the crowd of %s is answered in full and gets exactly the rooms there are',
  async (name) => {
    const figures = await cases.find((one) => one.name === name)!.run('sample');
    expect(figures.map((figure) => figure.case)).toEqual([
      name,
      `${name}-p99`,
      `${name}-two-replicas`,
      `${name}-two-replicas-p99`,
    ]);
    for (const { ours, reference } of figures) expect(Math.min(ours, reference)).toBeGreaterThan(0);
  },
  // Four processes start and two crowds are waited for to the last, on a machine that runs other tests.
  180_000,
);
