// Composition root of the reservation subgraph's server.
import { createIdentityVerifier } from '../../shared/auth/identity-verifier.ts';
import {
  bookingSettings,
  supplierSettings,
  webhookSettings,
} from '../../shared/config/environment.ts';
import type {
  BookingSettings,
  SubgraphEnvironment,
  SupplierSettings,
} from '../../shared/config/environment.ts';
import { openDeadLetterDesk } from '../../shared/dead-letters/open-desk.ts';
import { runSubgraph } from '../../shared/server/run-until-signalled.ts';
import { startSubgraphServer } from '../../shared/server/subgraph-server.ts';
import type { RunningSubgraph } from '../../shared/server/subgraph-server.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import { createLoaders } from './loaders/loaders.ts';
import type { Finders } from './loaders/loaders.ts';
import { findGroupsByBookingIds, findGroupsByIds } from './repositories/booking-groups.ts';
import { findMessagesByIds } from './repositories/supplier-messages.ts';
import { findAuditByGroupIds, findOrdersByGroupIds } from './repositories/sale-orders.ts';
import type { ReservationContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { openWiring } from './wiring.ts';

/** Serves until it is stopped. */
export async function startReservation(
  settings: SubgraphEnvironment,
  logger: Logger,
  booking: BookingSettings = bookingSettings(),
  supplier: SupplierSettings = supplierSettings(),
  webhooks: { readonly secret: string } = webhookSettings(),
): Promise<RunningSubgraph> {
  const { dataSource, clock, services, close } = await openWiring(
    settings,
    booking,
    { ...supplier, webhookSecret: webhooks.secret },
    logger,
    'server',
  );
  const finders: Finders = {
    findGroups: (ids) => findGroupsByIds(dataSource, ids),
    findGroupsOfBookings: (ids) => findGroupsByBookingIds(dataSource, ids),
    findOrders: (groupIds) => findOrdersByGroupIds(dataSource, groupIds),
    findAudit: (groupIds) => findAuditByGroupIds(dataSource, groupIds),
    findMessages: (ids) => findMessagesByIds(dataSource, ids),
  };
  const deadLetters = await openDeadLetterDesk('reservation', settings, dataSource, logger);
  const server = await startSubgraphServer<ReservationContext>({
    name: 'reservation',
    host: settings.host,
    port: settings.port,
    logger,
    verifier: createIdentityVerifier({
      jwks: settings.identityJwks,
      audience: 'reservation',
      now: clock.now,
    }),
    resolvers,
    context: (identity) => ({
      identity,
      loaders: createLoaders(finders, identity),
      services,
      deadLetters: deadLetters.desk,
    }),
    isReady: async () => {
      await dataSource.query('select 1');
      return true;
    },
  });
  return {
    port: server.port,
    async stop() {
      await server.stop();
      await deadLetters.close();
      await close();
    },
  };
}

runSubgraph('reservation', startReservation);
