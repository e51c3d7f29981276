// What sellers of the booking benches ask for, and how hard: a crowd of clients, each of which sends
// its next order as soon as the last one is answered.

/** One room of the only room type. */
export interface Order {
  /** Whose order it is, below the size of the crowd. */
  readonly client: number;
  readonly reference: string;
  readonly hotelId: string;
  /** Days after the first night there are rooms for. */
  readonly arrival: number;
  readonly nights: number;
}

export type Sold = 'HELD' | 'SOLD_OUT' | 'BUSY';
/** Throws for whatever is neither a booking nor an honest refusal. */
export type Sell = (order: Order) => Promise<Sold>;

export const CLIENTS = 64;
/** Nights on sale: a crowd that asks for all of them seldom meets on one. */
export const NIGHTS_ON_SALE = 300;
const NIGHTS_OF_STAY_MAX = 3;

let references = 0;

/** An order under a reference of its own; arrivals and lengths go round without chance. */
export function nextOrder(client: number, hotelId: string): Order {
  references += 1;
  return {
    client,
    reference: `B-${references}`,
    hotelId,
    arrival: (references * 7) % (NIGHTS_ON_SALE - NIGHTS_OF_STAY_MAX),
    nights: 1 + (references % NIGHTS_OF_STAY_MAX),
  };
}

export interface Crowd {
  readonly perSecond: number;
  readonly held: number;
  /** Orders for which there were no rooms. */
  readonly refused: number;
  /** Milliseconds of each order, refused or not, with all its tries. */
  readonly took: readonly number[];
}

/**
 * Lets the crowd order for `forMs`; the last answers are waited for and count. Who is told to try again
 * does, as any client would, and its order has taken as long as all its tries.
 */
export async function sellFor(
  forMs: number,
  sell: Sell,
  orderOf: (client: number) => Order,
): Promise<Crowd> {
  const took: number[] = [];
  let held = 0;
  const since = performance.now();
  const oneClient = async (client: number): Promise<void> => {
    while (performance.now() - since < forMs) {
      const sentAt = performance.now();
      if ((await sellInTheEnd(sell, orderOf(client))) === 'HELD') held += 1;
      took.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => oneClient(client)));
  const seconds = (performance.now() - since) / 1_000;
  return { perSecond: held / seconds, held, refused: took.length - held, took };
}

/** Each client orders `orderOf` it once, again while it is told to try again; counts who holds. */
export async function sellOnce(sell: Sell, orderOf: (client: number) => Order): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, (_, client) => sellInTheEnd(sell, orderOf(client))),
  );
  return answers.filter((sold) => sold === 'HELD').length;
}

const TRIES_MAX = 50;

/** Tries again while it is told to, under the same reference. */
async function sellInTheEnd(sell: Sell, order: Order): Promise<Exclude<Sold, 'BUSY'>> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const sold = await sell(order);
    if (sold !== 'BUSY') return sold;
  }
  throw new Error(`order ${order.reference} was never decided`);
}
