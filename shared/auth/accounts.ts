// Users as the identity provider keeps them: made, looked up, given claims, disabled, signed out.
// Claims hold role and for whom it is alone, since they are capped in size and travel in every token; all
// else about a member is the agency subgraph's. A thin layer over firebase-admin: what is expected
// comes back as a value, and a provider that is out of reach is told apart from its refusals.
import { getAuth } from 'firebase-admin/auth';
import type { UserRecord } from 'firebase-admin/auth';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { UserRole } from './identity.ts';
import { authLimits } from './limits.ts';

export interface Account {
  readonly uid: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly disabled: boolean;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Tokens of sign-ins before this instant (ms since 1970) are revoked; 0 if none are. */
  readonly tokensValidFromMs: number;
}

export interface MemberClaims {
  readonly role: UserRole;
  readonly agencyId?: string;
  /** The agencies that an agent serves. */
  readonly agencyIds?: readonly string[];
  /** The hotels that a supplier's user speaks for. */
  readonly hotelIds?: readonly string[];
}

/** `UNAVAILABLE`: the provider did not answer in time; nothing is known, the call may be repeated. */
export type AccountRefusal =
  'NOT_FOUND' | 'EMAIL_TAKEN' | 'UID_TAKEN' | 'BAD_EMAIL' | 'CLAIMS_TOO_LONG' | 'UNAVAILABLE';

export type AccountAnswer<T> = Promise<Result<T, AccountRefusal>>;

export interface Accounts {
  create(user: { uid?: string; email: string; displayName?: string }): AccountAnswer<Account>;
  find(uid: string): AccountAnswer<Account>;
  findByEmail(email: string): AccountAnswer<Account>;
  /** Replaces all custom claims; they are in the tokens issued from then on. */
  setClaims(uid: string, claims: MemberClaims): AccountAnswer<null>;
  setDisabled(uid: string, disabled: boolean): AccountAnswer<null>;
  /** Tokens of earlier sign-ins no longer count. */
  revokeTokens(uid: string): AccountAnswer<null>;
}

export function openAccounts({ app }: Pick<IdentityProvider, 'app'>): Accounts {
  const auth = getAuth(app);
  return {
    create: (user) => answerOf(auth.createUser(user).then(accountOf)),
    find: (uid) => answerOf(auth.getUser(uid).then(accountOf)),
    findByEmail: (email) => answerOf(auth.getUserByEmail(email).then(accountOf)),
    async setClaims(uid, { role, agencyId, agencyIds, hotelIds }) {
      const claims = {
        role,
        ...(agencyId === undefined ? {} : { agencyId }),
        ...(agencyIds === undefined ? {} : { agencyIds }),
        ...(hotelIds === undefined ? {} : { hotelIds }),
      };
      if (Buffer.byteLength(JSON.stringify(claims)) > authLimits.claimsBytesMax) {
        return err('CLAIMS_TOO_LONG');
      }
      return answerOf(auth.setCustomUserClaims(uid, claims).then(() => null));
    },
    setDisabled: (uid, disabled) => answerOf(auth.updateUser(uid, { disabled }).then(() => null)),
    revokeTokens: (uid) => answerOf(auth.revokeRefreshTokens(uid).then(() => null)),
  };
}

function accountOf(user: UserRecord): Account {
  return {
    uid: user.uid,
    email: user.email ?? null,
    displayName: user.displayName ?? null,
    disabled: user.disabled,
    claims: user.customClaims ?? {},
    tokensValidFromMs: user.tokensValidAfterTime ? Date.parse(user.tokensValidAfterTime) : 0,
  };
}

const REFUSALS: Readonly<Record<string, AccountRefusal>> = {
  'auth/user-not-found': 'NOT_FOUND',
  'auth/invalid-uid': 'NOT_FOUND',
  'auth/email-already-exists': 'EMAIL_TAKEN',
  'auth/uid-already-exists': 'UID_TAKEN',
  'auth/invalid-email': 'BAD_EMAIL',
  'auth/claims-too-large': 'CLAIMS_TOO_LONG',
};

async function answerOf<T>(work: Promise<T>): AccountAnswer<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Result<never, AccountRefusal>>((resolve) => {
    timer = setTimeout(() => {
      resolve(err('UNAVAILABLE'));
    }, authLimits.accountsTimeoutMs);
  });
  const outcome = work.then(
    (value) => ok(value),
    (error: unknown) => err(refusalOf(error)),
  );
  const first = await Promise.race([outcome, timeout]);
  clearTimeout(timer);
  return first;
}

/** Whatever firebase-admin does not name as a refusal says nothing about the user. */
function refusalOf(error: unknown): AccountRefusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REFUSALS[code] ?? 'UNAVAILABLE';
}
