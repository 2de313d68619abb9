import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { GRAPH_FORMATS } from '../../src/report/graph/index.ts';
import { bootscope } from './run.ts';

const U = ['-r', 'sample-roots/modern-server'];
const work = mkdtempSync(join(tmpdir(), 'bootscope-out-'));
afterAll(() => rmSync(work, { recursive: true }));
const at = (name: string): string => join(work, name);
const shell = (command: string) =>
  spawnSync('bash', ['-c', command], { encoding: 'utf8', cwd: new URL('../..', import.meta.url).pathname });

describe('-o', () => {
  test('a file keeps its mode, a link stays a link, a file of two names keeps both, nothing is left beside them', () => {
    writeFileSync(at('secret.json'), 'old');
    chmodSync(at('secret.json'), 0o600);
    symlinkSync('secret.json', at('link.json'));
    writeFileSync(at('one.json'), 'old');
    linkSync(at('one.json'), at('two.json'));
    for (const name of ['secret.json', 'link.json', 'one.json'])
      expect(bootscope([...U, 'graph', '-o', at(name)]).status).toBe(0);
    expect(statSync(at('secret.json')).mode & 0o777).toBe(0o600);
    expect(readlinkSync(at('link.json'))).toBe('secret.json');
    expect(readFileSync(at('two.json'), 'utf8')).toMatch(/bootscope\/graph@1/);
    expect(readdirSync(work).filter((name) => name.includes('.part'))).toEqual([]);
  });
  test('a FIFO is written into, not replaced', () => {
    execFileSync('mkfifo', [at('pipe')]);
    const { stdout, status } = shell(
      `cat ${at('pipe')} & node dist/bootscope.js ${U.join(' ')} graph -o ${at('pipe')} >&2; wait`,
    );
    expect({ status, begins: stdout.slice(0, 32) }).toEqual({ status: 0, begins: '{"format":"bootscope/graph@1","r' });
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });
  test('/dev/stdout is where standard output goes, and what the shell appends to is not cut', () => {
    const { status } = shell(
      `echo before > ${at('log')}; node dist/bootscope.js ${U.join(' ')} graph -o /dev/stdout >> ${at('log')}`,
    );
    expect(status).toBe(0);
    expect(readFileSync(at('log'), 'utf8')).toMatch(/^before\n\{"format":"bootscope\/graph@1"/);
  });
  test('a folder, a folder that is not there: wrong usage; a full disk: 4', () => {
    for (const [path, expected] of [
      [work, 2],
      [at('none/x'), 2],
      ['/dev/full', 4],
    ] as const) {
      const { status, err } = bootscope([...U, 'graph', '-o', path]);
      expect({ path, status, lines: err.split('\n').length }).toEqual({ path, status: expected, lines: 2 });
    }
  });
});

describe('standard output', () => {
  test('a full disk is status 4, not one that means findings', () => {
    const { status, stderr } = shell(`node dist/bootscope.js ${U.join(' ')} audit > /dev/full`);
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: 'bootscope: standard output cannot be written (ENOSPC)\n',
    });
  });
  test('a reader that has seen enough does not take findings away', () => {
    const command = `node dist/bootscope.js ${U.join(' ')} audit --fail-on info`;
    expect(shell(`${command} > /dev/null`).status).toBe(1);
    expect(shell(`set -o pipefail; ${command} --level info | true`).status).toBe(1);
  });
  test('standard error that is full or closed changes no status', () => {
    expect(shell('node dist/bootscope.js -r /nowhere order 2> /dev/full').status).toBe(3);
    expect(shell('node dist/bootscope.js -r /nowhere order 2>&-').status).toBe(3);
  });
});

