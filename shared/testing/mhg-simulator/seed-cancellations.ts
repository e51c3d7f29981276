// The usual cancellation policies of city hotels, resorts and fairs; hotels of the seed take turns.
// Used by the seed alone.
import type { WireCancellation, WireCharge } from './wire.ts';

const nights = (count: number): WireCharge => ({ basis: 'FIRST_NIGHTS', value: String(count) });
const percent = (value: string): WireCharge => ({ basis: 'PERCENT_OF_STAY', value });

export const CANCELLATIONS: readonly (WireCancellation | null)[] = [
  // City: free until the evening before yesterday's guests would care.
  { rules: [{ days_prior: 1, local_time: '18:00', charge: nights(1) }], no_show: nights(1) },
  // Resort: a night a week ahead, everything in the last days.
  {
    rules: [
      { days_prior: 14, local_time: null, charge: nights(1) },
      { days_prior: 7, local_time: null, charge: percent('50.00') },
      { days_prior: 2, local_time: '12:00', charge: percent('100.00') },
    ],
    no_show: percent('100.00'),
  },
  // Non-refundable in all but name.
  {
    rules: [{ days_prior: 365, local_time: null, charge: percent('100') }],
    no_show: percent('100'),
  },
  // Nobody has said.
  null,
];
