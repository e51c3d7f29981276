// The resolver map: every field by its file.
import { byTypename } from '../../../shared/schema/refusal.ts';
import { Hotel } from './Hotel.ts';
import { LineNight, RoomTypeCalendar } from './HotelCalendar.ts';
import { triggerSync } from './Mutation/triggerSync.ts';
import { calendar } from './Query/calendar.ts';
import { decideHolds } from './Query/decideHolds.ts';
import { hotel } from './Query/hotel.ts';
import { hotels } from './Query/hotels.ts';
import { syncRun } from './Query/syncRun.ts';
import { SyncRun } from './SyncRun.ts';

export const resolvers = {
  Query: { calendar, decideHolds, hotel, hotels, syncRun },
  Mutation: { triggerSync },
  Hotel,
  LineNight,
  RoomTypeCalendar,
  SyncRun,
  CalendarResult: byTypename,
  TriggerSyncResult: byTypename,
};
