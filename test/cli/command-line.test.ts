import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../../src/cli/commands/index.ts';
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
      err: 'bootscope: no unit called "nova-compute.servise" in this root; did you mean nova-compute.service?\n',
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

/** What is said of a line that cannot be right: one sentence, exit status 2, no answer. */
function refused(...args: readonly string[]): string {
  const { status, out, err } = bootscope(args);
  expect({ args, status, out, lines: err.trimEnd().split('\n').length }).toEqual({
    args,
    status: 2,
    out: '',
    lines: 1,
  });
  return err.trimEnd().replace(/^bootscope: /, '');
}

describe('values of options', () => {
  test('an option that takes a value does not go without', () => {
    for (const option of ['-r', '--root', '--target', '--cmdline', '--systemd-version', '--init'])
      expect(refused('chain', option)).toBe(`${option} takes a value, and none follows it`);
    expect(refused(...U, 'order', '--depth', '--reduce')).toMatch(/^--depth takes a value/);
    expect(refused(...U, 'what-if', '--mask')).toMatch(/^--mask takes a value/);
    expect(refused('chain', '--root=')).toMatch(/^--root takes a value, and an empty one/);
  });
  test('one that takes none has none', () => expect(refused(...U, 'chain', '--json=maybe')).toMatch(/takes no value/));
  test('what is no number is none', () => {
    expect(refused(...U, 'order', '--depth', 'abc')).toBe('--depth abc: a number is wanted');
  });
  test('a value that is none of a list: the option, the list and the nearest', () => {
    expect(refused(...U, 'audit', '--level', 'warn')).toBe(
      '--level warn: one of error, warning, notice, info; did you mean warning?',
    );
    expect(refused(...U, '--init', 'foo', 'chain')).toBe('--init foo: one of auto, systemd, upstart, sysv');
  });
  test('a number of steps is a whole one', () => {
    for (const depth of ['1.5', '-1'])
      expect(refused(...U, 'order', 'ssh', '--depth', depth)).toMatch(/number of steps/);
  });
  test('what is assumed of the machine is a word that conditions know, by the name that they know it by', () => {
    expect(refused(...U, 'why', 'ssh', '--assume', 'virtualization=kvn')).toMatch(/did you mean kvm/);
    expect(refused(...U, 'why', 'ssh', '--assume', 'architecture=x86_64')).toMatch(/it is called x86-64 here$/);
    expect(refused(...U, 'why', 'ssh', '--assume', 'security=apparmor,selinx')).toMatch(/did you mean selinux\?$/);
    expect(refused(...U, 'why', 'ssh', '--assume', 'memory=lots')).toMatch(/8G$/);
    expect(refused(...U, 'why', 'ssh', '--assume', 'virtualisation=kvm')).toMatch(/did you mean virtualization\?$/);
    expect(bootscope([...U, 'why', 'ssh', '--assume', 'security=apparmor,audit']).status).toBe(0);
  });
  test('standard input is read by one of them', () => {
    expect(refused('-r', '-', 'compare', '-')).toMatch(
      /^only one of these can come from standard input: root and dump/,
    );
    expect(refused('-r', '-', 'explain-log')).toMatch(/root and file/);
    expect(refused('diff', '-', '-')).toMatch(/before and after/);
  });
  test('an empty word names nothing', () => expect(refused(...U, 'why', '')).toMatch(/^an empty word/));
  test('the address of the pages of rules has a place for the rule, whatever the format', () =>
    expect(refused(...U, 'audit', '--help-uri', 'https://host/')).toMatch(/\{rule\}/));
  test('a target that no file defines is not replaced by another', () => {
    expect(refused(...U, 'chain', '--target', 'multi-usr.target')).toMatch(/did you mean multi-user\.target\?$/);
    expect(refused(...U, 'chain', '--target', 'nosuch.target')).toMatch(/^no unit called "nosuch\.target"/);
    expect(JSON.parse(bootscope([...U, 'chain', '--target', 'multi-user', '--json']).out).target).toBe(
      'multi-user.target',
    );
    expect(refused('-r', 'sample-roots/ubuntu-14.04-controller', 'chain', '--target', '9')).toMatch(/runlevel: 0 to 6/);
  });
  test('a unit to be changed is one that there is', () => {
    expect(refused(...U, 'what-if', '--mask', 'nova')).toMatch(
      /^no unit called "nova\.service".* nova-compute\.service/,
    );
    for (const option of ['--unmask', '--enable', '--disable', '--default-target'])
      expect(refused(...U, 'what-if', option, 'nosuch.target')).toMatch(/^no unit called "nosuch\.target"/);
    expect(bootscope([...U, 'what-if', '--mask', 'getty@tty7']).status).toBe(0);
  });
  test('a home is a folder of the root, and of a user', () => {
    expect(refused(...U, '--user', '--home', '/nosuch', 'chain')).toMatch(/^--home \/nosuch: no such folder/);
    expect(refused(...U, '--home', '/root', 'chain')).toMatch(/add --user/);
  });
  test('two roots are words, not -r', () =>
    expect(refused(...U, 'diff', 'a', 'b')).toMatch(/^diff takes its two roots as words/));
});

