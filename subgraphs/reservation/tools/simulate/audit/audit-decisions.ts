// What allotment answers is what the model says: every grant room by room, every refusal with reasons
// that are true, all of it on the head and at the instant that the answer names.
import { available } from '../../../../../shared/testing/model/budget.ts';
import { closed, missing } from '../../../../../shared/testing/model/line-night.ts';
import { sellRate } from '../../../../../shared/testing/model/rate.ts';
import { linesOf, modelSale, objectionsTo } from '../../../../../shared/testing/model/sale.ts';
import type { LineSale, Sale } from '../../../../../shared/testing/model/sale.ts';
import { instant } from '../../../../../shared/testing/model/time.ts';
import { covers } from '../../../../../shared/testing/model/world.ts';
import type { Line, World } from '../../../../../shared/testing/model/world.ts';
import type { Asked, ToldDecision, ToldNight, ToldReason } from '../allotment-line.ts';
import { agencyOf } from './audit-agencies.ts';
import { auditChangeDecided } from './audit-amendments.ts';
import { guarantee } from './broken.ts';
import { foreseenBy, rememberPromised } from './foreseen.ts';
import { hotelOf, note, spellLines, worldAt } from './memory.ts';
import type { AgencyMemory, Memory } from './memory.ts';

/** Called at the instant of the answer, while nothing else moves. */
export function auditDecisions(memory: Memory, asked: Asked): void {
  const { requests, told } = asked;
  const hotel = hotelOf(memory, asked.hotelId);
  const { asOf, validUntil, decisions } = told;
  const foreseen = foreseenBy(memory, hotel, asked);
  if (foreseen) note(memory, 'decided behind others');
  guarantee(
    instant(asOf) === instant(memory.clock),
    'decisions go by the clock of the database',
    () => `decided as of ${asOf} at ${memory.clock}`,
  );
  guarantee(
    validUntil === null || instant(validUntil) > instant(asOf),
    'a decision is good at the instant it is made',
    () => `valid until ${validUntil ?? ''}, decided at ${asOf}`,
  );
  const onTheWay = foreseen?.facts ?? [];
  let world = worldAt({ ...hotel, facts: [...hotel.facts, ...onTheWay] }, asOf);
  for (const [index, request] of requests.entries()) {
    const decision = decisions[index];
    guarantee(decision !== undefined, 'allotment answers each request', () => `none for ${index}`);
    if (request.lines.some(({ keeps }) => keeps)) {
      world = auditChangeDecided(world, request, decision);
    } else {
      const sale = modelSale({ ...world, agency: request.agencyId }, request.lines);
      const what = `${request.agencyId} ${spellLines(request.lines)}`;
      auditDecision(sale, decision, what);
      world = { ...sale.after, agency: undefined };
    }
    memory.decisions.push({
      step: memory.step,
      hotelId: hotel.id,
      agencyId: request.agencyId,
      lines: spellLines(request.lines),
      granted: decision.granted !== null,
      price: priceFor(agencyOf(memory, request.agencyId), decision.granted ?? []),
      codes: decision.reasons.map((reason) => reason.code),
      foreseen,
    });
  }
  rememberPromised(memory, asked);
}

function priceFor({ markupBp }: AgencyMemory, nights: readonly ToldNight[]): number | null {
  let price = 0;
  for (const { rate, rooms, keptFrom } of nights) {
    if (keptFrom != null) continue;
    if (rate === null) return null;
    price += sellRate(rate, markupBp) * rooms;
  }
  return price;
}

function auditDecision(sale: Sale, { granted, reasons }: ToldDecision, what: string): void {
  if (granted === null) {
    guarantee(!sale.served, 'rooms that are there are not refused', () => `${what} was refused`);
    auditReasons(sale, reasons, what);
    return;
  }
  guarantee(sale.served, 'rooms are given only while they are there', () => `${what} was granted`);
  const told = granted.map(spellNight).sort();
  const modelled = sale.nights.map(spellNight).sort();
  guarantee(
    told.join() === modelled.join(),
    'rooms come from the lines that the order of consumption names, at their rates',
    () => `${what}: granted ${told.join()}, the model says ${modelled.join()}`,
  );
}

function spellNight(night: ToldNight): string {
  const { lineIndex, line, rooms, rate, currency } = night;
  return [lineIndex, night.night, line, rooms, rate ?? '-', currency ?? '-'].join(' ');
}

function auditReasons(sale: Sale, reasons: readonly ToldReason[], what: string): void {
  for (const lineSale of sale.lines) {
    const short = Object.entries(lineSale.missing).filter(([, rooms]) => rooms > 0);
    const told = reasons.filter((reason) => reason.path === `/lines/${lineSale.index}`);
    const named = new Set(told.flatMap((reason) => reason.nights ?? []));
    if (lineSale.isPast) {
      const isSaid = told.some((reason) => reason.code === 'NIGHT_IN_PAST');
      guarantee(isSaid, 'a refusal names its reason', () => `${what}: the night is past`);
      continue;
    }
    for (const [night] of short) {
      guarantee(
        named.has(night),
        'a refusal names every night that is short',
        () => `${what}: ${night} is not in ${JSON.stringify(told)}`,
      );
    }
    for (const reason of told) {
      guarantee(
        isTrue(lineSale, reason),
        'the reasons of a refusal are true',
        () => `${what}: ${JSON.stringify(reason)}`,
      );
    }
  }
}

/** Looked at in the world in which all has been sold that could be. */
function isTrue(sale: LineSale, reason: ToldReason): boolean {
  const nights = reason.nights ?? [];
  if (nights.length === 0 || nights.some((d) => (sale.missing[d] ?? 0) === 0)) return false;
  const lines = linesOf(sale.after, sale.line);
  if (reason.code === 'NO_CONTRACT') {
    return nights.every((d) => !lines.some((line) => covers(line, d)));
  }
  const line = lines.find(({ id }) => id === reason.line);
  return (
    line !== undefined && nights.every((d) => covers(line, d) && holdsOn(sale, line, d, reason))
  );
}

function holdsOn(sale: LineSale, line: Line, d: string, reason: ToldReason): boolean {
  const world: World = sale.after;
  const lacking = sale.missing[d] ?? 0;
  switch (reason.code) {
    case 'ON_REQUEST_ONLY':
      return line.contract.contractKind === 'ON_REQUEST';
    case 'STOP_SALE':
      return closed(world, line, d).includes('FULL');
    case 'MISSING_NUMBER':
      return missing(line, d);
    case 'CONTRACT_BOUNDARY':
      return available(world, line, d) >= lacking;
    case 'SOLD_OUT_LINE':
    case 'SOLD_OUT_POOL':
    case 'PROTECTED_FOR_OTHER':
    case 'RELEASED':
      return available(world, line, d) < lacking && saysWhatIsLeft(sale, reason);
    default:
      return objectionsTo(world, sale.line, line).includes(reason.code);
  }
}

/** `needed` is what was asked for, `have` the least that could be had of it on the nights named. */
function saysWhatIsLeft({ line, missing: lacking }: LineSale, reason: ToldReason): boolean {
  const have = (reason.nights ?? []).map((d) => line.rooms - (lacking[d] ?? 0));
  return reason.needed === line.rooms && reason.have === Math.min(...have);
}
