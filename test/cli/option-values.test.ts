/**
 * Every option and word of every command, by their definitions: a value that the root does not have, or that is no such value, is wrong
 * usage (2), told in one sentence, and with the right one where it is near.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import yargs from 'yargs';
import type { Command } from '../../src/cli/command.ts';
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';
import { choicesOf, globalOptions, optionsOf } from '../../src/cli/global-options.ts';
import { SHORT_WITH_VALUE } from '../../src/cli/main.ts';
import { recordedText } from '../recorded/boots.ts';
import { bootscope } from './run.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const U = ['-r', 'sample-roots/ubuntu-16.04-compute'];
const made = mkdtempSync(join(tmpdir(), 'bootscope-values-'));
afterAll(() => rmSync(made, { recursive: true }));
function put(path: string, text: string): void {
  mkdirSync(join(made, path, '..'), { recursive: true });
  writeFileSync(join(made, path), text);
}

for (const name of ['aa11.0', 'bb22.0']) {
  put(`disk/ostree/deploy/box/deploy/${name}/etc/os-release`, 'ID=fedora\nVERSION_ID=41\n');
  put(`disk/ostree/deploy/box/deploy/${name}/usr/lib/systemd/systemd`, 'ELF');
}
put(
  'images/manifest.json',
  '[{"Config":"a","RepoTags":["shop:1.4"],"Layers":["x"]},{"Config":"b","RepoTags":["mail:2"],"Layers":["y"]}]',
);
execFileSync('tar', ['-C', join(made, 'images'), '-cf', join(made, 'images.tar'), 'manifest.json']);
const DISK = ['-r', join(made, 'disk')];
for (const path of [
  'etc/os-release',
  'usr/lib/systemd/systemd',
  'usr/lib/systemd/user/default.target',
  'home/anna/.profile',
])
  put(`homed/${path}`, '');
const HOMED = ['-r', join(made, 'homed')];
const IMAGES = ['-r', join(made, 'images.tar')];

const DAY = '2026-11-29';
const FLEET = join(made, 'fleet');
put('roots.txt', `${TOP}sample-roots/ubuntu-16.04-compute\n`);
const FACTS = ['facts', '--roots-from', join(made, 'roots.txt'), '--out', FLEET];
bootscope([...FACTS, '--taken', DAY]);
const TIMES = join(made, 'times.json');
put('times.json', recordedText('bookworm-vm', 'analyze-dump.txt'));

interface Wrong {
  readonly line: readonly string[];
  /** What the sentence has to say. */
  readonly says: RegExp;
}
const NEAR = /did you mean [^?]*libvirt-bin\.service/;
const unit = (...line: readonly string[]): Wrong => ({ line: [...U, ...line], says: NEAR });
const file = (...line: readonly string[]): Wrong => ({
  line: [...U, ...line],
  says: /\/nosuch: there is no such file/,
});

const fleet = (...line: readonly string[]): Wrong => ({
  line: ['fleet', FLEET, ...line],
  says: /did you mean|there is 2026|whole number/,
});

/** Options of every command that take a value and have no list of it. */
const COMMON: Readonly<Record<string, Wrong | string>> = {
  '--root': 'what is no root has a status of its own, 3: test/capture/where-the-root-is.test.ts',
  '--target': { line: [...U, '--target', 'multi-usr.target', 'chain'], says: /did you mean multi-user\.target\?/ },
  '--systemd-version': { line: [...U, '--systemd-version', 'abc', 'chain'], says: /write 252, 249\.11 or 219-rhel7/ },
  '--cmdline': 'a kernel takes any text',
  '--assume': { line: [...U, '--assume', 'virtualization=kvn', 'chain'], says: /did you mean kvm/ },
  '--deployment': { line: [...DISK, '--deployment', 'box/aa12.0', 'chain'], says: /did you mean box\/aa11\.0/ },
  '--image': { line: [...IMAGES, '--image', 'shop:1.5', 'chain'], says: /did you mean shop:1\.4/ },
  '--home': { line: [...HOMED, '--user', '--home', '/home/ana', 'chain'], says: /did you mean \/home\/anna\?/ },
};

