// References to what other subgraphs own, for federation to follow.

export interface Reference<Name extends string> {
  readonly __typename: Name;
  readonly id: string;
}

/** A hotel, which allotment resolves. */
export function hotelReference(id: string): Reference<'Hotel'> {
  return { __typename: 'Hotel', id };
}

/** An agency, which the agency subgraph resolves. */
export function agencyReference(id: string): Reference<'Agency'> {
  return { __typename: 'Agency', id };
}
