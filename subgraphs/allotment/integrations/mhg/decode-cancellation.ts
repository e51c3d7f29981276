// The supplier's cancellation rules, in its own words, to a policy in ours. Called by decode.ts for
// each hotel; what is not understood is set aside alone and the last good policy stays.
import { z } from 'zod';
import { limits } from '../../../../shared/config/limits.ts';
import { parseCancellationPolicy } from '../../../../shared/domain/cancellation-policy.ts';
import type { CancellationPolicy, Penalty } from '../../../../shared/domain/cancellation-policy.ts';
import * as field from './fields.ts';
import { quarantineOf } from './quarantine.ts';
import type { Decoded } from './quarantine.ts';

/** What a charge is counted in, by the supplier's word for it. */
const charge = z.unknown().transform((raw, context): Penalty => {
  const given = z.looseObject({ basis: z.unknown(), value: z.unknown() }).safeParse(raw);
  const basis = given.data?.basis;
  const value = given.data?.value;
  if (basis === 'FIRST_NIGHTS') {
    const nights = readAt(field.count, value, context);
    return { kind: 'NIGHTS', nights };
  }
  if (basis === 'PERCENT_OF_STAY') {
    const bp = readAt(field.percent, value, context);
    return { kind: 'PERCENT', bp };
  }
  const message = `${String(basis)} is no basis of a charge`;
  const params = { reason: 'UNKNOWN_CHARGE' };
  context.addIssue({ code: 'custom', path: ['basis'], message, params });
  return z.NEVER;
});

const cancellation = z.object({
  rules: z.array(z.object({ days_prior: field.count, local_time: field.timeOrNull, charge })),
  no_show: charge,
});

/** `null` is the supplier's word for a hotel without a policy; a field that is missing is not. */
export function decodeCancellation(raw: unknown): Decoded<CancellationPolicy | null> {
  if (raw === null) return { ok: true, value: null };
  if (raw === undefined) {
    const message = 'the field is missing';
    return setAside({ path: '', reason: 'MISSING_FIELD', message, raw });
  }
  const parsed = cancellation.safeParse(raw);
  if (!parsed.success) return setAside(quarantineOf(parsed.error, raw));
  const policy = parseCancellationPolicy(inOurTerms(parsed.data), limits.cancellation);
  if (policy.ok) return { ok: true, value: policy.value };
  const [first] = policy.error;
  const message = `${first?.path ?? ''}: ${first?.message ?? ''}`;
  return setAside({ path: '', reason: 'BAD_RANGE', message, raw });
}

function inOurTerms({ rules, no_show }: z.infer<typeof cancellation>): unknown {
  return {
    tiers: rules.map(({ days_prior, local_time, charge: penalty }) => ({
      daysBefore: days_prior,
      time: local_time ?? '00:00',
      penalty,
    })),
    noShow: no_show,
  };
}

type Quarantined = Extract<Decoded<never>, { ok: false }>;

function setAside(quarantine: Quarantined['quarantine']): Quarantined {
  return { ok: false, quarantine: { ...quarantine, path: `/cancellation${quarantine.path}` } };
}

function readAt<T>(schema: z.ZodType<T>, raw: unknown, context: z.RefinementCtx): T {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    context.addIssue({ ...issue, path: ['value', ...issue.path] });
  }
  return z.NEVER;
}
