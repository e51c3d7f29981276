// The last rooms of a hotel under the booking lock.
import { testLastRooms } from './last-rooms-law.ts';

testLastRooms('redis');
