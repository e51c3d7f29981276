// Stops what global-setup.ts started. Should jest be killed instead, the guards do the same.
import { stopTestServices } from '../services/test-services.ts';

export default async function globalTeardown(): Promise<void> {
  await stopTestServices();
}
