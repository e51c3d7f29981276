// What every resolver of this subgraph is handed, made anew for each request by the composition root.
import type { HardBlocksByHotel } from '../loaders/hard-blocks-by-hotel.ts';

export interface HardBlockContext {
  readonly hardBlocksByHotel: HardBlocksByHotel;
}
