// A first look at a token, before firebase-admin gets to see it: cheap, and it keeps malformed input
// away from a library that reports it as an internal error.
import { z } from 'zod';
import { gatewayLimits } from '../limits.ts';

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1) });
const payloadSchema = z.object({ sub: z.string(), exp: z.number(), iat: z.number() });

/** Whether this is a compact JWT, signed with RS256 by a named key, that expires. */
export function looksLikeIdToken(token: string): boolean {
  if (token.length > gatewayLimits.tokenCharsMax) return false;
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return false;
  const [header = '', payload = ''] = parts;
  return (
    headerSchema.safeParse(decode(header)).success &&
    payloadSchema.safeParse(decode(payload)).success
  );
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
