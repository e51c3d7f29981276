// `npm run bench -- pipeline`: what resolving a hotel costs, alone, over HTTP, and among many hotels.
import type { BenchCase } from '../../../../shared/tools/bench/bench.ts';
import { calendarVsBytes } from './calendar-vs-bytes.ts';
import { growth } from './growth.ts';
import { typedVsNaive } from './typed-vs-naive.ts';

export const cases: readonly BenchCase[] = [typedVsNaive, calendarVsBytes, growth];
