/** What is fuzzed: each kind makes an input from chance, and runs it. A throw, a long time or a raw control character is a finding. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readBaseline, readWaivers } from '../../src/audit/baseline.ts';
import { main } from '../../src/cli/main.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { READ_WHOLE } from '../../src/reads.ts';
import { graphOfDump } from '../../src/recorded/dump-graph.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import { readArchive } from '../../src/snapshot/archive/open-archive.ts';
import { RootUnreadable } from '../../src/snapshot/root-unreadable.ts';
import { parseEnvironmentFile, parseExecLine, splitWords } from '../../src/systemd/exec-line.ts';
import { GENERATOR_NAMES } from '../../src/systemd/generators/index.ts';
import { expandSpecifiers } from '../../src/systemd/specifiers.ts';
import { isCalendarSpec, isTimeSpan } from '../../src/systemd/time.ts';
import { parseLsbHeader } from '../../src/sysv/lsb-header.ts';
import { readOsloConfig, tellingFacts } from '../../src/trace/oslo-config.ts';
import { newShellBudget } from '../../src/trace/shell/budget.ts';
import { evaluateShell } from '../../src/trace/shell/evaluate.ts';
import { parseShell } from '../../src/trace/shell/parse.ts';
import { parseJob } from '../../src/upstart/parse-job.ts';
import { scriptActions } from '../../src/upstart/script-actions.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { fileStartsFromJson, graphFromJson } from '../../src/view/read.ts';
import { matchesPattern } from '../../src/words/pattern.ts';
import type { Dice } from '../conformance/random/dice.ts';
import { memoryRoot, memoryTree } from '../memory-root.ts';
import { commandLines, ROOTLESS } from './commands.ts';
import { mutated, mutatedBytes } from './mutate.ts';
import { FILES, RECORDS } from './samples.ts';
import { tarEntry, tarOf } from './tar-bytes.ts';

/** Texts by name, so that a finding can be made smaller part by part; bytes as latin1. */
export type Input = Readonly<Record<string, string>>;

export interface Kind {
  readonly name: string;
  /** Of a thousand inputs, how many are of this kind. */
  readonly share: number;
  readonly make: (dice: Dice) => Input;
  /** Resolves to what is wrong; throws what the program throws. */
  readonly run: (input: Input) => undefined | string | Promise<undefined | string>;
}

const ALL = [...Object.values(FILES), ...RECORDS];
const PATHS = Object.keys(FILES);
const WORLD = memoryRoot({ '/etc/default/web': 'OPTS=x\n', '/bin/x': '', '/lib/lsb/init-functions': '' });
/** What acts on a terminal or a reader. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]/;

function text(name: string, share: number, from: readonly string[], run: (text: string) => unknown): Kind {
  return {
    name,
    share,
    make: (dice) => ({ text: mutated(dice.pick(from), ALL, dice) }),
    run: ({ text: given = '' }) => void run(given),
  };
}

const some = (pattern: RegExp): readonly string[] =>
  PATHS.filter((path) => pattern.test(path)).map((path) => FILES[path] as string);

const FORMATS: readonly Kind[] = [
  text('shell', 250, some(/\.sh$|init\.d/), (script) => {
    const world = { snapshot: WORLD, init: 'sysv', user: 'root' } as const;
    const args = [{ text: 'start', known: true }];
    evaluateShell({ script: parseShell(script), file: '/s', args, env: new Map(), world, budget: newShellBudget() });
  }),
  text('upstart job', 120, some(/\/etc\/init\//), (job) => {
    for (const stanza of parseJob(job, '/etc/init/a.conf').stanzas) scriptActions(stanza.value, 1);
  }),
  text('LSB header', 60, some(/init\.d/), parseLsbHeader),
  text('lines of units', 120, some(/systemd\/system/), (unit) => {
    for (const line of unit.split('\n')) {
      const value = line.slice(line.indexOf('=') + 1);
      parseExecLine(value);
      splitWords(value);
      isTimeSpan(value);
      isCalendarSpec(value);
      expandSpecifiers(value, 'a@b.service', { hostname: 'h', osRelease: new Map() }, 'full');
      matchesPattern('multi-user.target', value);
    }
  }),
  text('environment file', 40, some(/default|os-release/), parseEnvironmentFile),
  text('oslo configuration', 40, some(/nova\.conf/), (config) => tellingFacts(readOsloConfig(config))),
  text('records', 120, RECORDS, (record) => {
    readTimings([Buffer.from(record)]);
    graphOfDump(record, 'dump');
  }),
  text("the user's files", 40, RECORDS, (file) => {
    readBaseline(file);
    readWaivers(file, ['program-missing']);
  }),
];

const LINKS = {
  '/etc/systemd/system/default.target': '/usr/lib/systemd/system/multi-user.target',
  '/etc/systemd/system/multi-user.target.wants/web.service': '/etc/systemd/system/web.service',
  '/etc/rc2.d/S01web': '../init.d/web',
} as const;

function rootFiles(dice: Dice): Input {
  const chosen = dice.some(PATHS, 4 + dice.below(12));
  const files: Record<string, string> = {};
  for (const path of chosen)
    files[path] = dice.chance(60) ? mutated(FILES[path] as string, ALL, dice) : (FILES[path] as string);
  for (const name of dice.some(GENERATOR_NAMES, dice.below(12)))
    files[`/usr/lib/systemd/system-generators/${name}`] = '';
  return files;
}

const INITS = ['systemd', 'upstart', 'sysv'] as const;

function opened({ init, version, ...files }: Input): OpenedRoot {
  const links = Object.fromEntries(Object.entries(LINKS).map(([path, link]) => [path, { link }]));
  return openTree(memoryTree({ ...files, ...links }), '/', { init: init as 'systemd', version: Number(version) });
}

/** The loader of each init, generators and the graph: a root in memory. */
const ROOTS: Kind = {
  name: 'roots',
  share: 30,
  make: (dice) => ({
    ...rootFiles(dice),
    init: dice.pick(INITS),
    version: String(dice.pick([204, 229, 245, 252, 257])),
  }),
  run: (input) => void opened(input),
};

