// The head of an arbitrary fact. Used by arbitrary-supply.ts and arbitrary-consumption.ts.
import fc from 'fast-check';
import type { Fact, FactHead, Retraction } from '../../domain/facts.ts';
import { RECORDED_AT } from './setting.ts';

/** A fact without its head: what a kind says, under the id it says it. */
export type Content<F extends Fact> = F extends Fact
  ? Omit<F, 'rev' | 'recordedAt' | 'retracted'>
  : never;

export const few = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** The content with a head: mostly present, at times retracted with its content or without. */
export function headed<F extends Fact>(
  content: fc.Arbitrary<Content<F>>,
): fc.Arbitrary<Fact | Retraction> {
  return fc
    .record({
      content,
      rev: few(1, 3),
      recordedAt: fc.constantFrom(...RECORDED_AT),
      state: fc.oneof(
        { weight: 8, arbitrary: fc.constant('present') },
        { weight: 1, arbitrary: fc.constantFrom('said present', 'retracted', 'bare') },
      ),
    })
    .map(({ content: said, rev, recordedAt, state }) => {
      const head: Omit<FactHead, 'retracted'> = { kind: said.kind, id: said.id, rev, recordedAt };
      if (state === 'bare') return { ...head, retracted: true } satisfies Retraction;
      const retracted = state === 'present' ? {} : { retracted: state === 'retracted' };
      return { ...said, ...head, ...retracted } as unknown as Fact;
    });
}

/** Mostly an id of its own family, seldom one that events of other types bear too. */
export function anyEventId(
  own: readonly string[],
  foreign: readonly string[],
): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...own) },
    { weight: 1, arbitrary: fc.constantFrom(...foreign) },
  );
}