/** Those of each command, and its words. */
const OWN: Readonly<Record<string, Wrong | string>> = {
  'why --after': unit('why', 'ssh', '--after', 'libvirt-bim'),
  'why --before': unit('why', 'ssh', '--before', 'libvirt-bim'),
  'list --state': { line: [...U, 'list', '--state', 'enabld'], says: /did you mean enabled\?/ },
  'list --type': { line: [...U, 'list', '--type', 'servise'], says: /did you mean service\?/ },
  'order --depth': { line: [...U, 'order', 'ssh', '--depth', 'abc'], says: /^--depth abc: a number/ },
  'order --timings': file('order', '--timings', '/nosuch'),
  'audit --rule': { line: [...U, 'audit', '--rule', 'ordering-cyle'], says: /did you mean ordering-cycle\?/ },
  'audit --ignore': { line: [...U, 'audit', '--ignore', 'ordering-cyle'], says: /did you mean ordering-cycle\?/ },
  'audit --baseline': file('audit', '--baseline', '/nosuch'),
  'audit --write-baseline': 'written to; 4 where it cannot be: output.test.ts',
  'audit --config': file('audit', '--config', '/nosuch'),
  'audit --help-uri': { line: [...U, 'audit', '--help-uri', 'x'], says: /\{rule\}/ },
  'audit --output': 'written to',
  'what-if --mask': unit('what-if', '--mask', 'libvirt-bim'),
  'what-if --unmask': unit('what-if', '--unmask', 'libvirt-bim'),
  'what-if --enable': unit('what-if', '--enable', 'libvirt-bim'),
  'what-if --disable': unit('what-if', '--disable', 'libvirt-bim'),
  'what-if --add-drop-in': unit(
    'what-if',
    '--add-drop-in',
    `libvirt-bim=${made}/disk/ostree/deploy/box/deploy/aa11.0/etc/os-release`,
  ),
  'what-if --fail': unit('what-if', '--fail', 'libvirt-bim=timeout'),
  'what-if --default-target': {
    line: [...U, 'what-if', '--default-target', 'multi-usr.target'],
    says: /did you mean multi-user\.target/,
  },
  'critical-chain --timings': file('critical-chain', '--timings', '/nosuch'),
  'blame --timings': file('blame', '--timings', '/nosuch'),
  'speed-up --timings': file('speed-up', '--timings', '/nosuch'),
  'plot --timings': file('plot', '--timings', '/nosuch'),
  'view --timings': file('view', '--timings', '/nosuch'),
  'view --since': 'a root: as -r',
  'view --output': 'written to',
  'plot --output': 'written to',
  'graph --type': { line: [...U, 'graph', '--type', 'Aftr'], says: /did you mean After\?/ },
  'graph --origin': { line: [...U, 'graph', '--origin', 'fil'], says: /did you mean file/ },
  'graph --from': unit('graph', '--from', 'libvirt-bim'),
  'graph --to': unit('graph', '--to', 'libvirt-bim'),
  'graph --output': 'written to',
  'facts --roots-from': {
    line: ['facts', '--roots-from', '/nosuch', '--out', FLEET, '--taken', DAY],
    says: /\/nosuch: there is no such file/,
  },
  'facts --out': 'written to',
  'facts --taken': { line: [...FACTS, '--taken', 'today'], says: /a day is wanted/ },
  'facts --shard': { line: [...FACTS, '--taken', DAY, '--shard', '3/2'], says: /I\/N is wanted/ },
  'facts --group': { line: [...FACTS, '--taken', DAY, '--group', '['], says: /no regular expression/ },
  'facts --jobs': { line: [...FACTS, '--taken', DAY, '--jobs', '0'], says: /a whole number/ },
  'facts --timeout': { line: [...FACTS, '--taken', DAY, '--timeout', 'x'], says: /a number is wanted/ },
  'facts --memory': { line: [...FACTS, '--taken', DAY, '--memory', '-5'], says: /a whole number/ },
  'fleet --after': fleet('order', 'ssh', '--after', 'libvirt-bim'),
  'fleet --from': fleet('drift', '--from', '2026-11-28', '--to', DAY),
  'fleet --to': fleet('drift', '--from', DAY, '--to', '2026-11-28'),
  'fleet --taken': fleet('groups', '--taken', '2026-11-28'),
  'fleet --limit': fleet('groups', '--limit', '0'),
  'fleet --output': 'written to',
  'why UNIT': unit('why', 'libvirt-bim'),
  'chain UNIT': unit('chain', 'libvirt-bim'),
  'tree UNIT': unit('tree', 'libvirt-bim'),
  'order UNIT': unit('order', 'libvirt-bim'),
  'list PATTERN': unit('list', 'libvirt-bim'),
  'show UNIT': unit('show', 'libvirt-bim'),
  'trace UNIT': unit('trace', 'libvirt-bim'),
  'autostart UNIT': unit('autostart', 'libvirt-bim'),
  'diff BEFORE': 'a root: as -r',
  'diff AFTER': 'a root: as -r',
  'impact UNIT': unit('impact', 'libvirt-bim'),
  'compare DUMP': file('compare', '/nosuch'),
  'critical-chain UNIT': unit('critical-chain', 'libvirt-bim', '--timings', TIMES),
  'speed-up UNIT': unit('speed-up', 'libvirt-bim', '--timings', TIMES),
  'explain RULE': { line: ['explain', 'ordering-cyle'], says: /did you mean ordering-cycle\?/ },
  'explain-log FILE': file('explain-log', '/nosuch'),
  'graph PATTERN': unit('graph', 'libvirt-bim'),
  'fleet DIR': { line: ['fleet', '/nosuch', 'groups'], says: /\/nosuch/ },
  'fleet WORD': { line: ['fleet', FLEET, 'findings', 'ordering-cyle'], says: /did you mean ordering-cycle\?/ },
};

