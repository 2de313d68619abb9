/** What an answer rests on stands beneath the words of every command, and in every --json answer. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';
import { main } from '../../src/cli/main.ts';

const work = mkdtempSync(join(tmpdir(), 'bootscope-rests-'));
afterAll(() => rmSync(work, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** No version anywhere, a file of netplan's that is no YAML, a generator that nobody knows. */
const root = join(work, 'root');
for (const [path, text] of [
  ['/usr/lib/systemd/systemd', 'x'],
  ['/usr/bin/sh', 'x'],
  ['/usr/lib/systemd/system/default.target', '[Unit]\nWants=app.service\nAfter=app.service\nAllowIsolate=yes\n'],
  ['/usr/lib/systemd/system/app.service', '[Service]\nExecStart=/usr/bin/sh\n'],
  ['/etc/netplan/50.yaml', 'network: [unclosed\n'],
] as const) {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, text);
}
for (const name of ['netplan', 'own-generator']) {
  const path = join(root, 'usr/lib/systemd/system-generators', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x', { mode: 0o755 });
}
mkdirSync(join(root, 'sbin'), { recursive: true });
symlinkSync('/usr/lib/systemd/systemd', join(root, 'sbin/init'));
const times = join(work, 'times.json');
writeFileSync(
  times,
  JSON.stringify([
    { name: 'app.service', activating: 1000, activated: 900_000, time: 899_000, deactivated: 0, deactivating: 0 },
    { name: 'default.target', activating: 950_000, activated: 950_000, time: 0, deactivated: 0, deactivating: 0 },
  ]),
);
const dump = join(work, 'dump');
writeFileSync(dump, '-> Unit app.service:\n\tUnit Load State: loaded\n\tUnit Active State: active\n');
const log = join(work, 'log');
writeFileSync(log, 'systemd[1]: Failed to start app.service - App.\n');

/** What else each command is asked with; null: it looks at no root of the user's. */
const ARGUMENTS: Readonly<Record<string, readonly string[] | null>> = {
  why: ['app'],
  chain: [],
  tree: [],
  order: [],
  list: [],
  show: ['app'],
  trace: ['app'],
  transaction: [],
  autostart: ['app'],
  cycles: [],
  audit: [],
  impact: ['app'],
  shutdown: [],
  graph: [],
  diff: [root, root],
  'what-if': ['--mask', 'app'],
  compare: [dump],
  'critical-chain': ['--timings', times],
  blame: ['--timings', times],
  plot: ['--timings', times, '-o', join(work, 'boot.svg')],
  'speed-up': ['--timings', times],
  'explain-log': [log],
  view: null,
  explain: null,
  completion: null,
  fleet: null,
  facts: null,
};
const ROOTED = COMMANDS.map(({ usage }) => nameOf(usage)).filter((name) => ARGUMENTS[name] !== null);

async function answer(...args: readonly string[]): Promise<string> {
  let out = '';
  await main(args, async (text) => {
    out += text;
  });
  return out;
}

test('every command is asked here, or is known to open no root', () => {
  expect(COMMANDS.map(({ usage }) => nameOf(usage)).filter((name) => !Object.hasOwn(ARGUMENTS, name))).toEqual([]);
});

test.each(ROOTED)('%s', async (name) => {
  const args = [...(name === 'diff' ? [] : ['-r', root]), name, ...(ARGUMENTS[name] ?? [])];
  const data = JSON.parse(await answer(...args, '--json')) as {
    readonly assumptions?: readonly { readonly code: string }[];
    readonly notComputed?: readonly { readonly code: string; readonly file?: string }[];
  };
  expect(data.assumptions?.map(({ code }) => code)).toContain('version-assumed');
  expect(data.notComputed).toContainEqual(
    expect.objectContaining({ code: 'generator-partly-modelled', file: '/etc/netplan/50.yaml' }),
  );
  expect(data.notComputed).toContainEqual(expect.objectContaining({ code: 'generator-not-modelled' }));
  // A drawing and a graph are data in words' place.
  if (name === 'plot' || name === 'graph') return;
  const words = (await answer(...args)).replace(/\s+/g, ' ');
  if (name === 'trace') expect(words).toContain('netplan makes of this file');
  else
    expect(words).toMatch(
      /Assumed: .*systemd 252, since nothing in the copy names its version.*Not computed: .*netplan makes of this file/,
    );
});
