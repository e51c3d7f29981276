import type { Identity } from '../../../shared/auth/identity.ts';
import type { Reason } from '../../../shared/domain/reason-codes.ts';
import { err } from '../../../shared/domain/result.ts';
import { holdRooms } from '../services/hold-rooms.ts';

const FOUND: Reason[] = [
  { code: 'SOLD_OUT_POOL', line: 'k/T', pool: 'p', nights: ['2027-03-10'], needed: 3, have: 2 },
  { code: 'PROTECTED_FOR_OTHER', line: 'k/T', nights: ['2027-03-10'], needed: 3, have: 1 },
];
const INPUT = {
  hotelId: 'H1',
  clientReference: 'R1',
  agencyId: 'SIAM',
  lines: [{ roomType: 'T', checkIn: '2027-03-10', checkOut: '2027-03-11', rooms: 3 }],
};

function refusedFor(role: Identity['role']): Promise<unknown> {
  const identity: Identity = {
    subject: 'uid',
    role,
    issuer: 'gateway',
    requestId: 'r',
    ...(role === 'PARTNER' ? { agencyId: 'SIAM' } : {}),
    ...(role === 'AGENT' ? { agencyIds: ['SIAM'] } : {}),
  };
  const batches = {
    submit: () => Promise.resolve(err(FOUND)),
    drain: () => Promise.resolve(),
  };
  const askAgency = () => Promise.resolve(new Map());
  return holdRooms({ batches, askAgency }, identity, INPUT);
}

describe('a hold that is refused', () => {
  it.each(['PARTNER', 'AGENT'] as const)(
    'tells a %s that rooms are sold, not in which shared stock nor that they are kept for others',
    async (role) => {
      expect(await refusedFor(role)).toEqual(
        err([{ code: 'SOLD_OUT_LINE', line: 'k/T', nights: ['2027-03-10'], needed: 3, have: 1 }]),
      );
    },
  );

  it.each(['OPERATOR', 'ADMIN'] as const)('tells an %s everything', async (role) => {
    expect(await refusedFor(role)).toEqual(err(FOUND));
  });
});
