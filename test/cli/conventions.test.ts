/** docs/decisions/011-conventions.md, row by row: what is kept is done here, and what is refused is refused, with the right word. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { recordedText } from '../recorded/boots.ts';
import { bootscope, type Run } from './run.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const ROOT = 'sample-roots/ubuntu-16.04-compute';
const work = mkdtempSync(join(tmpdir(), 'bootscope-conventions-'));
afterAll(() => rmSync(work, { recursive: true }));
const DUMP = join(work, 'dump.txt');
writeFileSync(DUMP, recordedText('bookworm-vm', 'analyze-dump.txt'));

const ask = (...line: readonly string[]): Run => bootscope(['-r', ROOT, ...line]);
/** What is said of a line that is refused. */
function no(...line: readonly string[]): string {
  const { status, out, err } = ask(...line);
  expect({ line, status, out }).toEqual({ line, status: 2, out: '' });
  return err;
}
function onTerminal(line: string, env: Readonly<Record<string, string>> = {}): string {
  const command = `stty rows 24 cols 80; '${process.execPath}' dist/bootscope.js -r ${ROOT} ${line}`;
  return execFileSync('script', ['-qec', command, '/dev/null'], {
    cwd: TOP,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
}
const ESC = '\u001b[';
const LINK = '\u001b]8;;file://';

/** Of each row, by the beginning of its first cell. */
const ROWS: Readonly<Record<string, () => void>> = {
  'a unit without `.service`, by alias, path, instance': () => {
    for (const [typed, unit] of [
      ['ssh', 'ssh.service'],
      ['libvirtd', 'libvirt-bin.service'],
      ['/lib/systemd/system/ssh.service', 'ssh.service'],
      ['/var/lib/nova', 'var-lib-nova.mount'],
      ['getty@tty7', 'getty@tty7.service'],
    ] as const)
      expect(JSON.parse(ask('why', typed, '--json').out).unit).toBe(unit);
  },
  'a pattern answers for every unit that it fits': () => {
    const names = JSON.parse(ask('list', 'nova-*', '--json').out).units.map(({ name }: { name: string }) => name);
    expect(names).toContain('nova-compute.service');
    expect(JSON.parse(ask('why', 'systemd-journald*', '--json').out).format).toBe('bootscope/several@1');
  },
  '`--root=`, `--user`, `-t`, `--state=` (with commas), `--all`, `--reverse`': () => {
    expect(bootscope([`--root=${ROOT}`, 'list', '-t', 'service', '--state=enabled,static', 'ssh']).status).toBe(0);
    expect(bootscope([`-r${ROOT}`, '--user', 'list']).status).toBe(0);
    expect(ask('list', '--all').out.split('\n').length).toBeGreaterThan(ask('list').out.split('\n').length);
    expect(ask('tree', 'ssh', '--reverse').out).toMatch(/multi-user\.target/);
  },
  '`-a` for `--all`': () => expect(no('list', '-a')).toMatch(/did you mean --all\?/),
  '`list-units`, `list-dependencies`, `cat`, `status`, `mask` …': () => {
    for (const [word, ours] of [
      ['list-units', 'list'],
      ['list-unit-files', 'list'],
      ['list-dependencies', 'tree'],
      ['cat', 'show'],
      ['status', 'show'],
      ['mask', 'what-if --mask'],
      ['set-default', 'what-if --default-target'],
    ] as const)
      expect(no(word, 'ssh')).toContain(`bootscope ${ours} is what answers that`);
  },
  '`start`, `stop`, `restart`, `edit` …': () => {
    for (const word of ['start', 'stop', 'restart', 'edit', 'daemon-reload'])
      expect(no(word, 'ssh')).toMatch(/only reads/);
  },
  '`--no-pager`, `$SYSTEMD_PAGER`, `$SYSTEMD_LESS`, `$PAGER`': () => {
    const paged = { SYSTEMD_PAGER: 'echo paged "$LESS"', SYSTEMD_LESS: 'QX', PAGER: 'false' };
    expect(onTerminal('order', paged)).toMatch(/^paged QX/);
    expect(onTerminal('order', { PAGER: 'echo other' })).toMatch(/^other/);
    expect(onTerminal('order --no-pager', paged)).not.toContain('paged');
  },
  'exit status 3 or 4 for inactive, unknown': () => {
    expect(ask('why', 'nova-compute').status).toBe(0);
    const { status, out } = bootscope(['-r', 'sample-roots/broken', 'why', 'half-enabled', '--json']);
    expect([status, JSON.parse(out).holds]).toEqual([0, false]);
  },
  '`--no-legend`, `--plain`, `-o`': () => {
    for (const option of ['--no-legend', '--plain', '-o']) expect(no('list', option)).toMatch(/--json is for programs/);
  },
  '`-H HOST`, `-M CONTAINER`': () => {
    expect(no('-H', 'box', 'list')).toMatch(/no connection is opened/);
    expect(no('-M', 'box', 'list')).toMatch(/-r the folder of the container/);
  },
  '`--failed`': () => expect(no('list', '--failed')).toMatch(/--state skipped,lost/),
  '`blame`, `critical-chain`, `plot`, `time`, the same words for times': () => {
    for (const line of [['blame'], ['critical-chain'], ['plot', '-o', join(work, 'boot.svg')]])
      expect(ask(...line, '--timings', DUMP).status).toBe(0);
    expect(no('time')).toMatch(/critical-chain is what answers that/);
  },
  '`verify`: status 1 on findings': () => {
    expect(bootscope(['-r', 'sample-roots/broken', 'audit']).status).toBe(1);
    expect(no('verify')).toMatch(/bootscope audit is what answers/);
  },
  '`dot --from-pattern --to-pattern`': () => {
    expect(ask('graph', '--from', 'nova-compute', '--to', 'basic.target', '--format', 'dot').out).toMatch(/^digraph/);
    expect(no('dot')).toMatch(/graph --format dot/);
    expect(no('graph', '--from-pattern', 'x')).toMatch(/has --from/);
  },
  '`condition`, `cat-config`': () => {
    expect(no('condition', 'x')).toMatch(/bootscope why is/);
    expect(no('cat-config', 'x')).toMatch(/bootscope show is/);
    expect(ask('why', 'ssh', '--assume', 'virtualization=kvm').status).toBe(0);
  },
  '`dump`': () => expect(bootscope(['-r', DUMP, 'list']).out).toMatch(/^UNIT .*AT BOOT/),
  'colour on a terminal, `--color auto\\|always\\|never`, `NO_COLOR`': () => {
    expect(onTerminal('why ssh')).toContain(ESC);
    expect(onTerminal('why ssh', { NO_COLOR: '1' })).not.toContain(ESC);
    expect(onTerminal('why ssh --color never')).not.toContain(ESC);
    expect(ask('why', 'ssh').out).not.toContain(ESC);
    expect(ask('why', 'ssh', '--color', 'always').out).toContain(ESC);
    expect(bootscope(['-r', ROOT, 'why', 'ssh'], { FORCE_COLOR: '1' }).out).toContain(ESC);
    expect(no('why', 'ssh', '--color', 'ansi')).toMatch(/one of auto, always, never/);
  },
  'links (OSC 8) where the terminal takes them': () => {
    expect(onTerminal('why ssh', { VTE_VERSION: '6800' })).toContain(LINK);
    expect(onTerminal('why ssh', { VTE_VERSION: '6800', NO_HYPERLINK: '1' })).not.toContain(LINK);
    expect(onTerminal('why ssh', { FORCE_HYPERLINK: '1' })).toContain(LINK);
    expect(no('why', 'ssh', '--hyperlink-format', 'x')).toMatch(/no option/);
  },
  '`-` is standard input; a closed pipe ends quietly': () => {
    const tar = execFileSync('tar', ['-C', ROOT, '-cf', '-', '.'], { cwd: TOP, maxBuffer: 2 ** 28 });
    expect(bootscope(['-r', '-', 'why', 'ssh'], {}, tar).status).toBe(0);
    const piped = `'${process.execPath}' dist/bootscope.js -r ${ROOT} graph | head -c 10; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', piped], { cwd: TOP, encoding: 'utf8' });
    expect([stdout.trim().endsWith(' 0'), stderr]).toEqual([true, '']);
  },
  'status 1: nothing found; 2: an error': () => {
    expect(bootscope(['-r', 'sample-roots/broken', 'audit']).status).toBe(1);
    expect(bootscope(['diff', ROOT, ROOT]).status).toBe(0);
    expect(bootscope(['diff', ROOT, 'sample-roots/broken']).status).toBe(1);
  },
  'a configuration file of options (`RIPGREP_CONFIG_PATH`)': () => {
    const file = join(work, 'waivers.json');
    writeFileSync(file, '{"waive": [], "color": "never"}');
    expect(no('audit', '--config', file)).toMatch(/"color" is no key/);
  },
  '`-h`, `--help`, `help COMMAND`, `-V`, `--version`, man page': () => {
    const help = ask('why', '--help').out;
    expect([ask('why', '-h').out, ask('help', 'why').out]).toEqual([help, help]);
    expect(bootscope(['-V']).out).toBe(bootscope(['--version']).out);
    expect(readFileSync(join(TOP, 'docs/man/bootscope.1'), 'utf8')).toMatch(/^\.TH/m);
  },
  'a mistyped command, option or value: the nearest right one': () => {
    expect(no('wyh', 'ssh')).toMatch(/did you mean why\?/);
    expect(no('why', 'ssh', '--afer', 'x')).toMatch(/did you mean --after/);
    expect(no('audit', '--level', 'warn')).toMatch(/did you mean warning\?/);
    expect(no('why', 'nova-conpute')).toMatch(/did you mean nova-compute\.service/);
    expect(no('explain', 'ordering-cyle')).toMatch(/did you mean ordering-cycle\?/);
  },
  '`completion SHELL` for bash, zsh, fish': () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect(bootscope(['completion', shell]).out).toContain('bootscope');
    expect(no('completion', 'powershell')).toMatch(/one of bash, fish, zsh/);
  },
  '`--json FIELDS`, `--jq`, `--template`': () => {
    expect(JSON.parse(ask('why', 'ssh', '--json').out).format).toBe('bootscope/why@1');
    for (const option of ['--jq', '--template']) expect(no('why', 'ssh', option, 'x')).toMatch(/jq reads it/);
  },
  'own pager variable before `$PAGER`': () =>
    expect(onTerminal('order', { BOOTSCOPE_PAGER: 'echo own', SYSTEMD_PAGER: 'echo no', PAGER: 'echo no' })).toMatch(
      /^own/,
    ),
  prompts: () => expect(ask('why').status).toBe(2),
  'notices of new versions, telemetry': () => {
    // Of the modules that open a connection it loads one, to tell addresses from names.
    const program = readFileSync(join(TOP, 'dist/program.js'), 'utf8');
    const loaded = [...program.matchAll(/(?:require|import|getBuiltinModule)\(["']([^"']+)["']\)/g)].map(
      ([, name = '']) => name,
    );
    expect(loaded).toContain('node:fs');
    expect(loaded.filter((name) => /^(node:)?(https?|http2|net|tls|dgram|dns)$/.test(name))).toEqual(['node:net']);
    const imports = execFileSync('grep', ['-rh', "from 'node:net'", 'src'], { cwd: TOP, encoding: 'utf8' });
    expect(imports).toMatch(/^(import \{ isIP(v[46])?(, isIPv[46])* \} from 'node:net';\n)+$/);
  },
  'aliases, extensions': () => expect(no('alias', 'set')).toMatch(/^bootscope: no command called "alias"/),
  'progress on standard error, on a terminal only': () => {
    const tar = execFileSync('tar', ['-C', ROOT, '-cf', '-', '.'], { cwd: TOP, maxBuffer: 2 ** 28 });
    expect(bootscope(['-r', '-', 'why', 'ssh'], {}, tar).err).toBe('');
  },
  '`CLICOLOR`, `CLICOLOR_FORCE`': () =>
    expect(bootscope(['-r', ROOT, 'why', 'ssh'], { CLICOLOR_FORCE: '1' }).out).not.toContain(ESC),
};

describe('conventions', () => {
  const text = readFileSync(join(TOP, 'docs/decisions/011-conventions.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+) \|$/gm)].map(([, what = '', of, here]) => ({
    what,
    of,
    here,
  }));
  const [, ...stated] = rows;
  test('every row is tried, and nothing besides', () => {
    expect(stated.map(({ what }) => what)).toEqual(Object.keys(ROWS));
  });
  test.each(stated)('$of: $what', ({ what }) => {
    ROWS[what]?.();
  });
});
