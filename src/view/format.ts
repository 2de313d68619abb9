/**
 * `bootscope/view@1`: everything the page draws, computed by the engine. Columns instead of objects and one table of
 * strings keep it small; `strings[0]` is the empty text, so 0 means "none" wherever a string is optional.
 */

import type { LaterStart } from '../engine/later/later-start.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import type { Diagnostic } from '../graph/model.ts';
import type { Timing } from '../recorded/timing.ts';

/** What its numbers stand for. */
export { EDGE_TYPES, ORIGINS } from '../graph/model.ts';
export { endOf, type Timing, tookOf } from '../recorded/timing.ts';

export const VIEW_FORMAT = 'bootscope/view@1';

/** What the outline of a unit says, in the order of `nodes.state`. */
export const VIEW_STATES = [
  'started',
  'active',
  'idle',
  'dropped',
  'victim',
  'masked',
  'missing',
  'broken',
  'no-effect',
  'gone',
] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/** Numbers per declaration in `edges.proof`. */
export const PROOF_WIDTH = 11;
/** Numbers per assignment in `nodes.settings`. */
export const SETTING_WIDTH = 6;

export const HOWS = ['line', 'link', 'rule', 'record'] as const;

export interface ViewNodes {
  readonly id: readonly number[];
  /** String index of the init's name, the node's type, its load state. */
  readonly init: readonly number[];
  readonly type: readonly number[];
  readonly load: readonly number[];
  /** Index in VIEW_STATES. */
  readonly state: readonly number[];
  /** Start wave from 0; -1: not started by this boot. */
  readonly wave: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly description: readonly number[];
  readonly fragment: readonly number[];
  /** Why the state is what it is, in words. */
  readonly note: readonly number[];
  /** Edge (index) that pulled it into the boot, one step nearer to the target; -1: none. */
  readonly why: readonly number[];
  /** Number of the chain step that waits for it first; -1: none does. */
  readonly step: readonly number[];
  readonly dropIns: readonly (readonly number[])[];
  readonly aliases: readonly (readonly number[])[];
  /** 0 where the unit has no effect in this root. */
  readonly effective: readonly number[];
  /** What the columns leave out of a node, as JSON text (a string index): facts, noEffect, loadError, checks. */
  readonly more: readonly number[];
  /** SETTING_WIDTH numbers each: section, key, value, file (strings), line, 1 where overridden. */
  readonly settings: readonly (readonly number[])[];
}

export interface ViewEdges {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Index in EDGE_TYPES. */
  readonly type: readonly number[];
  /** 1: orders two started units; 2: and no longer path says so already (drawn). */
  readonly order: readonly number[];
  /** Index in ViewData.proofs: edges by the same rule share one. */
  readonly proof: readonly number[];
}

export interface ViewCycle {
  readonly members: readonly number[];
  /** Edge indexes, head to tail. */
  readonly edges: readonly number[];
  readonly victims: readonly number[];
  readonly protected: readonly number[];
  readonly culprit: number;
  readonly unbreakable: boolean;
  /** Who may lose a job, what is at fault and what mends it, in the terminal's words. */
  readonly advice: string;
}

export interface ViewFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  /** -1: of no unit. */
  readonly node: number;
  readonly file: string;
  readonly line: number;
  readonly fix: string;
  /** Numbers of the edges that it rests on. */
  readonly edges: readonly number[];
}

/** What is told first of a boot: ids of units. */
export interface ViewStory {
  /** Why nothing is started at all; empty where something is. */
  readonly failed: string;
  /** Started, and a condition that is not met ends the start. */
  readonly skipped: readonly string[];
  /** Started, and known to fail, or to go down with what does. */
  readonly lost: readonly string[];
  /** Not started at once, but by a timer, a socket, a device, a message. */
  readonly later: readonly string[];
  /** Started at one boot of these files and not at another. */
  readonly chance: readonly string[];
  /** Whose failure takes others along, the most first. `end`: the target that is missed, or the emergency that it ends in. */
  readonly perils: readonly {
    readonly unit: string;
    readonly lost: number;
    readonly perhaps: number;
    readonly end: string;
  }[];
}

