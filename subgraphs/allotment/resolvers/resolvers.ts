// The resolver map: every field by its file.
import { byTypename } from '../../../shared/schema/refusal.ts';
import { Contract, ContractLine } from './Contract.ts';
import { DeadLetters } from './DeadLetters.ts';
import { HoldDecisions } from './HoldDecisions.ts';
import { Hotel } from './Hotel.ts';
import { LineNight, RoomTypeCalendar } from './HotelCalendar.ts';
import { Incident } from './Incident.ts';
import { EntitledContract } from './EntitledContract.ts';
import { EventSubmission } from './EventSubmission.ts';
import { amendAllotmentEvent } from './Mutation/amendAllotmentEvent.ts';
import { approveEventSubmission } from './Mutation/approveEventSubmission.ts';
import { commitChange } from './Mutation/commitChange.ts';
import { createAllotmentEvents } from './Mutation/createAllotmentEvents.ts';
import { declineEventSubmission } from './Mutation/declineEventSubmission.ts';
import { raiseIncident } from './Mutation/raiseIncident.ts';
import { replaySupplyDeadLetter } from './Mutation/replaySupplyDeadLetter.ts';
import { retractAllotmentEvent } from './Mutation/retractAllotmentEvent.ts';
import { retractAudience } from './Mutation/retractAudience.ts';
import { retractContract } from './Mutation/retractContract.ts';
import { retractPool } from './Mutation/retractPool.ts';
import { retractSubAllotment } from './Mutation/retractSubAllotment.ts';
import { saveAudience } from './Mutation/saveAudience.ts';
import { saveContract } from './Mutation/saveContract.ts';
import { savePool } from './Mutation/savePool.ts';
import { saveSubAllotment } from './Mutation/saveSubAllotment.ts';
import { setCancellationPolicy } from './Mutation/setCancellationPolicy.ts';
import { settleIncident } from './Mutation/settleIncident.ts';
import { submitAllotmentEvent } from './Mutation/submitAllotmentEvent.ts';
import { triggerSync } from './Mutation/triggerSync.ts';
import { calendar } from './Query/calendar.ts';
import { deadLetters } from './Query/deadLetters.ts';
import { decideHolds } from './Query/decideHolds.ts';
import { entitledContracts } from './Query/entitledContracts.ts';
import { eventSubmission } from './Query/eventSubmission.ts';
import { eventSubmissions } from './Query/eventSubmissions.ts';
import { explainAvailability } from './Query/explainAvailability.ts';
import { hotel } from './Query/hotel.ts';
import { hotels } from './Query/hotels.ts';
import { allotmentEvent } from './Query/allotmentEvent.ts';
import { allotmentEvents } from './Query/allotmentEvents.ts';
import { audiences } from './Query/audiences.ts';
import { contract } from './Query/contract.ts';
import { contracts } from './Query/contracts.ts';
import { incident } from './Query/incident.ts';
import { incidents } from './Query/incidents.ts';
import { pools } from './Query/pools.ts';
import { subAllotments } from './Query/subAllotments.ts';
import { stayAvailability } from './Query/stayAvailability.ts';
import { syncRun } from './Query/syncRun.ts';
import { Pool, SubAllotment } from './Pool.ts';
import { whyNot } from './Query/whyNot.ts';
import { SyncRun } from './SyncRun.ts';

export const resolvers = {
  Query: {
    allotmentEvent,
    allotmentEvents,
    audiences,
    calendar,
    contract,
    contracts,
    deadLetters,
    decideHolds,
    entitledContracts,
    eventSubmission,
    eventSubmissions,
    explainAvailability,
    hotel,
    hotels,
    incident,
    incidents,
    pools,
    stayAvailability,
    subAllotments,
    syncRun,
    whyNot,
  },
  Mutation: {
    amendAllotmentEvent,
    approveEventSubmission,
    commitChange,
    createAllotmentEvents,
    declineEventSubmission,
    raiseIncident,
    replaySupplyDeadLetter,
    retractAllotmentEvent,
    retractAudience,
    retractContract,
    retractPool,
    retractSubAllotment,
    saveAudience,
    saveContract,
    savePool,
    saveSubAllotment,
    setCancellationPolicy,
    settleIncident,
    submitAllotmentEvent,
    triggerSync,
  },
  EntitledContract,
  EventSubmission,
  Contract,
  ContractLine,
  Pool,
  SubAllotment,
  ChangeResult: byTypename,
  ContractSearchResult: byTypename,
  DeadLetters,
  HoldDecisions,
  Hotel,
  Incident,
  LineNight,
  RoomTypeCalendar,
  SyncRun,
  CalendarResult: byTypename,
  ExplainAvailabilityResult: byTypename,
  DeclineEventSubmissionResult: byTypename,
  SubmitAllotmentEventResult: byTypename,
  ReplayDeadLetterResult: byTypename,
  SetCancellationPolicyResult: byTypename,
  SettleIncidentResult: byTypename,
  StayAvailabilityResult: byTypename,
  WhyNotResult: byTypename,
  TriggerSyncResult: byTypename,
};
