// What an audit throws: a guarantee that does not hold, in the words of the guarantee.

export class BrokenGuarantee extends Error {
  override name = 'BrokenGuarantee';
  readonly guarantee: string;
  readonly what: string;

  constructor(guarantee: string, what: string) {
    super(`${guarantee}: ${what}`);
    this.guarantee = guarantee;
    this.what = what;
  }
}

/** Throws unless the guarantee holds; `what` says where it does not. */
export function guarantee(holds: boolean, sentence: string, what: () => string): asserts holds {
  if (!holds) throw new BrokenGuarantee(sentence, what());
}
