// What is read back of a confirmed group and of its history.

export interface SaleOrderRow {
  readonly id: string;
  readonly number: number;
  readonly groupId: string;
  readonly confirmedAt: string;
  readonly currency: string | null;
  /** What the agency pays. */
  readonly total: number | null;
  readonly netTotal: number | null;
  readonly lines: readonly SaleOrderLineRow[];
  /** What later changes added, in order. */
  readonly amendments: readonly SaleOrderAmendmentRow[];
}

export interface SaleOrderAmendmentRow {
  readonly kind: string;
  readonly bookingId: string;
  readonly amount: number | null;
  readonly netAmount: number | null;
  readonly deadline: string | null;
  readonly at: string;
  readonly why: string;
}

export interface SaleOrderLineRow {
  readonly bookingId: string;
  readonly roomType: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly amount: number | null;
  readonly netAmount: number | null;
}

export interface AuditRow {
  readonly groupId: string;
  readonly bookingId: string | null;
  readonly at: string;
  readonly actor: string;
  readonly fromStatus: string | null;
  readonly toStatus: string;
  readonly why: string;
  readonly requestId: string;
}
