// `/api/v1/health/live` and `/api/v1/health/ready`, for load balancers, launchers and tests.
import type { FastifyInstance } from 'fastify';
import { gatewayLimits } from '../limits.ts';

/** Something the gateway cannot do without, by the name under which its absence is reported. */
export interface Dependency {
  readonly name: string;
  isReady(): Promise<boolean>;
}

/** Adds both routes. A gateway that is stopping accepts no connection, which says enough. */
export function addHealthRoutes(http: FastifyInstance, dependencies: readonly Dependency[]): void {
  const findMissing = createReadinessCheck(dependencies);

  http.get('/api/v1/health/live', () => ({ status: 'live' }));
  http.get('/api/v1/health/ready', async (_request, reply) => {
    const notReady = await findMissing();
    return notReady.length === 0
      ? reply.send({ status: 'ready' })
      : reply.code(503).send({ status: 'not ready', notReady });
  });
}

/** Names of the dependencies that are not ready; asked at most once a second. */
function createReadinessCheck(dependencies: readonly Dependency[]): () => Promise<string[]> {
  let last: { at: number; missing: Promise<string[]> } | null = null;

  async function ask(): Promise<string[]> {
    const ready = await Promise.all(dependencies.map((dependency) => dependency.isReady()));
    return dependencies.filter((_, index) => !ready[index]).map(({ name }) => name);
  }

  return () => {
    const now = performance.now();
    if (!last || now - last.at >= gatewayLimits.healthReuseMs) last = { at: now, missing: ask() };
    return last.missing;
  };
}
