// Types Pool and SubAllotment
import { datedNumbers } from '../services/list-arrangements.ts';
import type { Arranged, DatedNumber } from '../services/list-arrangements.ts';

export const Pool = {
  byDate: ({ byDate }: Arranged<'POOL'>): DatedNumber[] => datedNumbers(byDate),
};

export const SubAllotment = {
  byDate: ({ byDate }: Arranged<'SUBALLOTMENT'>): DatedNumber[] => datedNumbers(byDate),
};
