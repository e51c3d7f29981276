// The predicates that @policy names. Each looks at the verified caller alone: rows are the business
// of the services. A policy that is not listed here keeps the supergraph from being served.
import type { GatewayContext } from '../context.ts';

export type Policy = (caller: GatewayContext) => boolean;
export type Policies = Readonly<Record<string, Policy>>;

/** The policies of this gateway by the name under which the access table requires them. */
export const ownPolicies: Policies = {};
