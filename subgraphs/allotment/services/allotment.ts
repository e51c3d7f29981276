// The services of this subgraph, bound once for its server.
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { PageRequest } from '../../../shared/schema/paging.ts';
import type { HotelLock } from '../../../shared/lock/hotel-lock.ts';
import type { EntitledContract } from '../domain/entitled-contract.ts';
import type { HotelRow } from '../domain/hotel.ts';
import type { SubmitAllotmentEventInput } from '../domain/submissions/read-submission.ts';
import type { Submission } from '../domain/submissions/submission.ts';
import type { IncidentRow } from '../domain/incidents/incident.ts';
import type { SyncRunRow } from '../repositories/sync-runs.ts';
import type { HotelCalendar } from './calendar-view.ts';
import { decideHotelHolds } from './decide-hotel-holds.ts';
import type { HoldDecisionsAnswer, HoldsAsked } from './decide-hotel-holds.ts';
import type { ChangeAnswer } from './change-facts.ts';
import { findContract } from './find-contract.ts';
import type { ContractView } from './find-contract.ts';
import { explainAvailability } from './explain-availability.ts';
import type { AvailabilityExplanation, ExplainRequest } from './explain-availability.ts';
import { createHotelBooks } from './hotel-books.ts';
import { createRecentDecisions } from './recent-decisions.ts';
import { findAllotmentEvent, listAllotmentEvents } from './list-allotment-events.ts';
import type { AllotmentEventView, EventFilter } from './list-allotment-events.ts';
import { findOneIncident, listIncidents, raiseIncident, settleIncident } from './incidents.ts';
import type { IncidentFilter } from './incidents.ts';
import { listArrangements } from './list-arrangements.ts';
import type { Arranged } from './list-arrangements.ts';
import { listEntitledContracts } from './list-entitled-contracts.ts';
import type { EntitledFilter } from './list-entitled-contracts.ts';
import { findHotel, listHotels } from './list-hotels.ts';
import { listSubmissions, findOneSubmission } from './submissions.ts';
import type { SubmissionFilter } from './submissions.ts';
import { approveSubmission, declineSubmission } from './settle-submission.ts';
import type { ApproveSubmissionInput } from './settle-submission.ts';
import { submitEvent } from './submit-event.ts';
import { createOperatorChanges } from './operator-changes.ts';
import type { OperatorChanges } from './operator-changes.ts';
import { findSyncRun, requestSync } from './request-sync.ts';
import { resolveCalendars } from './resolve-calendar.ts';
import type { CalendarRequest } from './resolve-calendar.ts';
import { createAskTerms } from './selling-terms.ts';
import { setCancellationPolicy } from './set-cancellation-policy.ts';
import type { SetCancellationPolicyInput } from './set-cancellation-policy.ts';
import { stayAvailability } from './stay-availability.ts';
import type { StayAvailability, StayAvailabilityRequest } from './stay-availability.ts';
import { whyNot } from './why-not.ts';
import type { WhyNot, WhyNotRequest } from './why-not.ts';
import { searchContracts } from './search-contracts.ts';
import type { ContractFilter, ContractHit } from './search-contracts.ts';

