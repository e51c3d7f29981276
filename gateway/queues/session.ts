// The pass of an operator's browser to the dashboard: a signed cookie for a quarter of an hour. It says
// who came and when that user signed in, so that a user who was disabled or signed out is sent away
// with the cookie still in hand. Any replica of the gateway reads what another one made.
import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { gatewayLimits } from '../limits.ts';

export const SESSION_COOKIE = 'staysync-queues';

export interface QueueSession {
  readonly subject: string;
  /** ms since 1970. */
  readonly signedInAt: number;
}

export interface QueueSessions {
  /** The value of a `set-cookie` header. */
  issue(session: QueueSession): Promise<string>;
  /** Out of a `cookie` header; null for none, a forged one or one that ran out. */
  read(header: string | undefined): Promise<QueueSession | null>;
}

const claims = z.object({ sub: z.string().min(1), signedInAt: z.number() });
const USE = 'staysync queues';

/** `secret` is known to every replica and to nobody else; this use of it has a key of its own. */
export function createQueueSessions(secret: string, options: { secure: boolean }): QueueSessions {
  const key = createHash('sha256').update(USE).update(secret).digest();
  const seconds = gatewayLimits.queueSessionSeconds;
  const attributes = `Path=/queues; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
  return {
    async issue({ subject, signedInAt }) {
      const token = await new SignJWT({ signedInAt })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(subject)
        .setAudience(USE)
        .setExpirationTime(`${seconds} seconds`)
        .sign(key);
      return `${SESSION_COOKIE}=${token}; ${attributes}${options.secure ? '; Secure' : ''}`;
    },
    async read(header) {
      const token = cookieOf(header);
      if (token === null) return null;
      try {
        const { payload } = await jwtVerify(token, key, { audience: USE, algorithms: ['HS256'] });
        const { sub, signedInAt } = claims.parse(payload);
        return { subject: sub, signedInAt };
      } catch {
        return null;
      }
    },
  };
}

function cookieOf(header: string | undefined): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return null;
}
