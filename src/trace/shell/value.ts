/** A text; where it is not `known`, it still holds the source (`$(find …)`) at the places that are not. */
export interface Value {
  readonly text: string;
  readonly known: boolean;
  /** Where it was assigned. */
  readonly file?: string;
  readonly line?: number;
}