/** What resolvers may ask for. */
export interface AllotmentServices {
  readonly listHotels: (identity: Identity, page: PageRequest) => Promise<HotelRow[]>;
  readonly findHotel: (identity: Identity, id: string) => Promise<HotelRow | null>;
  readonly resolveCalendars: (
    identity: Identity,
    request: CalendarRequest,
  ) => Promise<Result<readonly HotelCalendar[], Reason[]>>;
  readonly explainAvailability: (
    identity: Identity,
    request: ExplainRequest,
  ) => Promise<Result<AvailabilityExplanation, Reason[]>>;
  readonly whyNot: (
    identity: Identity,
    request: WhyNotRequest,
  ) => Promise<Result<WhyNot, Reason[]>>;
  readonly stayAvailability: (
    identity: Identity,
    request: StayAvailabilityRequest,
  ) => Promise<Result<StayAvailability, Reason[]>>;
  readonly decideHolds: (asked: HoldsAsked) => Promise<HoldDecisionsAnswer>;
  readonly requestSync: (
    identity: Identity,
    hotelIds: readonly string[] | null,
  ) => Promise<Result<SyncRunRow, Reason[]>>;
  readonly findSyncRun: (identity: Identity, id: string) => Promise<SyncRunRow | null>;
  readonly changes: OperatorChanges;
  readonly submitEvent: (
    identity: Identity,
    input: SubmitAllotmentEventInput,
  ) => Promise<Result<Submission, Reason[]>>;
  readonly approveSubmission: (
    identity: Identity,
    input: ApproveSubmissionInput,
  ) => Promise<ChangeAnswer>;
  readonly declineSubmission: (
    identity: Identity,
    input: { readonly id: string; readonly note: string },
  ) => Promise<Result<Submission, Reason[]>>;
  readonly listSubmissions: (
    identity: Identity,
    filter: SubmissionFilter,
    page: PageRequest,
  ) => Promise<Submission[]>;
  readonly findSubmission: (identity: Identity, id: string) => Promise<Submission | null>;
  readonly setCancellationPolicy: (
    identity: Identity,
    input: SetCancellationPolicyInput,
  ) => Promise<Result<HotelRow, Reason[]>>;
  readonly listIncidents: (
    identity: Identity,
    filter: IncidentFilter,
    page: PageRequest,
  ) => Promise<IncidentRow[]>;
  readonly findIncident: (identity: Identity, id: string) => Promise<IncidentRow | null>;
  readonly raiseIncident: (
    raisedBy: string,
    incident: Readonly<Record<string, unknown>>,
  ) => Promise<Result<IncidentRow, Reason[]>>;
  readonly settleIncident: (
    identity: Identity,
    input: { readonly id: string; readonly note?: string | null },
  ) => Promise<Result<IncidentRow, Reason[]>>;
  readonly listAllotmentEvents: (
    identity: Identity,
    hotelId: string,
    filter: EventFilter,
    page: PageRequest,
  ) => Promise<AllotmentEventView[]>;
  readonly findAllotmentEvent: (
    identity: Identity,
    hotelId: string,
    id: string,
  ) => Promise<AllotmentEventView | null>;
  readonly listArrangements: <Kind extends 'POOL' | 'SUBALLOTMENT' | 'AUDIENCE'>(
    identity: Identity,
    kind: Kind,
    hotelId: string,
    page: PageRequest,
  ) => Promise<Arranged<Kind>[]>;
  readonly findContract: (
    identity: Identity,
    hotelId: string,
    id: string,
  ) => Promise<ContractView | null>;
  readonly listEntitledContracts: (
    identity: Identity,
    asked: { readonly agencyId: string | null; readonly filter: EntitledFilter },
    page: PageRequest,
  ) => Promise<EntitledContract[]>;
  readonly searchContracts: (
    identity: Identity,
    filter: ContractFilter,
    search: string,
    page: PageRequest,
  ) => Promise<Result<ContractHit[], Reason[]>>;
}

/** Binds every service to the database, the books and the lock of those who write. */
export function createAllotment(dataSource: DataSource, lock: HotelLock): AllotmentServices {
  const books = createHotelBooks(dataSource);
  const recent = createRecentDecisions();
  const sources = { books, terms: createAskTerms(dataSource) };
  return {
    listHotels: (identity, page) => listHotels(dataSource, identity, page),
    findHotel: (identity, id) => findHotel({ dataSource, ...sources }, identity, id),
    resolveCalendars: (identity, request) => resolveCalendars(sources, identity, request),
    explainAvailability: (identity, request) => explainAvailability(sources, identity, request),
    whyNot: (identity, request) => whyNot(sources, identity, request),
    stayAvailability: (identity, request) => stayAvailability(sources, identity, request),
    decideHolds: (asked) => decideHotelHolds({ books, recent }, asked),
    requestSync: (identity, hotelIds) => requestSync(dataSource, identity, hotelIds),
    findSyncRun: (identity, id) => findSyncRun(dataSource, identity, id),
    changes: createOperatorChanges({ dataSource, books, lock }),
    submitEvent: (identity, input) => submitEvent({ dataSource, books }, identity, input),
    approveSubmission: (identity, input) =>
      approveSubmission({ dataSource, books, lock }, identity, input),
    declineSubmission: (identity, input) => declineSubmission(dataSource, identity, input),
    listSubmissions: (identity, filter, page) =>
      listSubmissions(dataSource, identity, filter, page),
    findSubmission: (identity, id) => findOneSubmission(dataSource, identity, id),
    setCancellationPolicy: (identity, input) =>
      setCancellationPolicy({ dataSource, books }, identity, input),
    listIncidents: (identity, filter, page) => listIncidents(dataSource, identity, filter, page),
    findIncident: (identity, id) => findOneIncident(dataSource, identity, id),
    raiseIncident: (raisedBy, incident) => raiseIncident(dataSource, raisedBy, incident),
    settleIncident: (identity, input) => settleIncident(dataSource, identity, input),
    listAllotmentEvents: (identity, hotelId, filter, page) =>
      listAllotmentEvents(dataSource, identity, hotelId, filter, page),
    findAllotmentEvent: (identity, hotelId, id) =>
      findAllotmentEvent(dataSource, identity, hotelId, id),
    listArrangements: (identity, kind, hotelId, page) =>
      listArrangements(sources, identity, kind, hotelId, page),
    findContract: (identity, hotelId, id) => findContract(dataSource, identity, hotelId, id),
    listEntitledContracts: (identity, asked, page) =>
      listEntitledContracts(dataSource, identity, asked, page),
    searchContracts: (identity, filter, search, page) =>
      searchContracts(dataSource, identity, filter, search, page),
  };
}
