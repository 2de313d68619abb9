/** Words that people know from systemctl, systemd-analyze, ripgrep and gh, and what to type here (docs/decisions/011-conventions.md). */

const COMMANDS_OF_OTHERS: Readonly<Record<string, string>> = {
  verify: 'audit',
  check: 'audit',
  lint: 'audit',
  dot: 'graph --format dot',
  cat: 'show',
  status: 'show',
  'cat-config': 'show',
  'list-dependencies': 'tree',
  deps: 'tree',
  units: 'list',
  'list-units': 'list',
  'list-unit-files': 'list',
  'unit-files': 'list',
  'list-timers': 'list -t timer',
  'list-sockets': 'list -t socket',
  'list-jobs': 'transaction',
  'is-enabled': 'list',
  'is-active': 'why',
  'is-failed': 'why',
  failed: 'list --state skipped,lost',
  delta: 'list --state masked',
  time: 'critical-chain',
  condition: 'why',
  mask: 'what-if --mask',
  unmask: 'what-if --unmask',
  enable: 'what-if --enable',
  disable: 'what-if --disable',
  preset: 'what-if --preset-all',
  'preset-all': 'what-if --preset-all',
  'get-default': 'chain',
  'set-default': 'what-if --default-target',
  isolate: 'what-if --default-target',
  dump: 'graph',
  journal: 'explain-log',
  log: 'explain-log',
};

/** Commands that change a machine. */
export const CHANGES: ReadonlySet<string> = new Set([
  'start',
  'stop',
  'restart',
  'reload',
  'kill',
  'edit',
  'revert',
  'link',
  'reenable',
  'daemon-reload',
  'daemon-reexec',
]);

const PROGRAMS = '--json is for programs, and jq reads it';
const NO_HOST = 'no connection is opened: pack the files there and give -r the archive, or - and a pipe';
const UNCUT = 'nothing is cut';

const OPTIONS_OF_OTHERS: Readonly<Record<string, string>> = {
  H: NO_HOST,
  host: NO_HOST,
  M: 'give -r the folder of the container',
  machine: 'give -r the folder of the container',
  failed: 'a copy has no unit that failed; --state skipped,lost of bootscope list names those that do not come up',
  'no-legend': PROGRAMS,
  plain: PROGRAMS,
  o: PROGRAMS,
  output: PROGRAMS,
  jq: PROGRAMS,
  template: PROGRAMS,
  l: UNCUT,
  full: UNCUT,
  'from-pattern': 'bootscope graph has --from',
  'to-pattern': 'bootscope graph has --to',
  'no-color': '--color never does that',
  a: 'did you mean --all?',
  d: 'did you mean --depth?',
  f: 'did you mean --format?',
  j: 'did you mean --json?',
  v: 'did you mean --version?',
};

/** What answers what a command of that name answers elsewhere. */
export const COMMAND_WORDS: ReadonlyMap<string, string> = new Map(Object.entries(COMMANDS_OF_OTHERS));

/** Options, without their dashes: what is to be done instead. A command's own option of that name comes first. */
export const OPTION_WORDS: ReadonlyMap<string, string> = new Map(Object.entries(OPTIONS_OF_OTHERS));