describe('what is mistyped', () => {
  test('a command: the nearest, or the one that answers what is meant elsewhere', () => {
    expect(refused('wyh', 'nova')).toBe('no command called "wyh"; did you mean why?');
    expect(refused('verify')).toBe('no command called "verify"; bootscope audit is what answers that');
    expect(refused('frob', '--help')).toMatch(/^no command called "frob"/);
    expect(refused(...U, 'ssh')).toBe(
      'no command called "ssh"; of a unit: bootscope why ssh; bootscope --help lists the commands',
    );
    expect(refused('restart', 'ssh')).toMatch(/bootscope only reads; bootscope what-if/);
  });
  test('a word that every object of JavaScript has is a word like any other', () => {
    for (const word of ['constructor', 'toString', '__proto__', 'valueOf']) {
      expect(refused(word)).toMatch(new RegExp(`^no command called "${word}"; of a unit`));
      expect(refused(...U, 'chain', word)).toMatch(/^no unit called/);
      expect(refused(...U, 'chain', '--target', word)).toMatch(/^no unit called/);
      expect(refused(...U, 'why', 'ssh', '--assume', `architecture=${word}`)).not.toMatch(/native code|object Object/);
    }
    expect(refused(...U, 'list', '--constructor')).toMatch(/^no option --constructor; bootscope list --help/);
  });
  test('an option: the nearest', () => {
    expect(refused(...U, 'why', 'ssh', '--afer', 'cron')).toMatch(/^no option --afer; did you mean --after/);
    expect(refused(...U, 'chain', '-j')).toBe('no option -j; did you mean --json?');
    expect(refused(...U, 'list', '-n')).toBe('no option -n; bootscope list --help lists them');
  });
  test('too many words or too few: how the command is used', () => {
    expect(refused(...U, 'why', 'ssh', 'cron')).toMatch(/one word too many: "cron"/);
    expect(refused('diff', 'a')).toBe('diff: say which two roots: diff BEFORE AFTER');
  });
  test('two options that exclude each other', () => {
    expect(refused(...U, 'why', 'ssh', '--after', 'a', '--before', 'b')).toMatch(
      /^--before and --after exclude|^--after and --before exclude/,
    );
  });
});

describe('help', () => {
  const general = bootscope(['--help']).out;
  test('is asked for as elsewhere: -h, help, help COMMAND; the version by -V and version', () => {
    expect(bootscope(['-h']).out).toBe(general);
    expect(bootscope(['help']).out).toBe(general);
    const why = bootscope(['why', '--help']).out;
    expect(why).toMatch(/^bootscope why <unit>/);
    expect(bootscope(['help', 'why']).out).toBe(why);
    expect(bootscope([...U, 'help', 'why']).out).toBe(why);
    for (const word of ['-V', 'version']) expect(bootscope([word]).out).toBe(`${manifest.version}\n`);
  });
  const commands = COMMANDS.map(({ usage }) => usage.split(' ')[0] as string);
  test.each(commands)('of %s: its own options first, examples last', (name) => {
    const { out } = bootscope([name, '--help']);
    expect(out).toContain('Examples:');
    const [own, common] = [out.indexOf('\nOptions:'), out.indexOf('\nCommon options:')];
    expect(common).toBeGreaterThan(0);
    expect(own).toBeLessThan(common);
  });
});

describe('a unit as systemctl takes it', () => {
  const unit = (name: string, ...more: readonly string[]) =>
    JSON.parse(bootscope([...U, 'why', name, ...more, '--json']).out).unit;
  test('by the path of its file, in the root or as the shell sees it', () => {
    expect(unit('/lib/systemd/system/ssh.service')).toBe('ssh.service');
    expect(unit('sample-roots/ubuntu-16.04-compute/lib/systemd/system/ssh.service')).toBe('ssh.service');
    expect(unit('/etc/init.d/nova-compute')).toBe('sysv:nova-compute');
  });
  test('a mount by where it is mounted', () => expect(unit('/var/lib/nova')).toBe('var-lib-nova.mount'));
  test('by a pattern: each unit that it fits is answered, as systemctl does', () => {
    expect(unit('nova-comp*')).toBe('nova-compute.service');
    const several = JSON.parse(bootscope([...U, 'why', 'systemd-journald*', '--json']).out);
    expect(several.format).toBe('bootscope/several@1');
    const units = several.answers.map((answer: { readonly unit: string }) => answer.unit);
    expect(units).toEqual(expect.arrayContaining(['systemd-journald.service', 'systemd-journald.socket']));
    const text = bootscope([...U, 'why', 'systemd-journald*']).out;
    for (const name of units) expect(text).toMatch(new RegExp(`: ${name.replaceAll('.', '\\.')}`));
    expect(refused(...U, 'why', 'nosuch*')).toMatch(/^no unit called "nosuch\*"/);
    expect(refused(...U, 'why', 'ssh', '--after', 'systemd-journald*')).toMatch(/fits \d+ units; name one/);
  });
  test('an instance that nothing asks for, of a template that there is', () => {
    expect(unit('getty@tty7')).toBe('getty@tty7.service');
    expect(refused(...U, 'why', 'nosuch@tty7')).toMatch(/^no unit called "nosuch@tty7"/);
  });
  test('the beginning of a name offers those that begin so, services first', () => {
    expect(refused(...U, 'why', 'nova')).toMatch(/did you mean nova-compute\.service/);
  });
});

describe('a pipe', () => {
  const tar = execFileSync('tar', ['-C', 'sample-roots/modern-server', '-cf', '-', '.'], { maxBuffer: 2 ** 28 });
  test('stands for a root wherever one is taken, as -', () => {
    const why = bootscope(['-r', '-', 'why', 'nginx', '--json'], {}, tar);
    expect(JSON.parse(why.out).unit).toBe('nginx.service');
    expect(bootscope(['diff', '-', 'sample-roots/modern-server', '--json'], {}, tar).status).toBe(0);
  });
  test('is what -o - writes to', () => {
    expect(bootscope([...U, 'view', '-o', '-']).out).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(bootscope([...U, 'graph', '-o', '-']).out).format).toBe('bootscope/graph@1');
  });
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
