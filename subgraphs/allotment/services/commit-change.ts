// commitChange: what was shown by a dry run is committed exactly, or not at all when the numbers have
// moved since. Load → decide → save.
import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { isPlainText } from '../../../shared/domain/plain-text.ts';
import type { Change } from '../domain/changes/change.ts';
import { mayChangeAllotment } from '../domain/visibility.ts';
import { findPreview } from '../repositories/changes.ts';
import type { Preview } from '../repositories/changes.ts';
import { decide, digestOf, repeatWhileMoved } from './change-facts.ts';
import type { ChangeAnswer, ChangeDependencies } from './change-facts.ts';
import { saveChange } from './save-change.ts';

/** A token answers its creator alone; sent again, it answers the change that it became. */
export async function commitChange(
  deps: ChangeDependencies,
  identity: Identity,
  token: string,
): Promise<ChangeAnswer> {
  if (!mayChangeAllotment(identity)) return err([{ code: 'NOT_ENTITLED' }]);
  const find = (): Promise<Preview | null> =>
    isPlainText(token)
      ? findPreview(deps.dataSource, token, identity.subject)
      : Promise.resolve(null);
  const preview = await find();
  if (!preview) return err([{ code: 'NOT_FOUND', path: '/token' }]);
  if (preview.change) return ok(preview.change);
  return deps.lock.withHotelLock(preview.hotelId, () =>
    repeatWhileMoved(async () => commit(deps, identity, (await find()) ?? preview)),
  );
}

async function commit(
  deps: ChangeDependencies,
  identity: Identity,
  { token, request, digest, expired, change }: Preview,
): Promise<Result<Change, Reason[] | 'MOVED'>> {
  if (change) return ok(change);
  if (expired) return err([stale('The preview has run out; look again.')]);
  const decided = await decide(deps, request);
  if (!decided.ok) return decided.error === 'MOVED' ? err('MOVED') : err([stale(MOVED_ON)]);
  const { decision } = decided.value;
  if (decision.verdict !== 'PLANNED' || digestOf(decision) !== digest)
    return err([stale(MOVED_ON)]);
  return saveChange(deps.dataSource, identity, request, { ...decided.value, decision }, token);
}

const MOVED_ON = 'What the change would do is no longer what was shown; look again.';

function stale(detail: string): Reason {
  return { code: 'PREVIEW_STALE', path: '/token', detail };
}
