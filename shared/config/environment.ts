// The public face of environment/, the only reader of process.env. Each process asks once, in its
// composition root, for the settings of its kind; what is missing or malformed stops the start with a
// message that names the variable.
export {
  databaseVariable,
  migrationEnvironment,
  verifyDatabaseUrl,
} from './environment/databases.ts';
export { identityProviderSettings } from './environment/identity-provider.ts';
export { SUBGRAPH_NAMES } from './environment/process.ts';
export type { SubgraphName } from './environment/process.ts';
export { bookingSettings, gatewayEnvironment, subgraphEnvironment } from './environment/servers.ts';
export type { BookingSettings, SubgraphEnvironment } from './environment/servers.ts';
export { simulatorEnvironment, supplierSettings, webhookSettings } from './environment/supplier.ts';
export type { SupplierSettings } from './environment/supplier.ts';
export {
  launcherEnvironment,
  propertyRuns,
  reliabilityEffort,
  testServicesEnvironment,
} from './environment/tools.ts';
