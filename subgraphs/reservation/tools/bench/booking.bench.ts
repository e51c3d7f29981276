// `npm run bench -- booking`: 64 clients that hold rooms as fast as they are answered, against the
// usual way of keeping a hotel from being oversold. One hotel that all want, and a hundred of them;
// through the gateway, and straight at the subgraph.
import type { BenchCase } from '../../../../shared/tools/bench/bench.ts';
import { crowdAt } from './crowds.ts';

export const cases: readonly BenchCase[] = [
  crowdAt('hot-hotel-64', 'gateway', 1, 5),
  crowdAt('hot-hotel-64-subgraph', 'subgraph', 1, 5),
  crowdAt('hundred-hotels-64', 'gateway', 100, 1),
  crowdAt('hundred-hotels-64-subgraph', 'subgraph', 100, 1),
];
