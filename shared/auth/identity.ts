// Who a request speaks for, once the gateway has verified it. Subgraphs get it from the header below
// and believe nothing else; see identity-signer.ts and identity-verifier.ts.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authLimits } from './limits.ts';

/** Carries the signed identity. The gateway drops whatever a client sends under this name. */
export const identityHeader = 'x-staysync-identity';

/**
 * Carries the request id beside the identity, unsigned: it only ties log lines together, and signing
 * it would mean a new signature for every request instead of one per caller and half minute.
 */
export const requestIdHeader = 'x-request-id';

/** The issuer that may speak for users; services speak for themselves, as SYSTEM. */
export const gatewayIssuer = 'gateway';

/**
 * Hands on what suppliers send, unread. It speaks to one subgraph alone, in a role that nothing else
 * is granted to: whoever got hold of its key could deliver messages, and their signature is checked.
 */
export const webhookIssuer = 'webhooks';
const webhookAudience = 'reservation';

export const userRoles = ['ADMIN', 'OPERATOR', 'AGENT', 'PARTNER', 'SUPPLIER'] as const;
export const roles = [...userRoles, 'SYSTEM', 'WEBHOOK'] as const;

export type UserRole = (typeof userRoles)[number];
export type Role = (typeof roles)[number];

export interface Identity {
  /** Firebase uid of the user, or the name of the calling service. */
  readonly subject: string;
  readonly role: Role;
  /** `gateway` for users, otherwise the name of the service. */
  readonly issuer: string;
  /** Always there for a PARTNER. */
  readonly agencyId?: string;
  /** The agencies that an AGENT serves; without it none. */
  readonly agencyIds?: readonly string[];
  readonly hotelIds?: readonly string[];
  /** Ties the log lines of one request together; it proves nothing. */
  readonly requestId: string;
}

/** What is signed: the identity without what differs from request to request. */
export type IdentityClaims = Omit<Identity, 'issuer' | 'requestId'>;

/** Ids of agencies and hotels. */
export const tenantIdSchema = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/);

const requestIdPattern = new RegExp(`^[\\w.-]{1,${authLimits.requestIdCharsMax}}$`);

/** The request id that came along when it is well-formed, else a fresh one. */
export function requestIdFrom(headerValue: string | string[] | undefined): string {
  return typeof headerValue === 'string' && requestIdPattern.test(headerValue)
    ? headerValue
    : randomUUID();
}

/** Only the gateway speaks for users, and it never speaks for a service. */
export function mayAssert(issuer: string, role: Role): boolean {
  if (issuer === gatewayIssuer) return role !== 'SYSTEM' && role !== 'WEBHOOK';
  return role === (issuer === webhookIssuer ? 'WEBHOOK' : 'SYSTEM');
}

/** Whether this issuer is heard by `audience` at all. */
export function mayReach(issuer: string, audience: string): boolean {
  return issuer !== webhookIssuer || audience === webhookAudience;
}
