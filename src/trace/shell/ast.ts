/** A shell script as a tree: as much of sh (and the bash seen in init scripts) as tells what a script starts. */

/** A piece of a word. `quoted` pieces are neither split into fields nor matched as patterns. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`; `length` for `${#name}`; `other` for the rest. */
      readonly operator?: string;
      readonly operand?: Word;
      readonly quoted: boolean;
    }
  | { readonly kind: 'command'; readonly source: string; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly source: string; readonly quoted: boolean };

export interface Word {
  readonly pieces: readonly Piece[];
  /** As written. */
  readonly raw: string;
  readonly line: number;
}

export interface Assignment {
  readonly name: string;
  /** `+=` */
  readonly append: boolean;
  readonly value: Word;
}

export type List = readonly Command[];

export type Command =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly line: number;
    }
  | {
      readonly kind: 'and-or';
      readonly first: Command;
      readonly rest: readonly { readonly operator: '&&' | '||'; readonly command: Command }[];
      readonly line: number;
    }
  | { readonly kind: 'pipeline'; readonly parts: List; readonly negated: boolean; readonly line: number }
  | {
      readonly kind: 'if';
      readonly clauses: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List | undefined;
      readonly line: number;
    }
  | {
      readonly kind: 'loop';
      readonly until: boolean;
      readonly condition: List;
      readonly body: List;
      readonly line: number;
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly words: readonly Word[] | undefined;
      readonly body: List;
      readonly line: number;
    }
  | {
      readonly kind: 'case';
      readonly word: Word;
      readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
      readonly line: number;
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command; readonly line: number }
  | { readonly kind: 'group'; readonly body: List; readonly subshell: boolean; readonly line: number };

export interface ParsedScript {
  readonly body: List;
  /** Where reading stopped: what follows is not known. */
  readonly error?: { readonly message: string; readonly line: number };
}
