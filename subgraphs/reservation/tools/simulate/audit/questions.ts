// What partners ask and what they are told, as the audit reads it: the same shapes for every check.
import type { SaleLine } from '../../../../../shared/testing/model/sale.ts';

export interface ToldGroup {
  readonly id: string;
  readonly status: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly bookings: readonly { readonly id: string; readonly status: string }[];
}

export type ToldAnswer =
  | { readonly ok: true; readonly value: ToldGroup }
  | {
      readonly ok: false;
      readonly error: readonly ToldReason[];
    };

export interface ToldReason {
  readonly code: string;
  readonly path?: string;
  readonly needed?: number;
  readonly have?: number;
}

export interface HoldQuestion {
  readonly kind: 'hold';
  readonly hotelId: string;
  readonly agencyId: string;
  readonly clientReference: string;
  readonly lines: readonly SaleLine[];
}

export interface AmendQuestion {
  readonly kind: 'amend';
  readonly groupId: string;
  readonly bookingId: string;
  readonly line: SaleLine;
  readonly asAgency: string;
}

export type Question =
  | HoldQuestion
  | AmendQuestion
  | { readonly kind: 'confirm'; readonly groupId: string; readonly asAgency: string }
  | {
      readonly kind: 'cancel';
      readonly groupId: string;
      readonly bookingId?: string;
      readonly asAgency: string;
    };
