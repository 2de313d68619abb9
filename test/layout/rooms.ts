/**
 * Which room may import which, and why: the way of the data, in one place. A room is a folder of src/ (`open` is the files that lie in
 * src/ itself), or the viewer's `web`. imports.test.ts holds every import against this table.
 */
export interface Room {
  /** Rooms, or single files, that it may import. */
  readonly may: readonly string[];
  /** Of these it may import types only: what it speaks of, not what it calls. */
  readonly types?: readonly string[];
  /** Modules of Node and packages. */
  readonly packages?: readonly string[];
  readonly why: string;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  words: { may: [], types: ['graph'], why: 'plain text helpers: they know nothing of a boot' },
  snapshot: {
    may: ['words'],
    packages: [
      'node:buffer',
      'node:fs',
      'node:path',
      'node:stream',
      'node:stream/promises',
      'node:timers/promises',
      'node:zlib',
      'fast-glob',
      'unbzip2-stream',
      'xz-decompress',
      'zstddec/stream',
    ],
    why: 'the only room that reads a root; what the files mean is for others',
  },
  graph: { may: ['words'], why: 'the model that every room speaks: nothing of any init in it' },
  behaviours: {
    may: ['words'],
    types: ['snapshot', 'graph'],
    why: 'tables of what differs by version, scope and distribution: asked by all, asking nobody',
  },
  capture: {
    may: ['behaviours', 'graph', 'snapshot', 'words'],
    why: 'what this copy is and cannot tell: known before a unit is loaded',
  },
  recorded: { may: ['graph', 'words'], why: 'what a machine itself said: readers of texts, no files of a root' },
  systemd: {
    may: ['behaviours', 'capture', 'graph', 'snapshot', 'words'],
    packages: ['node:crypto', 'yaml'],
    why: 'an init is read without asking another init, or what will be made of it',
  },
  sysv: {
    may: ['behaviours', 'capture', 'graph', 'snapshot', 'words'],
    why: 'an init is read without asking another init, or what will be made of it',
  },
  upstart: {
    may: ['behaviours', 'graph', 'snapshot', 'words'],
    why: 'an init is read without asking another init, or what will be made of it',
  },
  trace: {
    may: ['graph', 'snapshot', 'systemd', 'upstart', 'behaviours', 'words'],
    types: ['engine'],
    packages: ['ini'],
    why: 'follows what a unit, job or script executes: it reads how each init writes that down, not how it boots',
  },
  init: {
    may: ['behaviours'],
    types: ['graph', 'snapshot', 'upstart'],
    why: 'which of the inits’ things have no effect',
  },
  engine: {
    may: ['behaviours', 'graph', 'words', 'recorded'],
    why: 'pure functions on the graph: no file, no init by name; recorded times only to lay them on it',
  },
  open: {
    may: [
      'behaviours',
      'capture',
      'graph',
      'init',
      'recorded',
      'snapshot',
      'systemd',
      'sysv',
      'trace/file-starts.ts',
      'trace/job-guards.ts',
      'upstart',
      'words',
    ],
    why: 'from files to the graph, the whole way on one screen; what is asked of it comes later',
  },
  boot: {
    may: ['behaviours', 'engine', 'graph', 'snapshot', 'systemd', 'words'],
    // The page asks the same and has no files: what is read from them comes with the opened root.
    types: ['open', 'trace'],
    why: 'what several questions need of one root, once: it opens nothing but what it was given',
  },
  audit: {
    may: [
      'behaviours',
      'boot',
      'engine',
      'graph',
      'snapshot',
      'systemd',
      'sysv',
      'trace/oslo-config.ts',
      'trace/start-commands.ts',
      'words',
      // A finding is told in the words of its proof and its mending: decision 010.
      'report/words.ts',
      'report/style.ts',
      'report/mending.ts',
    ],
    types: ['open', 'capture'],
    packages: ['node:crypto', 'node:net'],
    why: 'rules look at an opened root; some answers hold findings, so it stands below them',
  },
  answers: {
    may: [
      'audit',
      'behaviours',
      'boot',
      'engine',
      'graph',
      'recorded',
      'snapshot',
      'systemd',
      'sysv',
      'trace',
      'upstart',
      'words',
    ],
    types: ['open', 'capture'],
    why: 'typed answers without words, each from a root that is open already: nothing is opened by hand, nothing is laid out',
  },
  report: {
    may: [
      'answers',
      'audit',
      'behaviours',
      'boot',
      'engine',
      'graph',
      'recorded',
      'sysv',
      'upstart/simulate/words.ts',
      'words',
    ],
    types: ['capture', 'fleet', 'open', 'trace', 'upstart'],
    packages: ['@dagrejs/graphlib'],
    why: 'words and formats of answers: reads no file, opens no root, prints nothing',
  },
  fleet: {
    may: ['answers', 'audit', 'boot', 'engine', 'graph', 'words'],
    types: ['open', 'systemd'],
    packages: ['hyparquet-writer', 'node:crypto'],
    why: 'many roots as tables: rows are data from the answers and the audit of one opened root, questions are SQL; files and threads are the command line’s',
  },
  view: {
    may: ['answers', 'audit', 'behaviours', 'boot', 'engine', 'graph', 'recorded/timing.ts', 'report', 'words'],
    types: ['open'],
    why: 'the page’s data: the answers and words of the terminal, and where things are drawn',
  },
  cli: {
    // What is opened, asked, said and shown; what any of them is made of is for their rooms.
    may: ['answers', 'fleet', 'open', 'report', 'view', 'words'],
    types: ['audit', 'capture', 'graph', 'recorded', 'snapshot'],
    packages: [
      'yargs',
      'node:child_process',
      'node:fs',
      'node:module',
      'node:os',
      'node:path',
      'node:url',
      // Threads of `facts`.
      'piscina',
      // Questions about a fleet: optional, and large.
      '@duckdb/node-api',
      // How the program is built (bundle/).
      'esbuild',
      'node:crypto',
      'node:tty',
      'node:v8',
      'node:vm',
      'node:zlib',
    ],
    why: 'opens, asks, prints: the only room that reads the user’s own files and the arguments; it computes nothing',
  },
  web: {
    may: ['answers', 'report', 'view'],
    types: ['boot', 'fleet', 'graph'],
    packages: ['cytoscape'],
    why: 'draws what the view holds; asks the same questions as the terminal, of the same graph',
  },
};

/** src/index.ts is the list of what is public: it imports what it names. */
export const PUBLIC = 'src/index.ts';