/** The page has its template, `facts` its threads, `fleet` its tables beside the built program only: what a page holds is a kind of its own. */
const LINES = commandLines().filter((line) => !/^(view|facts|fleet)\b/.test(line));

let folder: string | undefined;

/** Where one input stands while it is asked about: always the same names, so that a million leave nothing behind. */
function scratch(name: string): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'bootscope-fuzz-'));
    process.on('exit', () => folder !== undefined && rmSync(folder, { recursive: true, force: true }));
  }
  return join(folder, name);
}

/** The command line in process, over a tar of the root. */
async function command(line: string, bytes: Uint8Array, record: string): Promise<string | undefined> {
  const [root, given, written] = [scratch('root.tar'), scratch('record'), scratch('written')];
  writeFileSync(root, bytes);
  writeFileSync(given, record);
  const words = line.replaceAll('ROOT', root).replaceAll('RECORD', given).replaceAll('OUT', written).split(' ');
  let out = '';
  process.exitCode = undefined;
  const original = process.stderr.write;
  let said = '';
  process.stderr.write = ((part: string) => {
    said += part;
    return true;
  }) as typeof process.stderr.write;
  try {
    await main([...(ROOTLESS.has(words[0] ?? '') ? [] : ['-r', root]), ...words], async (answer: string) => {
      out += answer;
    });
  } finally {
    process.stderr.write = original;
  }
  const status: unknown = process.exitCode ?? 0;
  process.exitCode = undefined;
  if (![0, 1, 2, 3].includes(status as number)) return `status ${String(status)}: ${said}`;
  if (status === 0 && out === '' && said === '' && !words.includes(written)) return 'status 0 and no answer';
  const raw = RAW.exec(out) ?? RAW.exec(said);
  if (raw !== null) return `U+${raw[0].charCodeAt(0).toString(16)} reaches the output`;
  return undefined;
}

