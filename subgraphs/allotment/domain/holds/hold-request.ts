// What may be asked for and what may be granted: rooms of one hotel for an agency, as a group.
import type { DateText, LineId } from '../../../../shared/domain/facts.ts';
import type { Reason } from '../../../../shared/domain/reason-codes.ts';
import type { Result } from '../../../../shared/domain/result.ts';

/** All lines or none. */
export interface HoldRequest {
  /** Comes back with the decision; the caller's own. */
  readonly key: string;
  readonly agency: string;
  readonly lines: readonly HoldLine[];
  /** Bookings whose rooms count as free for this request: those that it would replace. */
  readonly replaces?: readonly string[];
  /** Where nothing can be sold but something requested, grant a request instead of refusing. */
  readonly acceptOnRequest?: boolean;
}

export interface HoldLine {
  readonly roomType: string;
  readonly checkIn: DateText;
  /** Not occupied. */
  readonly checkOut: DateText;
  readonly rooms: number;
  /** Take the rooms from this hardblock, and from nowhere else. */
  readonly block?: string;
  /** Take the rooms from this contract, and from no other. */
  readonly contract?: string;
  /**
   * BOOKING facts of the booking that this line is to become. What fits of them is kept and counts as
   * had; the rest of them counts as free.
   */
  readonly keeps?: readonly string[];
  /** What is not kept stays held for now, hence is not free: the supplier has yet to agree. */
  readonly holdsRest?: boolean;
}

/** Some rooms of one night on one line; several may make up what was asked for. */
export interface GrantedNight {
  /** Position of the requested line. */
  readonly lineIndex: number;
  readonly night: DateText;
  readonly line: LineId;
  readonly rooms: number;
  readonly block?: string;
  /** Net, minor units of `currency`; null where no rate is known. */
  readonly rate: number | null;
  readonly currency: string | null;
  /** The fact that holds these rooms already; absent: newly granted. */
  readonly keptFrom?: string;
  /** The line is sold on request alone. */
  readonly requested?: true;
}

export interface Grant {
  /** ON_REQUEST takes no rooms: somebody has to say yes first. */
  readonly status: 'HELD' | 'ON_REQUEST';
  /** By requested line, then night, then in the order in which rooms were taken. */
  readonly nights: readonly GrantedNight[];
}

export interface HoldDecision {
  readonly key: string;
  readonly result: Result<Grant, readonly Reason[]>;
}