describe('what acts on a terminal, from a root', () => {
  const root = at('root');
  const units = join(root, 'etc/systemd/system');
  mkdirSync(join(units, 'x.service.d'), { recursive: true });
  mkdirSync(join(root, 'usr/lib/systemd/system'), { recursive: true });
  const acting = '\u001b]0;title\u0007 \u202egpj.exe \u2066 \u0085 \u200b';
  writeFileSync(
    join(units, 'x.service'),
    `[Unit]\nDescription=${acting}\nNope=1\n[Service]\nExecStart=/bin/true "${acting}"\n`,
  );
  writeFileSync(join(units, 'x.service.d/a\nFORGED: all is well\n.conf'), `[Unit]\nDocumentation=${acting}\n`);
  const R = ['-r', root, '--systemd-version', '252', '--init', 'systemd'];
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]/;

  test('is spelt out or escaped in every format of the graph, in a pipe and in a file', () => {
    for (const format of GRAPH_FORMATS) {
      const { out } = bootscope([...R, 'graph', '--format', format]);
      bootscope([...R, 'graph', '--format', format, '-o', at('graph')]);
      expect(out.length).toBeGreaterThan(100);
      for (const text of [out, readFileSync(at('graph'), 'utf8')])
        expect({ format, found: raw.exec(text.replaceAll('\t', ' '))?.[0] }).toEqual({ format, found: undefined });
    }
  });
  test('is in every format of the audit, and in a page', () => {
    for (const format of ['text', 'json', 'sarif', 'markdown', 'junit']) {
      bootscope([...R, 'audit', '--level', 'info', '--format', format, '-o', at('audit')]);
      const text = readFileSync(at('audit'), 'utf8');
      expect({ format, found: raw.exec(text)?.[0] }).toEqual({ format, found: undefined });
      expect(text).not.toMatch(/^\s*FORGED/m);
    }
    bootscope([...R, 'view', '-o', at('page.html')]);
    const page = readFileSync(at('page.html'), 'utf8');
    const data = page.slice(page.indexOf('id="boot-data">'));
    expect(raw.exec(data.slice(0, data.indexOf('</script>')))).toBeNull();
  });
  test('a line feed in the name of a drop-in forges no line, and the drop-in counts', () => {
    for (const args of [
      ['show', 'x'],
      ['audit', '--level', 'info'],
      ['why', 'x'],
      ['trace', 'x'],
    ])
      expect(bootscope([...R, ...args]).out).not.toMatch(/^\s*FORGED/m);
    const shown = JSON.parse(bootscope([...R, 'show', 'x', '--json']).out);
    expect(JSON.stringify(shown)).toContain('x.service.d/a\\nFORGED: all is well\\n.conf');
  });
});

describe('what is no answer', () => {
  test('a root that one may not enter, that is no folder, that is a device or a FIFO: one sentence, status 3', () => {
    execFileSync('mkfifo', [at('root.fifo')]);
    for (const path of ['/dev/null', '/dev/null/x', at('root.fifo'), at('none'), '/etc/hostname']) {
      const { status, out, err } = bootscope(['-r', path, 'why', 'a']);
      expect({ path, status, out, lines: err.split('\n').length }).toEqual({ path, status: 3, out: '', lines: 2 });
    }
  });
  test('an archive that the shell hands over as a pipe is read', () => {
    const { status, stdout } = shell(`node dist/bootscope.js -r <(tar c -C sample-roots/modern-server .) order --json`);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).target).toBe('multi-user.target');
  });
  test('a FIFO of the file system is read, too, even where its writer comes later', () => {
    const { status, stdout } = shell(
      `mkfifo "${at('late.fifo')}"; (sleep 0.3; tar c -C sample-roots/modern-server . > "${at('late.fifo')}") &
       node dist/bootscope.js -r "${at('late.fifo')}" order --json`,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).target).toBe('multi-user.target');
  });
  test('an endless pipe ends: zeros, noise', () => {
    for (const source of ['/dev/zero', '/dev/urandom'])
      expect(shell(`timeout 30 node dist/bootscope.js -r - order < ${source}`).status).toBe(3);
  });
  test("a user's file of the wrong form is wrong usage", () => {
    writeFileSync(at('base.json'), '{"format":"bootscope/baseline@1","findings":[null]}');
    writeFileSync(at('waive.json'), '{"waive":[{"rule":"program-missing","reason":"r","unit":5}]}');
    expect(bootscope([...U, 'audit', '--baseline', at('base.json')]).status).toBe(2);
    expect(bootscope([...U, 'audit', '--config', at('waive.json')]).status).toBe(2);
  });
  test('a fault of our own is status 70, with how to report it; so is coming to rest without an answer', () => {
    for (const program of [
      'exports.main=()=>Promise.reject(new TypeError("x"))',
      'exports.main=()=>new Promise(()=>{})',
    ]) {
      const folder = at(`broken-${program.length}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
      writeFileSync(join(folder, 'bootscope.js'), readFileSync('dist/bootscope.js'));
      const crashed =
        'exports.crashed=(e,w)=>{process.stderr.write("this is a bug "+e.message+w);process.exitCode=70};';
      writeFileSync(join(folder, 'program.js'), `(function(exports){${crashed}${program}})`);
      const run = spawnSync(process.execPath, [join(folder, 'bootscope.js'), 'order'], { encoding: 'utf8' });
      expect(run.status).toBe(70);
      expect(run.stderr).toMatch(/this is a bug/);
    }
  });
});
