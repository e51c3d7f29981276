// One table of refusals per mutation of this subgraph.
import type { ReadyTable } from '../../../../shared/testing/refusals/refusal-table.ts';
import type { AgencyWorld } from '../agency-world.ts';
import { disableMember, enableMember } from './disable-member.ts';
import { inviteMember } from './invite-member.ts';
import { updateMember } from './update-member.ts';
import { createAgency } from './create-agency.ts';
import { removeAgencyHotel, setAgencyHotel } from './set-agency-hotel.ts';
import { reinstateAgency, suspendAgency } from './suspend-agency.ts';
import { updateAgency } from './update-agency.ts';

export const tables: readonly ReadyTable<AgencyWorld>[] = [
  createAgency,
  updateAgency,
  suspendAgency,
  reinstateAgency,
  setAgencyHotel,
  removeAgencyHotel,
  inviteMember,
  updateMember,
  disableMember,
  enableMember,
];
