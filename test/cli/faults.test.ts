/** What happens around a run: signals, files that may not be read, an odd environment, archives made elsewhere, losses. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { tarEntry, tarOf } from '../fuzz/tar-bytes.ts';
import { bootscope } from './run.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'bootscope-faults-'));
afterAll(() => rmSync(work, { recursive: true }));
const at = (name: string): string => join(work, name);

const UNITS = {
  '/etc/os-release': 'ID=debian\nVERSION_ID=12\n',
  '/usr/lib/systemd/systemd': 'x',
  '/usr/lib/systemd/system/default.target': '[Unit]\nWants=app.service\nAfter=app.service\n',
  '/etc/systemd/system/app.service': '[Service]\nExecStart=/usr/bin/app\n',
} as const;
const END = 1024;

function folder(name: string): string {
  for (const [path, text] of Object.entries(UNITS)) {
    mkdirSync(dirname(at(name + path)), { recursive: true });
    writeFileSync(at(name + path), text);
  }
  return at(name);
}

function archive(name: string, bytes: Uint8Array): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const jsonOf = (
  out: string,
): { readonly assumptions: readonly { readonly code: string; readonly message: string }[] } => JSON.parse(out);

describe('a run that is ended', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    '%s at any moment: the old file or the whole new one, never a part',
    async (signal) => {
      const outs = at(`outs-${signal}`);
      mkdirSync(outs);
      const target = join(outs, 'out.html');
      writeFileSync(target, 'old');
      for (const wait of [5, 60, 150, 300, 500, 700]) {
        const run = spawn(
          process.execPath,
          ['dist/bootscope.js', '-r', 'sample-roots/modern-server', 'view', '-o', target],
          { cwd: TOP, stdio: 'ignore' },
        );
        const ended = new Promise((done) => run.on('close', done));
        setTimeout(() => run.kill(signal), wait);
        await ended;
        const text = readFileSync(target, 'utf8');
        expect(text === 'old' || text.trimEnd().endsWith('</html>')).toBe(true);
        const others = readdirSync(outs).filter((name) => name !== 'out.html');
        expect(others.filter((name) => !/^out\.html\.\d+-[0-9a-f]{8}\.part$/.test(name))).toEqual([]);
      }
    },
  );
});

describe('an odd environment', () => {
  const root = folder('plain');
  const plain = bootscope(['-r', root, 'order', '--json']);
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['no HOME, no PATH', { PATH: '' }],
    ['an empty HOME that is no folder', { HOME: '/nowhere' }],
    [
      'NODE_OPTIONS of another program',
      { NODE_OPTIONS: '--max-old-space-size=512 --enable-source-maps --trace-warnings' },
    ],
    ['a language of no letters', { LANG: 'C', LC_ALL: 'C', TERM: 'dumb', COLUMNS: '-3' }],
  ])('%s changes no answer', (_, env) => {
    expect(bootscope(['-r', root, 'order', '--json'], env)).toEqual(plain);
    expect(plain.status).toBe(0);
  });
});

test('unit files and folders that may not be read are named beneath each answer', () => {
  const root = folder('locked');
  const dist = at('dist');
  cpSync(join(TOP, 'dist'), dist, { recursive: true });
  chmodSync(work, 0o755);
  chmodSync(join(root, 'etc/systemd/system/app.service'), 0);
  mkdirSync(join(root, 'etc/systemd/system/app.service.d'), { mode: 0 });
  const run = (...args: readonly string[]) => {
    // Root may read everything.
    const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    return spawnSync(process.execPath, [join(dist, 'bootscope.js'), '-r', root, ...args], {
      encoding: 'utf8',
      cwd: root,
      ...other,
    });
  };
  const { assumptions } = jsonOf(run('order', '--json').stdout);
  expect(assumptions.filter(({ code }) => code === 'unreadable').map(({ message }) => message)).toEqual([
    expect.stringMatching(/^\/etc\/systemd\/system\/app\.service.* cannot be read/),
  ]);
  expect(run('order').stdout).toMatch(/cannot be read/);
  chmodSync(join(root, 'etc/systemd/system/app.service.d'), 0o755);
});

describe('what an archive lost is in every answer', () => {
  const whole = tarOf(UNITS);
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['no end mark', whole.subarray(0, whole.length - END), 'truncated'],
    [
      'a hard link to what is not there',
      Buffer.concat([tarEntry('etc/x.conf', '', '1', 'etc/gone'), whole]),
      'hard-link',
    ],
    ['a name out of the root', Buffer.concat([tarEntry('../../etc/x', 'x'), whole]), 'path-traversal'],
    ['something behind the end', Buffer.concat([whole, tarEntry('etc/late', 'x')]), 'after-end'],
  ];
  test.each(cases)('%s', (name, bytes, code) => {
    const root = archive(`${code}.tar`, bytes);
    for (const command of [
      'order',
      'order --shutdown',
      'chain',
      'why app',
      'show app',
      'audit',
      'cycles',
      'graph',
      'transaction',
      'autostart app',
      'trace app',
      'what-if --mask app',
    ]) {
      const { out, err } = bootscope(['-r', root, ...command.split(' '), '--json']);
      expect({ name, command, err, codes: jsonOf(out).assumptions?.map((one) => one.code) }).toMatchObject({
        codes: expect.arrayContaining([code]),
      });
    }
    expect(bootscope(['-r', root, 'order']).out).toMatch(/Assumed: /);
  });
});

// Each in the place that the format has for it; a Code Quality report has none.
describe('what an archive lost is in every format that has a place for it', () => {
  const lost = /it ends too early|cut off|end mark|may be missing|not whole/;
  const root = archive('lost.tar', tarOf(UNITS).subarray(0, tarOf(UNITS).length - END));
  const said = jsonOf(bootscope(['-r', root, 'order', '--json']).out).assumptions.find(
    ({ code }) => code === 'truncated',
  )?.message;
  const words = (said ?? '').replace(/[^a-z ].*$/i, '').slice(0, 30);
  const formats = {
    'audit --format sarif': (out: string) =>
      JSON.parse(out).runs[0].invocations[0].toolExecutionNotifications[0].message.text,
    'audit --format junit': (out: string) => /<system-err>([^<]*)/.exec(out)?.[1],
    'audit --format markdown': (out: string) => out.split('\n').find((line) => line.startsWith('- ')),
    'audit --format github': (out: string) =>
      out.split('\n').find((line) => line.startsWith('::notice title=bootscope::')),
    'graph --format dot': (out: string) => out.split('\n').find((line) => line.startsWith('// ')),
    'graph --format graphml': (out: string) => /<desc>([^<]*)/.exec(out)?.[1],
    'graph --format mermaid': (out: string) => out.split('\n').find((line) => line.trim().startsWith('%% ')),
    'graph --format cytoscape': (out: string) => JSON.parse(out).data.basis[0],
    'graph --format graphlib': (out: string) => JSON.parse(out).value.basis[0],
    graph: (out: string) => JSON.parse(out).assumptions[0].message,
  } as const;
  test.each(Object.entries(formats))('%s', (command, placeOf) => {
    expect(words.length).toBeGreaterThan(10);
    expect(lost.test(said ?? '')).toBe(true);
    expect(placeOf(bootscope(['-r', root, ...command.split(' ')]).out)).toContain(words);
  });
  test('diff --format markdown', () => {
    expect(bootscope(['diff', root, root, '--format', 'markdown']).out).toContain(words);
  });
});

test('twenty at once over one archive, which each would keep, answer alike', { timeout: 120_000 }, async () => {
  const root = archive('many.tar.gz', gzipSync(tarOf(UNITS)));
  const env = { PATH: process.env['PATH'] ?? '', XDG_CACHE_HOME: at('cache') };
  const one = (): Promise<string> =>
    new Promise((done) => {
      const run = spawn(process.execPath, ['dist/bootscope.js', '-r', root, 'order', '--json'], { cwd: TOP, env });
      let out = '';
      run.stdout.on('data', (part) => {
        out += part;
      });
      run.on('close', (status) => done(`${status} ${out}`));
    });
  const answers = await Promise.all(Array.from({ length: 20 }, one));
  expect(answers[0]).toMatch(/^0 \{/);
  expect([...new Set(answers)]).toHaveLength(1);
});

describe('archives that were made elsewhere', () => {
  test('what macOS puts beside files is no unit', () => {
    const root = archive(
      'mac.tar',
      Buffer.concat([
        tarEntry('./._etc', '\0\u0005\u0016\u0007'),
        tarEntry('__MACOSX/etc/systemd/system/._app.service', '\0\u0005\u0016\u0007'),
        tarEntry('etc/systemd/system/._app.service', '\0\u0005\u0016\u0007'),
        tarEntry('etc/systemd/system/.DS_Store', '\0\0\0\u0001Bud1'),
        tarOf(UNITS),
      ]),
    );
    const mac = bootscope(['-r', root, 'order', '--json']);
    const plain = bootscope(['-r', archive('plain.tar', tarOf(UNITS)), 'order', '--json']);
    expect(mac.status).toBe(0);
    expect(JSON.parse(mac.out).waves).toEqual(JSON.parse(plain.out).waves);
  });
  test('names with backslashes and drives are names, and lead nowhere: status 3 and words, no file outside', () => {
    const named = Object.entries(UNITS).map(([path, text]) => tarEntry(`C:\\root${path.replaceAll('/', '\\')}`, text));
    const root = archive('windows.tar', gzipSync(Buffer.concat([...named, Buffer.alloc(END)])));
    const { status, out, err } = bootscope(['-r', root, 'order']);
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err).toMatch(/windows\.tar/);
    expect(existsSync(join(TOP, 'C:\\root'))).toBe(false);
  });
  test('a backslash in a unit\u2019s name is systemd\u2019s own, and stays', () => {
    const root = archive(
      'escaped.tar',
      tarOf({
        ...UNITS,
        '/usr/lib/systemd/system/default.target': '[Unit]\nWants=a\\x2db.service\n',
        '/etc/systemd/system/a\\x2db.service': '[Service]\nExecStart=/usr/bin/app\n',
      }),
    );
    expect(bootscope(['-r', root, 'order']).out).toContain('a\\x2db.service');
  });
});
