// What operators may change by hand, each mutation's input read its own way and all written the same
// way. Bound once for the server.
import type { Identity } from '../../../shared/auth/identity.ts';
import { limits } from '../../../shared/config/limits.ts';
import type * as inputs from '../domain/changes/change-inputs.ts';
import type { ChangedKind } from '../domain/changes/proposal.ts';
import {
  readRetractContract,
  readSaveAudience,
  readSaveContract,
  readSavePool,
  readSaveSubAllotment,
} from '../domain/changes/read-arrangements.ts';
import { readAmendEvent, readCreateEvents, readRetraction } from '../domain/changes/read-events.ts';
import { changeFacts } from './change-facts.ts';
import type { ChangeAnswer, ChangeDependencies, ReadRequest } from './change-facts.ts';
import { commitChange } from './commit-change.ts';

type Mutation<Input> = (identity: Identity, input: Input) => Promise<ChangeAnswer>;

export interface OperatorChanges {
  readonly createAllotmentEvents: Mutation<inputs.CreateAllotmentEventsInput>;
  readonly amendAllotmentEvent: Mutation<inputs.AmendAllotmentEventInput>;
  readonly retractAllotmentEvent: Mutation<inputs.RetractInput>;
  readonly savePool: Mutation<inputs.SavePoolInput>;
  readonly retractPool: Mutation<inputs.RetractInput>;
  readonly saveSubAllotment: Mutation<inputs.SaveSubAllotmentInput>;
  readonly retractSubAllotment: Mutation<inputs.RetractInput>;
  readonly saveAudience: Mutation<inputs.SaveAudienceInput>;
  readonly retractAudience: Mutation<inputs.RetractAudienceInput>;
  readonly saveContract: Mutation<inputs.SaveContractInput>;
  readonly retractContract: Mutation<inputs.RetractInput>;
  readonly commitChange: Mutation<string>;
}

export function createOperatorChanges(deps: ChangeDependencies): OperatorChanges {
  const bounds = limits.changes;
  const change = (identity: Identity, read: ReadRequest): Promise<ChangeAnswer> =>
    changeFacts(deps, identity, read);
  const retract =
    (kind: ChangedKind): Mutation<inputs.RetractInput> =>
    (identity, input) =>
      change(identity, () => readRetraction(input, kind, bounds));
  return {
    createAllotmentEvents: (identity, input) =>
      change(identity, () => readCreateEvents(input, bounds)),
    amendAllotmentEvent: (identity, input) => change(identity, () => readAmendEvent(input, bounds)),
    retractAllotmentEvent: retract('EVENT'),
    savePool: (identity, input) => change(identity, () => readSavePool(input, bounds)),
    retractPool: retract('POOL'),
    saveSubAllotment: (identity, input) =>
      change(identity, () => readSaveSubAllotment(input, bounds)),
    retractSubAllotment: retract('SUBALLOTMENT'),
    saveAudience: (identity, input) => change(identity, () => readSaveAudience(input, bounds)),
    retractAudience: (identity, input) =>
      change(identity, () =>
        readRetraction({ ...input, id: input.contract }, 'AUDIENCE', bounds, '/contract'),
      ),
    saveContract: (identity, input) => change(identity, () => readSaveContract(input, bounds)),
    retractContract: (identity, input) =>
      change(identity, () => readRetractContract(input, bounds)),
    commitChange: (identity, token) => commitChange(deps, identity, token),
  };
}
