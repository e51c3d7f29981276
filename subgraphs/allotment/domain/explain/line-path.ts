// From a line's stock to what is available of it on one night: the terms along the way that binds.
import { invariant } from '../../../../shared/domain/invariant.ts';
import { CLOSED_FULL } from '../pipeline/closure.ts';
import type { OfferedLine } from '../pipeline/book-state.ts';
import { scopesOf } from '../pipeline/index-events.ts';
import { sellsWithoutNumber } from '../pipeline/pool-budget.ts';
import { recursOn } from '../pipeline/span.ts';
import { limitsOf, narrowestOf } from './line-limits.ts';
import { numberOn, ownShares, sharedRooms } from './line-stock.ts';
import { blocksOf, bookingsOf } from './line-use.ts';
import { coversNight, factSource } from './scene.ts';
import type { Scene } from './scene.ts';
import { flagged, sumOf, term } from './terms.ts';
import type { Limit, LineExplanation, Source, Term, TermKind } from './terms.ts';

/** How a limit other than the stock shows on the way from the stock. */
const STEP_OF: Readonly<Record<Limit['kind'], TermKind>> = {
  STOCK: 'BASE',
  EXCLUSIVE: 'EXCLUSIVE',
  RELEASE: 'RELEASE',
  POOL: 'POOL',
};

export function explainLineNight(scene: Scene, offered: OfferedLine): LineExplanation {
  const { line, term: lineTerm } = offered;
  const own = ownTerms(scene, offered);
  const contract = [factSource(scene, 'CONTRACT', line.contractId)];
  const nothing = (kind: TermKind): LineExplanation => ({
    line: line.id,
    available: 0,
    terms: [term({ kind, rooms: 0, line: line.id, sources: contract, binding: true })],
    limits: [],
    own,
  });
  if (!coversNight(scene, lineTerm)) return nothing('NO_CONTRACT');
  if (lineTerm.contract.kind === 'ON_REQUEST') return nothing('ON_REQUEST');

  const limits = limitsOf(scene, offered);
  const terms = stopped(scene, offered, wayTo(limits, line.id, contract));
  return { line: line.id, available: sumOf(terms), terms, limits, own };
}

/** The stock's terms, what the narrowest limit takes beyond them, and the clamp at nothing. */
function wayTo(limits: readonly Limit[], line: string, contract: Source[]): Term[] {
  const [stock, ...others] = limits;
  invariant(stock, 'a line always has its stock');
  const narrowest = narrowestOf([stock, ...others]);
  if (narrowest.rooms === Infinity) {
    return [term({ kind: 'UNLIMITED', rooms: Infinity, line, sources: contract, binding: true })];
  }
  // A line without a number has no stock to begin with: the limit's own terms are the way.
  const terms = stock.rooms === Infinity ? flagged(narrowest.terms, 0) : stepDown(stock, narrowest);
  const clamp = Math.max(0, -narrowest.rooms);
  if (clamp === 0) return terms;
  const sources = terms.find(({ binding }) => binding)?.sources ?? contract;
  return [...terms, term({ kind: 'CLAMP', rooms: clamp, line, sources })];
}

function stepDown(stock: Limit, narrowest: Limit): Term[] {
  if (narrowest === stock) return flagged(stock.terms, 0);
  const { kind, line, rooms, terms } = narrowest;
  // The first term of a limit names what it is a limit of.
  const sources = terms[0]?.sources ?? [];
  const step = { kind: STEP_OF[kind], rooms: rooms - stock.rooms, line, sources };
  return [...stock.terms, term({ ...step, binding: true })];
}

/** A stop sale, or a number that is missing, takes whatever the sums leave. */
function stopped(scene: Scene, { line, term: lineTerm }: OfferedLine, way: Term[]): Term[] {
  const stops = scopesOf(scene.book.index, line)
    .flatMap((scope) => scope.stops)
    .filter((stop) => stop.mode === CLOSED_FULL && recursOn(stop, scene.night))
    .filter((stop) => stop.includeCommitted || lineTerm.contract.kind !== 'COMMITTED');
  const isMissing = !sellsWithoutNumber(lineTerm) && numberOn(scene, lineTerm) === null;
  if (stops.length === 0 && !isMissing) return way;
  const terms = flagged(way, -1).filter(({ kind }) => kind !== 'UNLIMITED');
  if (isMissing) {
    const sources = [factSource(scene, 'CONTRACT', line.contractId)];
    terms.push(
      term({ kind: 'MISSING_NUMBER', rooms: -sumOf(terms), line: line.id, sources, binding: true }),
    );
  }
  if (stops.length === 0) return terms;
  const sources = stops.map(({ id }) => factSource(scene, 'EVENT', id));
  const stop = term({ kind: 'STOP_SALE', rooms: -sumOf(terms), line: line.id, sources });
  return flagged([...terms, { ...stop, count: stops.length }], terms.length);
}

/** What belongs to the asking agency: its sub-allotment, its bookings, its blocks. */
function ownTerms(scene: Scene, { line }: OfferedLine): Term[] {
  const { agency } = scene;
  if (agency === null) return [];
  const shares = ownShares(scene, line).map((share) =>
    term({
      kind: 'OWN_SUB_ALLOTMENT',
      rooms: sharedRooms(scene, share),
      line: line.id,
      agency,
      sources: [factSource(scene, 'SUB_ALLOTMENT', share.id)],
    }),
  );
  return [...shares, ...blocksOf(scene, line, agency), ...bookingsOf(scene, line, agency)];
}
