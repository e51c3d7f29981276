// The supplier as its own people see it: what it has, what they decide, how it is disposed. Asked and
// told through the simulator's desk, beside the calls that the services make.
import type { House } from './house.ts';
import { SUPPLIER_KEY } from './house.ts';

/** How the supplier answers what it is asked for the first time. */
export type Mood = 'yes' | 'no' | 'later';

export interface SupplierBooking {
  readonly key: string;
  readonly status: string;
  readonly version: number;
  readonly delivery_id: string;
  /** How often it was asked for. */
  readonly requests: number;
  readonly rooms: readonly {
    readonly room_type: string;
    readonly stay_from: string;
    readonly stay_to: string;
    readonly rooms: number;
  }[];
}

export interface SupplierOffice {
  /** What the supplier has. */
  bookings(): Promise<readonly SupplierBooking[]>;
  /** Its people decide: yes or no to what was only requested. */
  settle(key: string, word: 'OK' | 'XX'): Promise<void>;
  /** Makes it answer like this from now on. */
  feel(mood: Mood): Promise<void>;
  reset(): Promise<void>;
}

export function createSupplierOffice(house: House): SupplierOffice {
  const tell = async (
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<unknown> => {
    const response = await house.supplier.app.inject({
      method,
      url: `/admin${path}`,
      headers: { 'x-api-key': SUPPLIER_KEY },
      ...(body ? { payload: body } : {}),
    });
    if (response.statusCode >= 400) throw new Error(`${method} ${path}: ${response.body}`);
    return response.statusCode === 204 ? null : response.json();
  };
  return {
    bookings: async () => {
      const { items } = (await tell('GET', '/bookings')) as { items: SupplierBooking[] };
      return items;
    },
    settle: async (key, word) => {
      await tell('PUT', `/bookings/${encodeURIComponent(key)}`, { status: word });
    },
    feel: async (mood) => {
      await tell('DELETE', '/faults');
      if (mood === 'no') await tell('POST', '/faults', { kind: 'REFUSE', operation: 'book' });
      if (mood === 'later') {
        await tell('POST', '/faults', { kind: 'STATUS', operation: 'book', word: 'RQ' });
      }
    },
    reset: async () => {
      await tell('POST', '/reset');
    },
  };
}
