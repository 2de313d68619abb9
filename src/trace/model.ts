/** What `trace` has to tell: steps from the thing that the init starts to the last file that is executed. */
import type { InitSystem, NoEffect } from '../graph/model.ts';
import type { ProgramState } from './program.ts';
import type { RunHow, Use } from './shell/shell.ts';

/** A command line; where it is not `known`, its words still show the source (`$(find …)`). */
export interface CommandLine {
  readonly argv: readonly string[];
  readonly known: boolean;
}

export interface RunsAs {
  readonly user?: string;
  readonly group?: string;
  readonly folder?: string;
}

interface StepBase {
  /** 0 for what the init does; one more for each program below. */
  readonly depth: number;
  readonly file?: string;
  readonly line?: number;
  /** Conditions that no file decides. */
  readonly under?: readonly string[];
}

export type TraceStep = StepBase &
  (
    | {
        /** The init starts a command: `key` is ExecStart, exec, script, or the action of an init script. */
        readonly kind: 'start';
        readonly key: string;
        readonly command: CommandLine;
        readonly prefixes: readonly string[];
        readonly runsAs: RunsAs;
      }
    | {
        readonly kind: 'program';
        readonly path: string;
        readonly state: ProgramState;
        readonly real?: string;
        readonly links: readonly { readonly from: string; readonly to: string }[];
        readonly format: 'elf' | 'script' | 'text' | 'unknown';
        readonly interpreter?: string;
      }
    | { readonly kind: 'read'; readonly target: string; readonly state: 'read' | 'missing' | 'unknown' }
    | {
        readonly kind: 'run';
        readonly how: RunHow;
        readonly command: CommandLine;
        readonly uses: readonly Use[];
        readonly runsAs: RunsAs;
        /** The one that stays: the daemon. */
        readonly main: boolean;
      }
    | { readonly kind: 'nothing'; readonly script: string }
    | { readonly kind: 'unread'; readonly message: string }
    | { readonly kind: 'python-entry'; readonly module: string; readonly callable?: string }
    | {
        readonly kind: 'python-file';
        readonly module: string;
        readonly callable?: string;
        readonly found: boolean;
        /** Where it was looked for, when it was not found. */
        readonly searched: readonly string[];
        readonly importedFrom?: string;
      }
    | { readonly kind: 'no-command'; readonly reason: string }
  );

/** A fact of an OpenStack configuration file: what it makes the service depend on. */
export interface ConfigFact {
  readonly section: string;
  readonly key: string;
  /** Without user and password. */
  readonly value: string;
  readonly line: number;
}

export interface ConfigFile {
  readonly path: string;
  readonly state: 'found' | 'missing' | 'folder';
  /** The step's place that names it. */
  readonly namedIn?: string;
  readonly namedLine?: number;
  readonly sections: readonly string[];
  readonly facts: readonly ConfigFact[];
}

export interface Trace {
  readonly unit: string;
  readonly init: InitSystem;
  readonly noEffect?: NoEffect;
  readonly steps: readonly TraceStep[];
  /** The last file that is executed on the main way, where it was reached. */
  readonly end?: { readonly file: string; readonly line?: number; readonly callable?: string };
  readonly runsAs: RunsAs;
  readonly configs: readonly ConfigFile[];
}
