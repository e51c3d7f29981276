// A short run of every case: that it runs on real processes, and that ours and the reference agree.
// How fast they are is not for tests to say, on a machine that does other things as well.
import { cases } from '../../tools/bench/pipeline.bench.ts';

test.each(cases.map((one) => [one.name, one] as const))(
  '%s runs, its answers agree, and it tells a figure of its own name',
  async (name, one) => {
    const figures = await one.run('sample');
    expect(figures.map((figure) => figure.case)).toContain(name);
    for (const { ours, reference, ratio, unit } of figures) {
      expect(unit).toBe('ms');
      expect(ours).toBeGreaterThan(0);
      expect(ratio).toBeCloseTo(reference / ours);
    }
  },
);
