// Which processes StaySync consists of, where each begins, and what each is told. One table for
// `npm start` and for end-to-end tests, so that both run the same system.
import { databaseVariable, SUBGRAPH_NAMES } from '../../config/environment.ts';
import type { SubgraphName } from '../../config/environment.ts';
import type { IdentityKeys } from './system-secrets.ts';

export const PROCESS_NAMES = ['mhg-simulator', ...SUBGRAPH_NAMES, 'worker', 'gateway'] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

/** What the processes share; every URL is complete. */
export interface SystemSettings {
  /** Each role's own URL. */
  readonly databaseUrls: Readonly<Record<SubgraphName, string>>;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly identityKeys: IdentityKeys;
  readonly localIssuer: { readonly dir: string; readonly url: string };
  readonly supplierApiKey: string;
  readonly supplierWebhookSecret: string;
  readonly ports: Readonly<Record<Exclude<ProcessName, 'worker'>, number>>;
  /** Passed to every process as it stands: log level, time zone, switches. What is below wins. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** They talk to the supplier: about bookings, and about supply as well. */
const ASKS_SUPPLIER: ReadonlySet<ProcessName> = new Set(['reservation', 'worker']);

/** Path from the project's root. */
export function entryOf(name: ProcessName): string {
  if (name === 'mhg-simulator') return 'shared/testing/mhg-simulator/server.ts';
  if (name === 'worker') return 'shared/tools/worker.ts';
  if (name === 'gateway') return 'gateway/server.ts';
  return `subgraphs/${name}/server.ts`;
}

/** The environment of one process: what it needs and no secret of another one. */
export function environmentOf(
  name: ProcessName,
  system: SystemSettings,
): Record<string, string | undefined> {
  const inherited = { ...system.inherited, ...port(name, system) };
  if (name === 'mhg-simulator') return { ...inherited, ...simulated(system) };
  return {
    ...inherited,
    REDIS_URL: system.redisUrl,
    REDIS_PREFIX: system.redisPrefix,
    INTERNAL_IDENTITY_KEY: JSON.stringify(system.identityKeys.private[name]),
    INTERNAL_IDENTITY_JWKS: JSON.stringify(system.identityKeys.jwks),
    ...subgraphUrls(system),
    ...databases(name, system),
    ...(name === 'gateway' || name === 'agency' ? issuer(system) : {}),
    ...(name === 'gateway' ? { ...webhookKey(system), ...uncounted(system) } : {}),
    ...(name === 'reservation' ? webhookSecret(system) : {}),
    ...(ASKS_SUPPLIER.has(name) ? supplier(system) : {}),
  };
}

function port(name: ProcessName, system: SystemSettings): Record<string, string> {
  return name === 'worker' ? {} : { PORT: String(system.ports[name]) };
}

function subgraphUrls(system: SystemSettings): Record<string, string> {
  return Object.fromEntries(
    SUBGRAPH_NAMES.map((name) => [
      `SUBGRAPH_URL_${name.toUpperCase()}`,
      `http://127.0.0.1:${system.ports[name]}/graphql`,
    ]),
  );
}

/** A subgraph sees its own role's URL; the worker runs the jobs of all four. */
function databases(
  name: Exclude<ProcessName, 'mhg-simulator'>,
  system: SystemSettings,
): Record<string, string> {
  if (name === 'gateway') return {};
  const roles = name === 'worker' ? SUBGRAPH_NAMES : [name];
  return Object.fromEntries(
    roles.map((role) => [databaseVariable(role), system.databaseUrls[role]]),
  );
}

function issuer(system: SystemSettings): Record<string, string> {
  return { LOCAL_ISSUER_DIR: system.localIssuer.dir, LOCAL_ISSUER_URL: system.localIssuer.url };
}

function webhookKey({ identityKeys }: SystemSettings): Record<string, string> {
  return { WEBHOOK_IDENTITY_KEY: JSON.stringify(identityKeys.private.webhooks) };
}

/**
 * Whom the local issuer makes up is not counted: loads and replays are measured against it, and it gives
 * a token to whoever asks.
 */
function uncounted({ inherited }: SystemSettings): Record<string, string> {
  return { RATE_PER_IDENTITY: inherited['RATE_PER_IDENTITY'] ?? 'local-*=off' };
}

function webhookSecret(system: SystemSettings): Record<string, string> {
  return { MHG_WEBHOOK_SECRET: system.supplierWebhookSecret };
}

/** The supplier tells us of every change, as in production. */
function simulated(system: SystemSettings): Record<string, string> {
  return {
    MHG_API_KEY: system.supplierApiKey,
    ...webhookSecret(system),
    MHG_WEBHOOK_URL: `http://127.0.0.1:${system.ports.gateway}`,
  };
}

function supplier(system: SystemSettings): Record<string, string> {
  return {
    MHG_BASE_URL: `http://127.0.0.1:${system.ports['mhg-simulator']}`,
    MHG_API_KEY: system.supplierApiKey,
  };
}
