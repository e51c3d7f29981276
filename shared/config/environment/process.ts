// What every process of the system is told, and the ports they have unless said.
import { z } from 'zod';
import { level } from './read.ts';

export const SUBGRAPH_NAMES = ['allotment', 'reservation', 'hardblock', 'agency'] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

export const DEFAULT_PORTS: Record<SubgraphName, number> = {
  allotment: 4101,
  reservation: 4102,
  hardblock: 4103,
  agency: 4104,
};
export const GATEWAY_PORT = 3001;
export const SIMULATOR_PORT = 4200;

export const processShape = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: level.default('info'),
  HOST: z.string().min(1).default('127.0.0.1'),
};

export interface ProcessEnvironment {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly logLevel: z.infer<typeof level>;
  readonly host: string;
}

/** The part that all processes share. */
export function processOf(env: {
  NODE_ENV: ProcessEnvironment['nodeEnv'];
  LOG_LEVEL: ProcessEnvironment['logLevel'];
  HOST: string;
}): ProcessEnvironment {
  return { nodeEnv: env.NODE_ENV, logLevel: env.LOG_LEVEL, host: env.HOST };
}