/** What stands in the page: one boot, or two to compare (the first is the earlier). */
export type ViewInput = ViewData | readonly [ViewData, ViewData];

export interface ViewData {
  readonly format: typeof VIEW_FORMAT;
  readonly root: string;
  readonly init: { readonly system: string; readonly version: string; readonly evidence: readonly string[] };
  /** systemd's major version whose rules were followed. */
  readonly version: number;
  /** The target as it was asked for, before links: `default.target`. */
  readonly asked: string;
  /** Where systemctl makes links, and an administrator's own files go. */
  readonly config: string;
  /** The kernel command line, as far as it is known. */
  readonly cmdline: string;
  /** Links that answers name: `[alias or fragment, file of the link, what it says]`, as strings. */
  readonly links: readonly (readonly [name: number, file: number, target: number])[];
  /** Node that the boot aims at; -1 where the root has none. */
  readonly target: number;
  /** False where no transaction was given: "started" then means "asked for", requirement by requirement. */
  readonly exact: boolean;
  readonly strings: readonly string[];
  readonly nodes: ViewNodes;
  readonly edges: ViewEdges;
  /**
   * PROOF_WIDTH numbers a declaration: by from (0), to (1) or another (1 + string), origin (ORIGINS), how (HOWS), file, line, as, key, rule,
   * generator, source file (strings), source line.
   */
  readonly proofs: readonly (readonly number[])[];
  /** The chain from its first step (earliest) to the target: the milestones. */
  readonly chain: readonly number[];
  readonly waveX: readonly number[];
  /** Groups of what the boot does not start, each with the node numbers that stand in it. */
  readonly shelves: readonly { readonly title: string; readonly y: number; readonly members: readonly number[] }[];
  /** Answers of an init other than systemd, which the page cannot work out: empty where there is none. */
  readonly texts: { readonly chain: string; readonly cycles: string; readonly why: Readonly<Record<string, string>> };
  readonly cycles: readonly ViewCycle[];
  /** Of the audit. */
  readonly findings: readonly ViewFinding[];
  /** What was said while the files were read. */
  readonly diagnostics: readonly Diagnostic[];
  /** False where no audit has run: an empty list then proves nothing. */
  readonly audited: boolean;
  /** Under systemd. */
  readonly story?: ViewStory;
  /** Jobs that chance decides: many boots had to be played for them. */
  readonly varying?: readonly Varying[];
  /** Starts that stand in files beside the units: udev's rules, bus services, scripts. */
  readonly fileStarts?: readonly LaterStart[];
  /** Package of each unit's file (a string), where the copy says; 0: it does not. */
  readonly packages?: readonly number[];
  /** When units started, where the machine's own record was given. */
  readonly timings?: {
    readonly source: string;
    readonly units: readonly Timing[];
    /** Absent where no target has a recorded time. */
    readonly length?: ViewLength;
    /** What would make the boot shorter, in the terminal's words. */
    readonly advice?: string;
  };
}

/** What the boot's length rests on. Times are in microseconds, on the clock of `timings.units`. */
export interface ViewLength {
  /** Node that the length is measured to, and when it was reached. */
  readonly target: number;
  readonly reached: number;
  /**
   * The chain that the length rests on, from the target back to the beginning: node; edge by which the node before it in this list waited for it
   * (-1 for the target); when its start began and ended; how long after all that it waited for it began (PID 1 or the processors were busy, or
   * something from outside was missing).
   */
  readonly rests: readonly (readonly [node: number, edge: number, began: number, ended: number, lag: number])[];
  /** `[node, slack]`: how much later each start could end without the target being reached later. Nodes that are not in it hold nothing up. */
  readonly slack: readonly (readonly [node: number, slack: number])[];
}
