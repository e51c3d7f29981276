// Opens the hotel lock as the settings have it: over two Redis connections of its own, or not at all.
// Called by the composition roots of whoever writes to a hotel's stream.
import { connectFast, connectOrGoOn, connectSteady } from '../queue/redis.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createHotelLock, noLock } from './hotel-lock.ts';
import type { HotelLock } from './hotel-lock.ts';

export interface HotelLockSettings {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly lock: 'redis' | 'off';
}

/** A Redis that is down does not stop the start: work goes on without the lock until it is back. */
export async function openHotelLock(
  settings: HotelLockSettings,
  logger: Logger,
): Promise<HotelLock> {
  if (settings.lock === 'off') return noLock;
  const commands = connectFast(settings.redisUrl, logger);
  const subscriber = connectSteady(settings.redisUrl, logger);
  await connectOrGoOn(commands);
  void connectOrGoOn(subscriber);
  return createHotelLock({ commands, subscriber, prefix: settings.redisPrefix, logger });
}
