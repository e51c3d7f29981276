// Arbitrary facts that say what may be sold: contracts, audiences, events over lines, pools,
// sub-allotments. Valid in any company; ids repeat, so revisions and ties arise. Used by arbitraries.ts.
import fc from 'fast-check';
import type {
  AudienceFact,
  ContractFact,
  ContractLine,
  EventTarget,
  Fact,
  PoolFact,
  Retraction,
  SubAllotmentFact,
} from '../../domain/facts.ts';
import { anyEventId, few, headed, type Content } from './arbitrary-head.ts';
import {
  AGENCIES,
  anyByDate,
  anyMoment,
  anyNight,
  anyWallTime,
  anyWeekdays,
  BLOCKS,
  CONTRACTS,
  EVENTS,
  LINES,
  RECORDED_AT,
  ROOM_TYPES,
  type Setting,
} from './setting.ts';
import { plusDays } from './time.ts';
import type { TargetedEvent } from './world.ts';

export function anyContract(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<ContractFact>(
    fc.record(
      {
        kind: fc.constant('CONTRACT' as const),
        id: fc.constantFrom(...CONTRACTS),
        stayFrom: anyNight(setting, -3, 0),
        stayTo: anyNight(setting, 3, 7),
        daysOfWeek: anyWeekdays(),
        contractKind: fc.oneof(
          { weight: 3, arbitrary: fc.constant('ALLOTMENT' as const) },
          {
            weight: 2,
            arbitrary: fc.constantFrom(
              'COMMITTED' as const,
              'FREE_SALE' as const,
              'ON_REQUEST' as const,
            ),
          },
        ),
        agencies: anyAgencies(),
        lines: fc.uniqueArray(anyContractLine(setting), {
          selector: (line) => line.roomType,
          minLength: 1,
          maxLength: 2,
        }),
        currency: fc.constantFrom('THB', 'EUR'),
        minStay: few(1, 2),
      },
      { requiredKeys: ['kind', 'id', 'stayFrom', 'stayTo', 'contractKind', 'lines'] },
    ),
  );
}

function anyContractLine(setting: Setting): fc.Arbitrary<ContractLine> {
  const number = fc.oneof(
    { weight: 6, arbitrary: few(0, 7) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  return fc.record(
    {
      roomType: fc.constantFrom(...ROOM_TYPES),
      quantity: number,
      byDate: anyByDate(setting, number),
      rate: few(0, 20_000),
      poolFunded: fc.boolean(),
      protect: few(0, 5),
      release: fc.array(fc.record({ daysBefore: few(0, 3), keep: few(0, 5) }), { maxLength: 3 }),
      releaseTime: anyWallTime(setting),
    },
    { requiredKeys: ['roomType', 'quantity'] },
  );
}

/** Mostly a list that keeps nobody out, so that there is something to see. */
function anyAgencies(): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(AGENCIES) },
    { weight: 1, arbitrary: fc.subarray(AGENCIES) },
  );
}

export function anyAudience(): fc.Arbitrary<Fact | Retraction> {
  return headed<AudienceFact>(
    fc
      .record({ contract: fc.constantFrom(...CONTRACTS, 'gone'), agencies: anyAgencies() })
      .map(({ contract, agencies }) => ({ kind: 'AUDIENCE', id: contract, contract, agencies })),
  );
}

/** INCREASE_ALLOTMENT, REDUCE_ALLOTMENT, RATE_CHANGE, STOP_SALE; now and then under a block's id. */
export function anyTargetedEvent(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  const place = fc
    .record(
      {
        kind: fc.constant('EVENT' as const),
        id: anyEventId(EVENTS, BLOCKS),
        target: anyTarget(),
        from: anyNight(setting, -1, 3),
        length: few(1, 4),
        daysOfWeek: anyWeekdays(),
      },
      { requiredKeys: ['kind', 'id', 'target', 'from', 'length'] },
    )
    .map(({ length, ...rest }) => ({ ...rest, to: plusDays(rest.from, length) }));
  return headed<TargetedEvent>(
    fc
      .tuple(place, anyEffect(setting))
      .map(([where, effect]) => ({ ...where, ...effect }) as unknown as Content<TargetedEvent>),
  );
}

function anyEffect(setting: Setting): fc.Arbitrary<object> {
  const effectiveAt = fc.oneof(fc.constantFrom(...RECORDED_AT), anyMoment(setting));
  const type = fc.constant('RATE_CHANGE');
  return fc.oneof(
    fc.record({ type: fc.constantFrom('INCREASE_ALLOTMENT', 'REDUCE_ALLOTMENT'), n: few(1, 6) }),
    fc.record(
      {
        type: fc.constant('STOP_SALE'),
        mode: fc.constantFrom('FULL', 'ARRIVAL', 'DEPARTURE'),
        includeCommitted: fc.boolean(),
      },
      { requiredKeys: ['type', 'mode'] },
    ),
    fc.record({ type, effectiveAt, set: few(0, 20_000) }),
    fc.record({ type, effectiveAt, add: few(-15_000, 5_000) }),
    fc.record({ type, effectiveAt, factorBp: fc.oneof(few(1, 20_000), fc.constant(5_000)) }),
  );
}

function anyTarget(): fc.Arbitrary<EventTarget> {
  return fc.oneof(
    fc.record({ line: fc.constantFrom(...LINES) }),
    fc.record({ contract: fc.constantFrom(...CONTRACTS, 'gone') }),
    fc.record({ roomType: fc.constantFrom(...ROOM_TYPES, 'Z') }),
    fc.record({ hotel: fc.constant(true as const) }),
  );
}

/** Members from the setting's family, so that no two pools cross; one weight per room type. */
export function anyPool(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<PoolFact>(
    fc
      .record(
        {
          id: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
          set: fc.constantFrom(...setting.family),
          weights: fc.tuple(few(1, 3), few(1, 3), few(1, 3)),
          budget: few(0, 20),
          byDate: anyByDate(setting, few(0, 20)),
          overbook: few(-3, 3),
        },
        { requiredKeys: ['id', 'set', 'weights', 'budget'] },
      )
      .map(({ set, weights, ...rest }) => ({
        kind: 'POOL',
        ...rest,
        members: set.map((line) => ({ line, weight: weightOf(line, weights) })),
      })),
  );
}

function weightOf(line: string, weights: readonly [number, number, number]): number {
  if (line.endsWith('/A')) return weights[0];
  return line.endsWith('/B') ? weights[1] : weights[2];
}

/** One id per line and agency, so that no line ever has two sub-allotments of one agency. */
export function anySubAllotment(setting: Setting): fc.Arbitrary<Fact | Retraction> {
  return headed<SubAllotmentFact>(
    fc
      .record(
        {
          line: fc.constantFrom(...LINES),
          agency: fc.constantFrom(...AGENCIES),
          rooms: few(0, 4),
          byDate: anyByDate(setting, few(0, 4)),
          releaseDaysBefore: few(0, 3),
          exclusive: fc.boolean(),
        },
        { requiredKeys: ['line', 'agency', 'rooms'] },
      )
      .map((said) => ({ kind: 'SUBALLOTMENT', id: `sub ${said.line} ${said.agency}`, ...said })),
  );
}
