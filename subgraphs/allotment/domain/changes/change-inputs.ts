// The inputs of operators' mutations, as GraphQL hands them over: fields left out may be null.
import type { ContractKind } from '../../../../shared/domain/facts.ts';

type Maybe<T> = T | null | undefined;

/** What every mutation takes beside its content. */
export interface ChangeFields {
  readonly hotelId: string;
  readonly note?: Maybe<string>;
  readonly dryRun?: Maybe<boolean>;
}

export interface TargetInput {
  readonly line?: Maybe<string>;
  readonly contract?: Maybe<string>;
  readonly roomType?: Maybe<string>;
  readonly hotel?: Maybe<boolean>;
}

export interface EventContentInput {
  readonly type: string;
  readonly target: TargetInput;
  readonly from: string;
  readonly to: string;
  readonly daysOfWeek?: Maybe<readonly number[]>;
  readonly n?: Maybe<number>;
  readonly set?: Maybe<number>;
  readonly add?: Maybe<number>;
  readonly factorBp?: Maybe<number>;
  readonly effectiveAt?: Maybe<string>;
  readonly mode?: Maybe<string>;
  readonly includeCommitted?: Maybe<boolean>;
}

export interface CreateAllotmentEventsInput extends ChangeFields {
  readonly events: readonly (EventContentInput & { readonly id: string })[];
}

export interface AmendAllotmentEventInput extends ChangeFields {
  readonly id: string;
  readonly revision: number;
  readonly event: EventContentInput;
}

export interface RetractInput extends ChangeFields {
  readonly id: string;
  readonly revision?: Maybe<number>;
}

/** Without `revision` something new is made, with it that revision is amended. */
interface SaveFields extends ChangeFields {
  readonly revision?: Maybe<number>;
}

export interface DatedRooms {
  readonly date: string;
  readonly rooms?: Maybe<number>;
}

export interface SavePoolInput extends SaveFields {
  readonly id: string;
  readonly members: readonly { readonly line: string; readonly weight: number }[];
  readonly budget: number;
  readonly byDate?: Maybe<readonly DatedRooms[]>;
  readonly overbook?: Maybe<number>;
}

export interface SaveSubAllotmentInput extends SaveFields {
  readonly id: string;
  readonly line: string;
  readonly agency: string;
  readonly rooms: number;
  readonly byDate?: Maybe<readonly DatedRooms[]>;
  readonly releaseDaysBefore?: Maybe<number>;
  readonly exclusive?: Maybe<boolean>;
}

export interface SaveAudienceInput extends SaveFields {
  readonly contract: string;
  readonly agencies: readonly string[];
}

export interface RetractAudienceInput extends ChangeFields {
  readonly contract: string;
  readonly revision?: Maybe<number>;
}

export interface ContractLineInput {
  readonly roomType: string;
  readonly quantity?: Maybe<number>;
  readonly byDate?: Maybe<readonly DatedRooms[]>;
  readonly rate?: Maybe<number>;
  readonly poolFunded?: Maybe<boolean>;
  readonly protect?: Maybe<number>;
  readonly release?: Maybe<readonly { readonly daysBefore: number; readonly keep: number }[]>;
  readonly releaseTime?: Maybe<string>;
}

export interface SaveContractInput extends SaveFields {
  readonly id: string;
  readonly name: string;
  readonly stayFrom: string;
  readonly stayTo: string;
  readonly daysOfWeek?: Maybe<readonly number[]>;
  readonly contractKind: ContractKind;
  readonly agencies?: Maybe<readonly string[]>;
  readonly lines: readonly ContractLineInput[];
  readonly currency?: Maybe<string>;
  readonly minStay?: Maybe<number>;
  readonly maxStay?: Maybe<number>;
  readonly minLeadDays?: Maybe<number>;
  readonly maxLeadDays?: Maybe<number>;
  readonly allowSplit?: Maybe<boolean>;
}
