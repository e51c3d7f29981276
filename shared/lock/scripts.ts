// The lock's atomic steps, as Redis runs them. KEYS: lock, queue. The queue holds tokens in
// order of arrival with the time until which each is willing to wait.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export interface LockScript {
  readonly text: string;
  readonly hash: string;
}

function script(text: string): LockScript {
  return { text, hash: createHash('sha1').update(text).digest('hex') };
}

/**
 * Runs a script by its hash: Redis need not be sent and hash a text that it knows. One that was
 * restarted has forgotten it, and is told again.
 */
export async function runScript(
  redis: Pick<Redis, 'eval' | 'evalsha'>,
  { text, hash }: LockScript,
  keys: readonly [lock: string, queue: string],
  values: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(hash, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.eval(text, keys.length, ...keys, ...values);
  }
}

/** Sets `now` and forgets whose wait is over. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[2] .. ':until', '-inf', now)
`;

/**
 * ARGV: token, ttlMs, waitMs. 1 when the caller holds the lock now, 2 when others wait for it as well: it
 * was handed over, or it is free and nobody who still waits came earlier. Else queues the token once and
 * answers 0. Asking again with a token that already holds answers the same (a reply may have been lost).
 */
export const ACQUIRE = script(`
${NOW}
local function held()
  if redis.call('ZCARD', KEYS[2] .. ':until') > 0 then return 2 end
  return 1
end
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return held()
end
if not holder then
  while true do
    local first = redis.call('LINDEX', KEYS[2], 0)
    if not first or first == ARGV[1] then break end
    if redis.call('ZSCORE', KEYS[2] .. ':until', first) then break end
    redis.call('LPOP', KEYS[2])
  end
  local first = redis.call('LINDEX', KEYS[2], 0)
  if not first or first == ARGV[1] then
    if first then redis.call('LPOP', KEYS[2]) end
    redis.call('ZREM', KEYS[2] .. ':until', ARGV[1])
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return held()
  end
end
if not redis.call('ZSCORE', KEYS[2] .. ':until', ARGV[1]) then
  redis.call('RPUSH', KEYS[2], ARGV[1])
  redis.call('ZADD', KEYS[2] .. ':until', now + ARGV[3], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[3] * 10)
  redis.call('PEXPIRE', KEYS[2] .. ':until', ARGV[3] * 10)
end
return 0
`);

/** ARGV: token, ttlMs. 1 when the caller may keep the lock for more: it holds it, and nobody waits. */
export const STAY = script(`
${NOW}
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('ZCARD', KEYS[2] .. ':until') > 0 then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

const HAND_OVER = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
while true do
  local next = redis.call('LPOP', KEYS[2])
  if not next then return 1 end
  local untilMs = redis.call('ZSCORE', KEYS[2] .. ':until', next)
  redis.call('ZREM', KEYS[2] .. ':until', next)
  if untilMs and tonumber(untilMs) > now then
    redis.call('SET', KEYS[1], next, 'PX', ARGV[2])
    redis.call('PUBLISH', ARGV[3], next)
    return 1
  end
end
`;

/** ARGV: token, ttlMs, channel. Hands the lock to the next in line, or frees it. */
export const RELEASE = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
${HAND_OVER}
`);

/** ARGV: token, ttlMs, channel. Gives up waiting; a grant that crossed on the way is passed on. */
export const LEAVE = script(`
redis.call('LREM', KEYS[2], 0, ARGV[1])
redis.call('ZREM', KEYS[2] .. ':until', ARGV[1])
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
${HAND_OVER}
`);