const COMMAND_LINES: Kind = {
  name: 'commands',
  share: 10,
  make: (dice) => ({
    ...rootFiles(dice),
    command: dice.pick(LINES),
    init: dice.pick(['auto', ...INITS]),
    json: dice.chance(40) ? 'yes' : 'no',
    record: mutated(dice.pick(RECORDS), ALL, dice),
  }),
  run: ({ command: line = '', init = 'auto', json, record = '', ...files }) =>
    command(
      `${line}${line.includes('--init') ? '' : ` --init ${init}`}${json === 'yes' ? ' --json' : ''}`,
      tarOf(files, LINKS),
      record,
    ),
};

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function archiveOf(dice: Dice): Uint8Array {
  const root = tarOf(
    { '/etc/fstab': 'x\n', '/etc/systemd/system/a.service': FILES['/etc/systemd/system/web.service'] as string },
    LINKS,
  );
  const digest = 'a'.repeat(64);
  const manifest = JSON.stringify({ layers: [{ digest: `sha256:${'b'.repeat(64)}` }] });
  const image = Buffer.concat([
    tarEntry('index.json', JSON.stringify({ manifests: [{ digest: `sha256:${digest}` }] })),
    tarEntry(`blobs/sha256/${digest}`, manifest),
    tarEntry(`blobs/sha256/${'b'.repeat(64)}`, mutatedSometimes(dice.chance(50) ? gzipSync(root) : root, dice)),
    Buffer.alloc(1024),
  ]);
  const pax = Buffer.concat([tarEntry('x', '30 path=etc/a\n27 GNU.sparse.size=1\n', 'x'), root]);
  const long = Buffer.concat([tarEntry('././@LongLink', `etc/${'a'.repeat(200)}`, 'L'), root]);
  const layer = Buffer.concat([tarEntry('.wh.etc', ''), tarEntry('etc/.wh..wh..opq', ''), root]);
  return dice.pick([root, gzipSync(root), image, image, pax, long, layer]);
}

function mutatedSometimes(bytes: Uint8Array, dice: Dice): Uint8Array {
  return dice.chance(70) ? mutatedBytes(bytes, dice) : bytes;
}

const ARCHIVES: Kind = {
  name: 'archives',
  share: 122,
  make: (dice) => ({ bytes: latin1(mutatedBytes(archiveOf(dice), dice)) }),
  async run({ bytes = '' }) {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      const all = Buffer.from(bytes, 'latin1');
      for (let at = 0; at < all.length; at += 4096) yield all.subarray(at, at + 4096);
    }
    // A promise that never settles is a finding like any other.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((done) => {
      timer = setTimeout(() => done('it never settles'), 20_000);
    });
    const read = readArchive(pieces(), 'x', READ_WHOLE).then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof RootUnreadable)) throw error;
        return undefined;
      },
    );
    try {
      return await Promise.race([read, late]);
    } finally {
      clearTimeout(timer);
    }
  },
};

const GRAPH = JSON.stringify({
  format: 'bootscope/graph@1',
  root: '/',
  init: { system: 'systemd', version: 252, evidence: [] },
  target: 'a.target',
  units: [
    {
      id: 'a.target',
      init: 'systemd',
      type: 'target',
      load: 'loaded',
      effective: true,
      aliases: [],
      description: '',
      fragment: null,
      dropIns: [],
    },
  ],
  edges: [
    {
      from: 'a.target',
      to: 'a.target',
      type: 'After',
      origins: ['file'],
      declared: [{ by: 'a.target', file: '/a', line: 1 }],
    },
  ],
  diagnostics: [],
});

/** What the page opens: any file that somebody drops on it. Its reader throws an Error with words for people. */
const VIEWER: Kind = {
  name: "the viewer's files",
  share: 20,
  make: (dice) => ({ text: mutated(GRAPH, [GRAPH], dice) }),
  run({ text: given = '' }) {
    let json: unknown;
    try {
      json = JSON.parse(given);
    } catch {
      return undefined;
    }
    try {
      fileStartsFromJson(json);
      graphFromJson(json);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) throw error;
    }
    return undefined;
  },
};

const SLOT = '<script type="application/json" id="boot-data"></script>';

/** The page of a root, in the one place of it that is filled: nothing ends the script that it stands in. */
const PAGES: Kind = {
  name: 'pages',
  share: 4,
  make: ROOTS.make,
  run(input) {
    const page = renderViewPage(SLOT, viewOfRoot(opened(input)));
    return /^<script [^>]*>[^<]*<\/script>$/.test(page) ? undefined : 'what the page holds ends its script';
  },
};

export const KINDS: readonly Kind[] = [...FORMATS, ROOTS, COMMAND_LINES, PAGES, ARCHIVES, VIEWER];