/** What each takes, by its definition: `--after`, `UNIT`; of a list where it is one. */
async function taken(usage: string, load: () => Promise<Command>) {
  const parsed = (await load()).options(globalOptions(yargs([])));
  const listed = choicesOf(parsed);
  const options = optionsOf(parsed).filter(({ name, takesValue }) => takesValue && name.startsWith('--'));
  const words = [...usage.matchAll(/[<[]([a-z]+)/g)].map(([, word = '']) => word);
  return [
    ...options.map(({ name }) => ({ name, choices: listed[name.slice(2)] })),
    ...words.map((word) => ({ name: word.toUpperCase(), choices: listed[word] })),
  ];
}

interface Case {
  readonly what: string;
  readonly wrong: Wrong | string | undefined;
}
const cases: Case[] = [];
const common = await taken('', async () => ({
  options: (parsed) => parsed,
  run: () => Promise.reject(new Error('none')),
}));
const listedCase = (what: string, choices: readonly string[], line: readonly string[]): Case => ({
  what,
  wrong: { line, says: new RegExp(`zork: one of ${choices[0]}`) },
});
for (const { name, choices } of common)
  cases.push(
    choices === undefined ? { what: name, wrong: COMMON[name] } : listedCase(name, choices, ['chain', name, 'zork']),
  );
for (const { usage, load } of COMMANDS)
  for (const { name, choices } of await taken(usage, load)) {
    if (common.some((one) => one.name === name)) continue;
    const what = `${nameOf(usage)} ${name}`;
    // Of `fleet <dir> <question>`: the words before it.
    const before = [...usage.matchAll(/<([a-z]+)>/g)].map(([, word = '']) => word.toUpperCase());
    const until = name.startsWith('--') ? before : before.slice(0, before.indexOf(name));
    const words = until.map((word) => (word === 'QUESTION' ? 'groups' : 'x'));
    const line = [nameOf(usage), ...words, ...(name.startsWith('--') ? [name, 'zork'] : ['zork'])];
    const needed = nameOf(usage) === 'facts' ? [...FACTS.slice(1), '--taken', DAY] : [];
    cases.push(choices === undefined ? { what, wrong: OWN[what] } : listedCase(what, choices, [...line, ...needed]));
  }

test('an option of one letter takes its value with or without a blank', async () => {
  const short = new Set<string>();
  for (const { load } of COMMANDS)
    for (const { name, takesValue } of optionsOf((await load()).options(globalOptions(yargs([])))))
      if (takesValue && !name.startsWith('--')) short.add(name);
  expect(short).toEqual(SHORT_WITH_VALUE);
  const apart = bootscope([...U, 'list', '-t', 'service', 'ssh', '--json']).out;
  expect(bootscope([U.join(''), 'list', '-tservice', 'ssh', '--json']).out).toBe(apart);
});

describe('a value that cannot be, of each option and word', () => {
  test('is one that this test knows how to ask with, or says why not', () => {
    expect(cases.filter(({ wrong }) => wrong === undefined).map(({ what }) => what)).toEqual([]);
    expect(
      [...Object.keys(COMMON), ...Object.keys(OWN)].filter((what) => !cases.some((one) => one.what === what)),
    ).toEqual([]);
    expect(cases.length).toBeGreaterThan(70);
  });
  test.each(cases.flatMap(({ what, wrong }) => (typeof wrong === 'object' ? [{ what, ...wrong }] : [])))(
    '$what',
    ({ line, says }) => {
      const { status, out, err } = bootscope(line);
      expect({ status, out, lines: err.trimEnd().split('\n').length }, err).toEqual({ status: 2, out: '', lines: 1 });
      expect(err.replace(/^bootscope: /, '')).toMatch(says);
    },
  );
});
