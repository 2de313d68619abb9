import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { bootscope } from './run.ts';

const U = ['-r', 'sample-roots/ubuntu-16.04-compute'];
const hostile = mkdtempSync(join(tmpdir(), 'bootscope-cli-'));
mkdirSync(join(hostile, 'etc/systemd/system'), { recursive: true });
writeFileSync(
  join(hostile, 'etc/systemd/system/x.service'),
  '[Unit]\nDescription=\u001b[31mred \u202egnp.txt\n[Service]\nExecStart=/bin/true\n',
);
afterAll(() => rmSync(hostile, { recursive: true }));

describe('names', () => {
  test('a unit may be named without .service, or by an alias', () => {
    expect(JSON.parse(bootscope([...U, 'why', 'libvirtd', '--json']).out).unit).toBe('libvirt-bin.service');
  });
  test('a target or socket may be named without its suffix where there is no such service', () => {
    expect(JSON.parse(bootscope([...U, 'why', 'sysinit', '--json']).out).unit).toBe('sysinit.target');
  });
  test('a unit whose name begins with a dash is no option', () => {
    expect(bootscope([...U, 'why', '-.mount']).status).toBe(0);
  });
  test('a misspelt unit: the nearest names, on one line, exit status 2', () => {
    const { status, err, out } = bootscope([...U, 'why', 'nova-compute.servise']);
    expect({ status, out, err }).toEqual({
      status: 2,
      out: '',
      err: 'bootscope: no unit called "nova-compute.servise" in this root; did you mean nova-compute.service, sysv:nova-compute?\n',
    });
  });
  test('a template is never started: an instance of it is asked for', () => {
    expect(bootscope([...U, 'why', 'getty@.service']).err).toMatch(/is a template .* such as getty@tty1\.service/);
  });
});

describe('exit status', () => {
  test('2: no command, an unknown command, an unknown option, a missing argument, an option twice', () => {
    for (const args of [[], ['zork'], ['chain', '--zork'], ['why'], ['-r', '/a', '-r', '/b', 'chain']]) {
      const { status, err } = bootscope(args);
      expect({ args, status, lines: err.split('\n').length }).toEqual({ args, status: 2, lines: 2 });
    }
  });
  test('3: a root that is not there', () => expect(bootscope(['-r', '/nowhere', 'chain']).status).toBe(3));
  test('0: --version is that of package.json', () =>
    expect(bootscope(['--version']).out).toBe(`${manifest.version}\n`));
});

describe('output', () => {
  test('no control and no bidi character of a root reaches the output raw, in words or in JSON', () => {
    for (const args of [
      ['show', 'x'],
      ['show', 'x', '--json'],
      ['graph', '--json'],
    ]) {
      const { out } = bootscope(['-r', hostile, '--systemd-version', '252', ...args]);
      expect(out).toContain('gnp.txt');
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
  test('lines are at most as wide as COLUMNS where words can be wrapped', () => {
    const { out } = bootscope([...U, 'order'], { COLUMNS: '60' });
    const several = out.split('\n').filter((line) => /\S {1,}\S/.test(line));
    expect(several.length).toBeGreaterThan(30);
    expect(Math.max(...several.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
  test('a reader that goes away is no error', async () => {
    const child = spawn(process.execPath, ['dist/bootscope.js', ...U, 'graph'], {
      cwd: new URL('../..', import.meta.url).pathname,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });
});
