// Many clients at once for a while, each booking random stays and confirming or cancelling some of
// them. What they do is a function of the seed; what comes of it is in the history.
import { formatNight } from '../../domain/nights.ts';
import type { DayNumber } from '../../domain/nights.ts';
import { between } from '../mhg-simulator/random.ts';
import { persist } from './recorded-desk.ts';
import type { Outcome, Patience, RecordedDesk, Seller } from './recorded-desk.ts';

export interface LoadPlan {
  readonly seed: number;
  readonly clients: number;
  /** No client begins anything new after this. */
  readonly ms: number;
  /** Goes on beyond `ms`, for at most a minute, until so much has happened: for slow machines. */
  readonly isEnough?: (outcomes: Tally['outcomes']) => boolean;
  readonly hotelIds: readonly string[];
  readonly roomTypes: readonly string[];
  /** Nights on which stays lie. */
  readonly from: DayNumber;
  readonly nights: number;
  readonly stayNightsMax: number;
  readonly roomsMax: number;
  /** Of 100 holds so many are confirmed and so many cancelled; the rest stays held. */
  readonly confirmed?: number;
  readonly cancelled?: number;
  /** How often what was not decided is sent again; without it, once and no more. */
  readonly patience?: Patience;
}

export interface Tally {
  readonly ms: number;
  /** How often each kind of outcome came: a status, a refusal's type, or `unknown`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Milliseconds that tries took, in no order. */
  readonly took: readonly number[];
}

export interface LoadUsers {
  agencyOf(client: number): string;
  tokenOf(client: number): Promise<string>;
}

const BEYOND_MS_MAX = 60_000;

/** Runs the plan to its end; every request is answered or given up when this resolves. */
export async function runLoad(
  desk: RecordedDesk,
  users: LoadUsers,
  plan: LoadPlan,
): Promise<Tally> {
  const outcomes = new Map<string, number>();
  const took: number[] = [];
  const began = performance.now();
  const timed = async (send: () => Promise<Outcome>): Promise<Outcome> => {
    const since = performance.now();
    const outcome = await send();
    took.push(performance.now() - since);
    const kind = kindOf(outcome);
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    return outcome;
  };
  const decide = (send: () => Promise<Outcome>): Promise<Outcome> =>
    plan.patience ? persist(() => timed(send), plan.patience) : timed(send);
  const goesOn = (): boolean => {
    const beyond = performance.now() - began - plan.ms;
    if (beyond < 0) return true;
    return plan.isEnough !== undefined && beyond < BEYOND_MS_MAX && !plan.isEnough(outcomes);
  };
  const run = async (client: number): Promise<void> => {
    const token = (): Promise<string> => users.tokenOf(client);
    const seller = desk.seller(client, users.agencyOf(client), token);
    for (let turn = 0; goesOn(); turn += 1) {
      await bookOnce(seller, plan, turn, decide);
    }
  };
  await Promise.all(Array.from({ length: plan.clients }, (_, client) => run(client)));
  return { ms: performance.now() - began, outcomes, took };
}

async function bookOnce(
  seller: Seller,
  plan: LoadPlan,
  turn: number,
  decide: (send: () => Promise<Outcome>) => Promise<Outcome>,
): Promise<void> {
  const { client } = seller;
  const pick = (max: number, what: string): number =>
    between(0, max, plan.seed, what, client, turn);
  const length = 1 + pick(plan.stayNightsMax - 1, 'length');
  const first = plan.from + pick(plan.nights - length, 'first');
  const order = {
    hotelId: plan.hotelIds[pick(plan.hotelIds.length - 1, 'hotel')] ?? '',
    reference: `${client}-${turn}`,
    lines: [
      {
        roomType: plan.roomTypes[pick(plan.roomTypes.length - 1, 'room type')] ?? '',
        checkIn: formatNight(first),
        checkOut: formatNight(first + length),
        rooms: 1 + pick(plan.roomsMax - 1, 'rooms'),
      },
    ],
  };
  const held = await decide(() => seller.hold(order));
  if (held.type !== 'ok' || held.group.status !== 'HELD') return;
  const { confirmed = 0, cancelled = 0 } = plan;
  const what = pick(99, 'what');
  if (what < confirmed) await decide(() => seller.confirm(held.group.id));
  else if (what < confirmed + cancelled) await decide(() => seller.cancel(held.group.id));
}

export function kindOf(outcome: Outcome): string {
  if (outcome.type === 'ok') return outcome.group.status;
  return outcome.type === 'fail' ? outcome.refusal : 'unknown';
}
