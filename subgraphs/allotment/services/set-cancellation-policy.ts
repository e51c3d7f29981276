// setCancellationPolicy: an operator's policy in place of the supplier's, or the supplier's again.
import { isDeepStrictEqual } from 'node:util';
import type { DataSource } from 'typeorm';
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import { inTransaction } from '../../../shared/database/transaction.ts';
import { parseCancellationPolicy } from '../../../shared/domain/cancellation-policy.ts';
import type { CancellationPolicy, Penalty } from '../../../shared/domain/cancellation-policy.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { commonErrors, withoutNulls } from '../domain/changes/read-parts.ts';
import type { HotelRow } from '../domain/hotel.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import { insertAuditEntry } from '../repositories/audit-log.ts';
import { findHotelsByIds, lockOwnPolicy, updateOwnPolicy } from '../repositories/hotels.ts';
import type { HotelBooks } from './hotel-books.ts';

export interface SetCancellationPolicyInput {
  readonly hotelId: string;
  /** Without it the supplier's policy counts again. */
  readonly policy?: {
    readonly tiers: readonly {
      readonly daysBefore: number;
      readonly time: string;
      readonly penalty: PenaltyInput;
    }[];
    readonly noShow: PenaltyInput;
  } | null;
  readonly note?: string | null;
}

interface PenaltyInput {
  readonly kind: Penalty['kind'];
  readonly nights?: number | null;
  readonly bp?: number | null;
}

/** The hotel afterwards. Operators only; setting what is set already changes and audits nothing. */
export async function setCancellationPolicy(
  { dataSource, books }: { readonly dataSource: DataSource; readonly books: HotelBooks },
  identity: Identity,
  input: SetCancellationPolicyInput,
): Promise<Result<HotelRow, Reason[]>> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const policy = readPolicy(input);
  if (!policy.ok) return policy;
  const { hotelId, note = null } = input;
  const saved = await inTransaction<HotelRow, Reason[]>(dataSource, async (manager) => {
    const locked = await lockOwnPolicy(manager, hotelId);
    if (!locked) return err([{ code: 'NOT_FOUND', path: '/hotelId' }]);
    if (!isDeepStrictEqual(locked.own, policy.value)) {
      await updateOwnPolicy(manager, hotelId, policy.value);
      await insertAuditEntry(manager, identity, {
        action: 'SET_CANCELLATION_POLICY',
        hotelId,
        subject: hotelId,
        before: locked.own,
        after: policy.value,
        note,
      });
    }
    const [hotel] = await findHotelsByIds(manager, [hotelId]);
    return hotel ? ok(hotel) : err([{ code: 'NOT_FOUND', path: '/hotelId' }]);
  });
  if (saved.ok) books.rereadHotel(hotelId);
  return saved;
}

function readPolicy(
  input: SetCancellationPolicyInput,
): Result<CancellationPolicy | null, Reason[]> {
  const errors = commonErrors(input, limits.changes);
  if (!input.policy) return errors.length > 0 ? err(errors) : ok(null);
  const { tiers, noShow } = input.policy;
  const parsed = parseCancellationPolicy(
    {
      tiers: tiers.map((tier) => ({ ...tier, penalty: withoutNulls({ ...tier.penalty }) })),
      noShow: withoutNulls({ ...noShow }),
    },
    limits.cancellation,
  );
  if (!parsed.ok) {
    for (const { path, message } of parsed.error) {
      errors.push({ code: 'BAD_INPUT', path: `/policy${path}`, detail: `${message}.` });
    }
  }
  return parsed.ok && errors.length === 0 ? parsed : err(errors);
}
