// GraphQL says `null` and "left out" for the same thing; services know only the latter.

/** An input whose `Keys` are optional text. */
export type Nullable<Required, Keys extends string> = Required &
  Readonly<Partial<Record<Keys, string | null>>>;

type Given<Input> = {
  readonly [Key in keyof Input as null extends Input[Key] ? never : Key]: Input[Key];
} & {
  readonly [Key in keyof Input as null extends Input[Key] ? Key : never]?: NonNullable<Input[Key]>;
};

/** The input without its nulls. */
export function given<Input extends object>(input: Input): Given<Input> {
  const entries = Object.entries(input).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Given<Input>;
}
