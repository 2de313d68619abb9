/** What stands next on a line, as the shells themselves ask for it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bootscope } from './run.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const U = ['-r', 'sample-roots/ubuntu-16.04-compute'];
const offered = (...words: readonly string[]): readonly string[] =>
  bootscope(['--complete', ...words])
    .out.split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] as string);

test('commands, with or without a root before them', () => {
  expect(offered('')).toEqual(expect.arrayContaining(['why', 'audit', 'blame', 'completion']));
  expect(offered(...U, 'wh')).toEqual(['why', 'what-if']);
  expect(offered('help', 'tra')).toEqual(['trace', 'transaction']);
});
test('options of the command and of every command', () => {
  expect(offered('why', '--af')).toEqual(['--after']);
  expect([...offered('why', '--a')].sort()).toEqual(['--after', '--all', '--assume']);
  expect(offered('audit', '--sys')).toEqual(['--systemd-version']);
});
test('values that are one of a list', () => {
  expect(offered('audit', '--format', 's')).toEqual(['sarif']);
  expect(offered('audit', '--format=s')).toEqual(['--format=sarif']);
});
test('units of the root that the line names, as words and as values', () => {
  expect(offered(...U, 'why', 'nova-c')).toEqual(['nova-compute.service']);
  expect(offered(...U, 'what-if', '--mask', 'nova-c')).toEqual(['nova-compute.service']);
  expect(offered(...U, 'graph', 'a', 'nova-c')).toEqual(['nova-compute.service']);
});
test('an option means what it means to its command', () => {
  expect(offered('list', '--type', 'so')).toEqual(['socket']);
  expect(offered('list', '-t', 'ti')).toEqual(['timer']);
  expect(offered('list', '--state', 'enab')).toEqual(['enabled', 'enabled-runtime']);
  expect(offered(...U, 'what-if', '--fail', 'nova-c')).toEqual(['nova-compute.service']);
  expect(offered('why', '--assume', 'virtualization=sys')).toEqual(['virtualization=systemd-nspawn']);
  expect(offered('why', '--assume', 'mem')).toEqual(['memory=']);
});
test('rules, types of edges, origins, shells', () => {
  expect(offered('explain', 'ordering')).toEqual(['ordering-cycle']);
  expect(offered('audit', '--rule', 'ordering')).toEqual(['ordering-cycle']);
  expect(offered('graph', '--type', 'Req')).toEqual(['Requires', 'Requisite']);
  expect(offered('completion', '')).toEqual(['bash', 'fish', 'zsh']);
});
test('paths are left to the shell', () => {
  for (const words of [
    ['-r', ''],
    ['diff', 'sam'],
    ['view', '-o', ''],
    ['order', '--timings', ''],
  ])
    expect(offered(...words)).toEqual([':files']);
});
test('a root that is not there, or a command that is none: nothing, and no error', () => {
  expect(bootscope(['--complete', '-r', '/nowhere', 'why', 'a'])).toMatchObject({ status: 0, err: '' });
  expect(offered('frob', '')).toEqual([]);
});

/** Asks bash, as it does when the tab key is hit at the end of the line. */
function bash(line: string): readonly string[] {
  const script = `
    bootscope() { node dist/bootscope.js "$@"; }
    source <(bootscope completion bash)
    compopt() { :; }
    COMP_LINE=$1 COMP_POINT=\${#1}
    _bootscope
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', script, 'bash', line], { cwd: TOP, encoding: 'utf8' });
  return out.trim().split('\n');
}

test('bash completes units, options and what stands behind a colon', () => {
  expect(bash('bootscope -r sample-roots/ubuntu-16.04-compute why nova-c')).toEqual(['nova-compute.service']);
  expect(bash('bootscope audit --format=sa')).toEqual(['sarif']);
  expect(bash('bootscope -r sample-roots/ubuntu-16.04-compute show sysv:nova-c')).toEqual(['nova-compute']);
  expect(bash('bootscope why ')[0]).not.toBe('why');
});
test.each(['bash', 'fish', 'zsh'])('%s gets its own script, whatever $SHELL is', (shell) => {
  const { out } = bootscope(['completion', shell], { SHELL: '/bin/bash' });
  expect(out).toMatch(new RegExp(`^#.*${shell} completion|^#compdef[\\s\\S]*${shell}`));
});

/** The program on a path of its own, for shells that look it up. */
const bin = mkdtempSync(join(tmpdir(), 'bootscope-bin-'));
writeFileSync(join(bin, 'bootscope'), `#!/bin/sh\nexec '${process.execPath}' '${TOP}dist/bootscope.js' "$@"\n`, {
  mode: 0o755,
});
afterAll(() => rmSync(bin, { recursive: true }));
const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, HOME: bin, TERM: 'dumb' };
const has = (shell: string): boolean => (env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, shell)));

test.runIf(has('fish'))('fish completes units, rules and paths', () => {
  const asked = (line: string): string =>
    execFileSync(
      'fish',
      ['--no-config', '-c', 'source (bootscope completion fish | psub); complete -C $argv[1]', line],
      {
        cwd: TOP,
        encoding: 'utf8',
        env,
      },
    );
  expect(asked('bootscope -r sample-roots/ubuntu-16.04-compute why nova-c')).toMatch(/^nova-compute\.service\t/);
  expect(asked('bootscope explain ordering')).toMatch(/^ordering-cycle\t/);
  expect(asked('bootscope -r sample-r')).toMatch(/^sample-roots\/$/m);
});

test.runIf(has('zsh'))(
  'zsh completes units and paths',
  () => {
    const script = `
    zmodload zsh/zpty
    zpty z zsh -f -i
    zpty -w z 'autoload -Uz compinit; compinit -u -D; source <(bootscope completion zsh); echo RE""ADY'
    until [[ $seen == *READY* ]] { zpty -r z out && seen+=$out }
    ask() {
      zpty -w -n z "$1"$'\\t'
      seen=''
      until [[ $seen == *$2* ]] { zpty -r z out '*'$2'*' && seen+=$out }
      zpty -w -n z $'\\x15'
    }
    ask 'bootscope -r sample-roots/ubuntu-16.04-compute why nova-c' nova-compute.service
    ask 'bootscope -r sample-r' sample-roots
    echo completed
    zpty -d z`;
    const out = execFileSync('zsh', ['-f', '-c', script], { cwd: TOP, encoding: 'utf8', env, timeout: 60_000 });
    expect(out).toContain('completed');
  },
  70_000,
);
