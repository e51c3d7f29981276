// What a check finds: a law that does not hold, said so that a person can look at it.

export interface Violation {
  readonly law: string;
  readonly hotelId: string;
  readonly what: string;
}

/** Violations of one law in one hotel. */
export function reporter(hotelId: string): {
  readonly violations: Violation[];
  readonly expect: (holds: boolean, law: string, what: () => string) => void;
} {
  const violations: Violation[] = [];
  return {
    violations,
    expect: (holds, law, what) => {
      if (!holds) violations.push({ law, hotelId, what: what() });
    },
  };
}
