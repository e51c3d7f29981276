// From what the open loop sent to lines of a history, so that it is held to the same laws as any load.
import { formatNight } from '../../../domain/nights.ts';
import type { HistoryEvent, HistoryGroup, HistoryReason } from '../history.ts';
import type { OpenLoopPlan, SentHold } from './plan.ts';

/** What a request that was turned away at the door was told, in the words of a refusal. */
const TURNED_AWAY: HistoryReason = {
  code: 'BUSY',
  path: null,
  nights: [],
  needed: null,
  have: null,
  retryable: true,
};

/**
 * Every request as it was sent and as it ended, in order of time; `toRunTime` takes milliseconds since
 * 1970 to the clock of the run. `firstOp` is a number that no other operation of the run has reached.
 */
export function historyOf(
  plan: OpenLoopPlan,
  sent: readonly SentHold[],
  { firstOp, toRunTime }: { firstOp: number; toRunTime: (at: number) => number },
): HistoryEvent[] {
  return sent
    .flatMap((hold) => {
      const operation = { client: firstOp + hold.index, op: firstOp + hold.index };
      return [
        { ...operation, at: toRunTime(hold.sentAt), ...asked(plan, hold) },
        ...(hold.outcome.kind === 'none'
          ? []
          : [{ ...operation, at: toRunTime(hold.endedAt), ...ended(hold) }]),
      ] satisfies HistoryEvent[];
    })
    .toSorted((a, b) => a.at - b.at);
}

function asked(plan: OpenLoopPlan, { index, hotel, checkIn, checkOut }: SentHold) {
  const nights = { checkIn: formatNight(checkIn), checkOut: formatNight(checkOut) };
  return {
    type: 'invoke' as const,
    do: 'createBooking' as const,
    agencyId: plan.sellers[index % plan.sellers.length]?.agencyId ?? '',
    hotelId: plan.hotelIds[hotel] ?? '',
    clientReference: `${plan.run}-${index}`,
    lines: [{ roomType: 'A', ...nights, rooms: 1 }],
  };
}

interface Told {
  readonly data: {
    readonly answer: HistoryGroup & {
      readonly __typename: string;
      readonly reasons: HistoryReason[];
    };
  };
}

function ended({ outcome }: SentHold) {
  switch (outcome.kind) {
    case 'held': {
      const { __typename: _, ...group } = (JSON.parse(outcome.body) as Told).data.answer;
      return { type: 'ok' as const, group };
    }
    case 'again': {
      const inside = outcome.at === 'INSIDE' ? (JSON.parse(outcome.body) as Told) : null;
      const reasons = inside ? inside.data.answer.reasons : [TURNED_AWAY];
      return { type: 'fail' as const, refusal: 'TryAgain', reasons };
    }
    case 'other':
      return { type: 'unknown' as const, why: `HTTP ${outcome.status} ${outcome.body}` };
    case 'none':
      throw new Error('it has not ended');
  }
}
