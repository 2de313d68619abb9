/** An option as far as a line is checked before it is understood. */
export interface OptionKind {
  /** With `--`, or `-` where it is one letter. */
  readonly name: string;
  readonly takesValue: boolean;
  /** May be empty, and may be given more than once. */
  readonly mayBeEmpty: boolean;
  readonly repeats: boolean;
}
