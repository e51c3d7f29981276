// What somebody would like to book, and at which moment they ask.
import type { Micros } from '../../../../shared/domain/instants.ts';
import type { HoldLine } from '../holds/hold-request.ts';

export type Wish = Pick<HoldLine, 'roomType' | 'checkIn' | 'checkOut' | 'rooms'> & {
  readonly agency: string;
};

export interface When {
  readonly timezone: string;
  readonly asOf: Micros;
}
