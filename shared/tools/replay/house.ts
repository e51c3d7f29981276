// The house of a replay: a hotel with one contract, put into the supplier simulator and synced from
// there like any other. Called by main.ts.
import { formatNight } from '../../domain/nights.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { syncAndWait } from '../sync-and-wait.ts';
import { LaunchError, reasonOf } from '../up/launch-error.ts';
import { whatIsNotThere } from './house-check.ts';
import { replayLimits } from './limits.ts';
import type { House } from './plan-houses.ts';
import { averageRate } from './rates.ts';
import type { Target } from './target.ts';

/** Where the hotels of the data sets are; agencies are billed in the same currency. */
export const PLACE = {
  city: 'Lisbon',
  country: 'PT',
  timezone: 'Europe/Lisbon',
  currency: 'EUR',
} as const;

/** Throws a LaunchError when a hotel of this code is there already. */
export async function refuseTakenCode(operator: GatewayClient, code: string): Promise<void> {
  const query = 'query Taken($id: ID!) { hotel(id: $id) { id } }';
  const { hotel } = await operator.query<{ hotel: { id: string } | null }>(query, { id: code });
  if (hotel)
    throw new LaunchError(`There is a hotel ${code} already; a replay needs an empty one.`);
}

/** The hotels are in the supplier's hands and in ours, empty; throws a LaunchError otherwise. */
export async function bringHouses(
  target: Target,
  operator: GatewayClient,
  houses: readonly House[],
): Promise<void> {
  for (const house of houses) await putHouse(target, house);
  const run = await syncAndWait(
    operator,
    houses.map(({ code }) => code),
  );
  for (const house of houses) {
    const problem = await whatIsNotThere(operator, house);
    if (problem === undefined) continue;
    const told = [
      ...run.problems,
      ...run.needsApproval.map((code) => `${code} waits for approval`),
      ...(run.quarantined > 0 ? [`${run.quarantined} items are in quarantine`] : []),
    ];
    throw new LaunchError([`${house.code} was synced, yet ${problem}`, ...told].join('; '));
  }
}

async function putHouse({ supplier }: Target, house: House): Promise<void> {
  const url = new URL(`/admin/hotels/${house.code}`, supplier.url);
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': supplier.apiKey },
    body: JSON.stringify(bodyOf(house)),
    signal: AbortSignal.timeout(replayLimits.supplierTimeoutMs),
  }).catch((error: unknown) => {
    throw new LaunchError(`The supplier at ${supplier.url} does not answer: ${causeOf(error)}`);
  });
  const answer = await response.text();
  if (response.ok) return;
  throw new LaunchError(`The supplier refused ${house.code} (${response.status}): ${answer}`);
}

/** The supplier's words: the last night is inclusive, rates are decimal text. */
function bodyOf({ code, name, bookings, rooms, nights }: House): Record<string, unknown> {
  return {
    name,
    ...PLACE,
    room_types: [...rooms.keys()].map((type) => ({ code: type })),
    contracts: [
      {
        id: `${code}-ALLOTMENT`,
        kind: 'ALLOTMENT',
        stay_from: formatNight(nights.from),
        stay_to: formatNight(nights.to - 1),
        rooms: [...rooms].map(([type, allotment]) => ({
          room_type: type,
          allotment,
          rate: averageRate(bookings.filter(({ roomType }) => roomType === type)),
        })),
      },
    ],
  };
}

/** fetch says only that it failed; why is in the cause. */
function causeOf(error: unknown): string {
  return reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
