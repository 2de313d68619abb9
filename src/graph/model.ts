/**
 * The model every room speaks: nodes, edges, and the proof of each edge. Nothing of any one init lives here.
 *
 * A node is a thing an init knows by name: a systemd unit (`ssh.service`), `sysv:NAME` a script, `upstart:NAME` a job,
 * `event:NAME` an Upstart event, `lsb:$NAME` a facility, `runlevel:N`.
 * An edge is one stored direction of one dependency; `Before`, `RequiredBy`, … are read backwards.
 */

/** The three inits whose files one root may hold side by side. */
export type InitSystem = 'systemd' | 'upstart' | 'sysv';

/** systemd's words for the result of loading a unit (`unit_load_state_table`, src/basic/unit-def.c). */
export type LoadState = 'stub' | 'loaded' | 'not-found' | 'bad-setting' | 'error' | 'merged' | 'masked';

export const UNIT_TYPES = [
  'service',
  'socket',
  'target',
  'device',
  'mount',
  'automount',
  'swap',
  'timer',
  'path',
  'slice',
  'scope',
  // Up to v232 or so: names on a bus in the kernel, which no kernel has.
  'busname',
  // Up to v227: states of the machine to come back to. No file makes one.
  'snapshot',
] as const;
export type UnitType = (typeof UNIT_TYPES)[number];

/** Unit types, and the kinds of node of the other inits. */
export type NodeType = UnitType | 'script' | 'facility' | 'runlevel' | 'job' | 'event';

/**
 * Forward edge types. The first group are systemd's dependencies (src/basic/unit-def.h: UnitDependency, one of each
 * inverse pair; `JoinsNamespaceOf` is its own inverse and is stored in both directions). The second group belong to
 * sysv and Upstart nodes: a script `Provides` a facility, a job `StartOn`/`StopOn` an event and `Emits` one.
 */
export const EDGE_TYPES = [
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'PartOf',
  'Upholds',
  'Conflicts',
  'After',
  'OnSuccess',
  'OnFailure',
  'Triggers',
  'PropagatesReloadTo',
  'PropagatesStopTo',
  'JoinsNamespaceOf',
  'InSlice',
  'Provides',
  'StartOn',
  'StopOn',
  'Emits',
] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];

/**
 * Why an edge exists, in systemd's words (src/core/unit.h: UnitDependencyMask). `lsb-header`, `rc-link`, `inittab`,
 * `depend-file` (insserv's `.depend.*`),
 * `job-file` and `script` (an order mined from shell text: weak) are the other inits'. `unsaid`: a dump from before 236 tells none.
 */
export const ORIGINS = [
  'file',
  'implicit',
  'default',
  'udev',
  'path',
  'mount-file',
  'mountinfo',
  'proc-swap',
  'slice-property',
  'lsb-header',
  'rc-link',
  'inittab',
  'depend-file',
  'job-file',
  'script',
  'unsaid',
] as const;
export type Origin = (typeof ORIGINS)[number];

/** Who said that an edge exists, and where: its proof. Paths are root-relative and start with `/`. */
export interface Declaration {
  /** Id of the node that declared it: the edge's `from`, or its `to` where the inverse was written (`Before=`). */
  readonly by: string;
  readonly origin: Origin;
  /**
   * `line`: a line of a file; `link`: a symlink (`.wants/`, rcN.d); `rule`: built into the init; `record`: a line of what the init itself
   * said (a dump), which does not tell where it had it from.
   */
  readonly how: 'line' | 'link' | 'rule' | 'record';
  /** The file of the line, or the link itself. For a rule: the file of the setting that triggered it, where one did. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** The name as it was written there, where it differs from the node's id (an alias, a template, a specifier). */
  readonly as?: string;
  /** The key as written (`Before`, `WorkingDirectory`), where there is one; a dump's word (`RequiredBy`). */
  readonly key?: string;
  /** Id of the built-in rule, e.g. `default-service-sysinit`; the words are in src/report. */
  readonly rule?: string;
  /** The generator that wrote `file`, where it is generated: `systemd-fstab-generator`. */
  readonly generator?: string;
  /** What that generator read to write it: `/etc/fstab` line 3. */
  readonly source?: { readonly file: string; readonly line?: number };
}

export interface BootEdge {
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  /** Union of the declarations' origins, in the order of ORIGINS. */
  readonly origins: readonly Origin[];
  /** Never empty: an answer without a declaration is a bug. */
  readonly declared: readonly Declaration[];
}

/** Stands for the file of a setting that is in no file: the init has its unit built in. */
export const BUILT_IN = 'built in';

/** One assignment of a unit file or drop-in, in the order in which it took effect. */
export interface Setting {
  readonly section: string;
  readonly key: string;
  /** Value with continuation lines joined, stripped, specifiers unexpanded. */
  readonly value: string;
  /** Its path, or `BUILT_IN`. */
  readonly file: string;
  readonly line: number;
  /** True where a later assignment made this one void (an empty assignment, a later scalar). */
  readonly overridden?: true;
}

