// explainAvailability: why a line or room type has what it has on one night, as the asker may know it.
import { limits } from '../../../shared/config/limits.ts';
import { instantOf } from '../../../shared/domain/instants.ts';
import { nightOf } from '../../../shared/domain/nights.ts';
import { firstFailingClass } from '../../../shared/domain/reason-codes.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { tellExplanation } from '../domain/explain/tell.ts';
import type { ToldExplanation } from '../domain/explain/tell.ts';
import type { Limit, Source, Term } from '../domain/explain/terms.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { explainLine, explainRoomType } from '../domain/pipeline/explain.ts';
import { maySeeLayers } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { agencyOf, audienceOf, checkMoment, readAsked } from './asking.ts';
import type { AskedBook, AskedMoment, Sources } from './asking.ts';
import { sayTerm } from './explanation-words.ts';

export interface ExplainRequest extends AskedMoment {
  readonly hotelId: string;
  readonly line?: string;
  readonly roomType?: string;
  readonly night: string;
  readonly agencyId?: string;
}

export interface AvailabilityExplanation {
  readonly hotel: HotelRow;
  readonly night: string;
  readonly subject: Source;
  readonly asOf: string;
  readonly knownAt: string | null;
  readonly seq: number | null;
  readonly available: number | null;
  readonly unlimited: boolean;
  readonly terms: readonly TermView[];
  readonly lines: readonly LineView[] | null;
}

interface TermView extends Omit<Term, 'rooms' | 'agency'> {
  readonly message: string;
  readonly rooms: number | null;
  readonly agencyId: string | null;
}

interface LineView {
  readonly line: string;
  readonly available: number | null;
  readonly limits: readonly LimitView[];
}

type LimitView = Pick<Limit, 'kind' | 'pool'> & {
  readonly rooms: number | null;
  readonly terms: readonly TermView[];
};

export async function explainAvailability(
  sources: Sources,
  viewer: Viewer,
  request: ExplainRequest,
): Promise<Result<AvailabilityExplanation, Reason[]>> {
  const agency = agencyOf(viewer, request.agencyId);
  const reasons = [
    ...checkMoment(viewer, request),
    ...(agency.ok ? [] : agency.error),
    ...checkShape(request),
  ];
  if (!agency.ok || reasons.length > 0) return err(firstFailingClass(reasons));
  const from = nightOf(request.night);
  const nights = [{ from, to: from + 1 }];
  const explained = await readAsked(
    sources,
    viewer,
    { ...request, agency: agency.value, nights },
    (at) => explainAt(at, viewer, request, agency.value),
  );
  if (!explained.ok) return explained;
  if (explained.value) return ok(explained.value);
  const path = request.line === undefined ? '/roomType' : '/line';
  return err([{ code: 'NOT_FOUND', path }]);
}

function checkShape({ line, roomType }: ExplainRequest): Reason[] {
  if ((line === undefined) !== (roomType === undefined)) return [];
  return [{ code: 'BAD_INPUT', path: '/line', detail: 'Exactly one of line and roomType.' }];
}

function explainAt(
  at: AskedBook,
  viewer: Viewer,
  { line, roomType = '', night, knownAt }: ExplainRequest,
  agency: string | null,
): AvailabilityExplanation | null {
  const query = {
    timezone: at.hotel.timezone,
    night: nightOf(night),
    asOf: instantOf(at.asOf),
    agency,
    bookingsNamedMax: limits.explain.bookingsNamedMax,
  };
  const explained =
    line === undefined
      ? explainRoomType(at.book, query, roomType)
      : explainLine(at.book, query, line);
  if (!explained) return null;
  const told = tellExplanation(explained, audienceOf(viewer));
  const seq = maySeeLayers(viewer) ? at.seq : null;
  const moment = { asOf: at.asOf, knownAt: knownAt ?? null, seq };
  return { hotel: at.hotel, night, ...moment, ...view(told) };
}

type Numbers = 'subject' | 'available' | 'unlimited' | 'terms' | 'lines';

function view(told: ToldExplanation): Pick<AvailabilityExplanation, Numbers> {
  return {
    subject: told.subject,
    available: finiteOrNull(told.available),
    unlimited: told.available === Infinity,
    terms: told.terms.map(termView),
    lines:
      told.lines?.map(({ line, available, limits: ofLine }) => ({
        line,
        available: finiteOrNull(available),
        limits: ofLine.map(limitView),
      })) ?? null,
  };
}

function limitView({ kind, pool, rooms, terms }: Limit): LimitView {
  return { kind, pool, rooms: finiteOrNull(rooms), terms: terms.map(termView) };
}

function termView({ agency, rooms, ...term }: Term): TermView {
  const message = sayTerm({ agency, rooms, ...term });
  return { ...term, message, rooms: finiteOrNull(rooms), agencyId: agency };
}

function finiteOrNull(rooms: number): number | null {
  return Number.isFinite(rooms) ? rooms : null;
}
