// The last rooms of a hotel with the booking lock switched off: Postgres alone decides.
import { testLastRooms } from './last-rooms-law.ts';

testLastRooms('off');
