// Where the supplier is, how it proves itself, and how its simulator is started.
import { z } from 'zod';
import { processOf, processShape, SIMULATOR_PORT } from './process.ts';
import type { ProcessEnvironment } from './process.ts';
import { httpUrl, port, read } from './read.ts';

/** Too short a secret could be found by trying. */
const webhookSecret = z.string().min(16);
const supplierShape = {
  MHG_BASE_URL: httpUrl.default(`http://127.0.0.1:${SIMULATOR_PORT}`),
  MHG_API_KEY: z.string().min(1),
};

export interface SupplierSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** Where the supplier's service is, and our key to it. */
export function supplierSettings(): SupplierSettings {
  const env = read(supplierShape);
  return { baseUrl: env.MHG_BASE_URL, apiKey: env.MHG_API_KEY };
}

/** The secret under which the supplier signs what it tells us; known to reservation's server alone. */
export function webhookSettings(): { readonly secret: string } {
  return { secret: read({ MHG_WEBHOOK_SECRET: webhookSecret }).MHG_WEBHOOK_SECRET };
}

/** Settings of the supplier simulator (development and tests). */
export function simulatorEnvironment(): ProcessEnvironment & {
  readonly port: number;
  readonly apiKey: string;
  readonly seed: number;
  readonly hotels: number;
  readonly today?: string;
  readonly webhooks: { readonly secret: string | undefined; readonly url: string | undefined };
} {
  const env = read({
    ...processShape,
    PORT: port.default(SIMULATOR_PORT),
    MHG_API_KEY: z.string().min(1),
    SIMULATOR_SEED: z.coerce.number().int().default(20_260_310),
    SIMULATOR_HOTELS: z.coerce.number().int().min(0).max(10_000).default(12),
    SIMULATOR_TODAY: z.iso.date().optional(),
    MHG_WEBHOOK_SECRET: webhookSecret.optional(),
    /** Origin that confirmations are sent to; without it none is sent unasked. */
    MHG_WEBHOOK_URL: httpUrl.optional(),
  });
  return {
    ...processOf(env),
    port: env.PORT,
    apiKey: env.MHG_API_KEY,
    seed: env.SIMULATOR_SEED,
    hotels: env.SIMULATOR_HOTELS,
    ...(env.SIMULATOR_TODAY ? { today: env.SIMULATOR_TODAY } : {}),
    webhooks: { secret: env.MHG_WEBHOOK_SECRET, url: env.MHG_WEBHOOK_URL },
  };
}
