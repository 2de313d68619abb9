/** What the static reading of a shell script holds while it goes through it, and what it has to tell. */
import type { InitSystem } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Command } from './ast.ts';
import type { ShellBudget } from './budget.ts';
import type { Value } from './value.ts';

export type { Value };

/** A variable that a command uses, with the place of its assignment. */
export interface Use {
  readonly name: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export type RunHow = 'exec' | 'start-stop-daemon' | 'start_daemon' | 'command';

interface At {
  readonly file: string;
  readonly line: number;
  /** Conditions on the way that no file decides, outermost first. */
  readonly under: readonly string[];
}

export type ShellEvent =
  | (At & {
      readonly kind: 'source';
      readonly target: Value;
      /** `helpers`: a library of functions that are known here, not read. */
      readonly state: 'read' | 'missing' | 'unknown' | 'helpers';
    })
  | (At & {
      readonly kind: 'run';
      readonly how: RunHow;
      readonly argv: readonly Value[];
      readonly uses: readonly Use[];
      readonly user?: string;
      readonly group?: string;
      readonly chdir?: string;
      readonly pidFile?: string;
    })
  /** A command of the base system that makes folders, owners or links ready: told where a script does nothing else. */
  | (At & { readonly kind: 'plain'; readonly argv: readonly Value[]; readonly uses: readonly Use[] })
  | (At & { readonly kind: 'exit'; readonly code: number | undefined })
  | (At & { readonly kind: 'unread'; readonly message: string });

/** What a script may ask of the machine it runs on. */
export interface World {
  readonly snapshot: Snapshot;
  readonly init: InitSystem;
  /** Who runs the script. */
  readonly user: string;
}

export interface Shell {
  readonly world: World;
  /** `$0` */
  readonly name: string;
  vars: Map<string, Value>;
  readonly functions: Map<string, { readonly body: Command; readonly file: string }>;
  args: readonly Value[];
  file: string;
  readonly events: ShellEvent[];
  readonly under: string[];
  /** Exit status of the last command; undefined: not known. */
  status: number | undefined;
  depth: number;
  /** Commands within commands, functions within functions: how far down it is. */
  nesting: number;
  /** It has been said that the budget is spent. */
  ended: boolean;
  readonly budget: ShellBudget;
}

export interface Outcome {
  /** 0 is success; undefined: no file decides it. */
  readonly code: number | undefined;
  /** The script or function goes no further. */
  readonly flow?: 'exit' | 'return' | 'break' | 'continue';
}

export const OK: Outcome = { code: 0 };
export const FAILED: Outcome = { code: 1 };
export const UNKNOWN: Outcome = { code: undefined };

export function known(text: string): Value {
  return { text, known: true };
}

export function at(shell: Shell, line: number): { file: string; line: number; under: readonly string[] } {
  return { file: shell.file, line, under: [...shell.under] };
}

/** Folders that are empty on a disk and filled by a running machine: nothing in them is known. */
export function isRuntimePath(path: string): boolean {
  return /^\/(run|var\/run|proc|sys|dev|tmp|var\/lock)(\/|$)/.test(path);
}