/** Why a thing that exists on disk has no effect on this boot. On an effective node: why it is not started, though it could be. */
export interface NoEffect {
  /** Machine-readable: `init-not-in-force`, `native-unit`, `masked`, `upstart-job`, `override`, `not-executable`, … */
  readonly code: string;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/**
 * One Condition*= or Assert*= line in force, and what becomes of it when its unit has its turn. What is found stands in `found`; the
 * words are in src/report.
 */
export interface Check {
  readonly key: string;
  /** As written, with `|` and `!`. */
  readonly value: string;
  readonly file: string;
  readonly line: number;
  /** null: only the running machine knows. */
  readonly met: boolean | null;
  /** `|`: of all such lines one must be met. */
  readonly triggering: boolean;
  readonly found: {
    /** `missing`, `there`, `directory`, `runtime`, `assumed`, `machine`, … */
    readonly code: string;
    /** The path, word or value that was looked at. */
    readonly what?: string;
    /** Where the evidence stands, or what may change it. */
    readonly file?: string;
    readonly line?: number;
    /** The key of `--assume` that would decide it. */
    readonly assume?: string;
  };
}

/** What a unit's conditions and assertions do to its start; they never change which jobs there are. */
export interface Checks {
  /**
   * `skipped`: a condition is not met, the job ends without a start; `refused`: an assertion is not met, the job fails; `open`: only the
   * machine knows; `met`: nothing stands in the way.
   */
  readonly outcome: 'skipped' | 'refused' | 'open' | 'met';
  /** Those that decide the outcome; of `met` ones all. */
  readonly checks: readonly Check[];
}

/** What the engine needs to know of a systemd unit beyond its edges. */
export interface UnitFacts {
  readonly perpetual?: true;
  readonly allowIsolate?: true;
  readonly ignoreOnIsolate?: true;
  readonly defaultDependencies?: false;
  readonly refuseManualStart?: true;
  /** Active before the boot transaction is built (perpetual slices, init.scope, -.mount): a start job on it is redundant. */
  readonly activeAtBoot?: true;
  /** Condition*=/Assert*= keys are present (they never change the graph, only what happens at start). */
  readonly conditions?: readonly Setting[];
  /** Service Type= in force, written or implied (`simple`, `oneshot`, …). */
  readonly serviceType?: string;
  /** SourcePath=: what a generator made the unit from. */
  readonly sourcePath?: string;
  /** Files of its name in later folders of the load path, which its own file hides. */
  readonly hides?: readonly string[];
}

export interface BootNode {
  readonly id: string;
  readonly init: InitSystem;
  readonly type: NodeType;
  readonly load: LoadState;
  /** False where its init is not in force, or something hides it; `noEffect` then says why. */
  readonly effective: boolean;
  readonly noEffect?: NoEffect;
  /** Other names, sorted; without the id. */
  readonly aliases: readonly string[];
  readonly description: string;
  readonly fragment: string | null;
  readonly dropIns: readonly string[];
  /** Why `load` is not `loaded`, in systemd's terms, with the line at fault where there is one. */
  readonly loadError?: { readonly message: string; readonly file?: string; readonly line?: number };
  readonly settings: readonly Setting[];
  readonly facts: UnitFacts;
  /** Where the graph is from a record: the state that the unit was in then, and its conditions with what came of them. */
  readonly recorded?: {
    readonly state: string;
    readonly file: string;
    readonly line: number;
    readonly conditions: readonly (Pick<Setting, 'key' | 'value' | 'line'> & { readonly result: string })[];
  };
  /** Absent where it has neither conditions nor assertions. */
  readonly checks?: Checks;
}

export type Severity = 'error' | 'warning' | 'notice' | 'info';

/** Something worth saying of a file; never a crash. `code` is stable (`unknown-section`, `generator-not-modelled`). */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  /** The node it concerns, where there is one. */
  readonly unit?: string;
}

/** Which init is in force in this root, and how we know. */
export interface InitReport {
  readonly system: InitSystem;
  /** systemd's major version (252), or the other init's version text. null: not found in the root. */
  readonly version: number | string | null;
  readonly evidence: readonly { readonly text: string; readonly file?: string; readonly line?: number }[];
}

export interface BootGraph {
  /** The root as the user named it. */
  readonly root: string;
  readonly init: InitReport;
  /** The anchor: the unit that PID 1 starts (`default.target` resolved to its id), or `runlevel:2`, `event:startup`. */
  readonly target: string;
  /** By id, in a stable order. */
  readonly nodes: ReadonlyMap<string, BootNode>;
  /** Every name, aliases included, to the id of its node; also names that nothing in the boot mentions, of a mask. */
  readonly names: ReadonlyMap<string, string>;
  /** Sorted by from, type, to. */
  readonly edges: readonly BootEdge[];
  readonly diagnostics: readonly Diagnostic[];
  /** Lines of the manager's own configuration (system.conf, user.conf and their drop-ins), in the order in which they take effect. */
  readonly manager?: readonly Setting[];
  /** It is the boot of a manager that a user has, not PID 1's. */
  readonly ofUser?: true;
}
