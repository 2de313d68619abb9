/** No command, over no kind of root, opens a path outside of it: told by the kernel (strace), or else by node:fs. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commandLines, ROOTLESS } from './commands.ts';
import { FILES, RECORDS } from './samples.ts';
import { tarOf } from './tar-bytes.ts';

const work = realpathSync(mkdtempSync(join(tmpdir(), 'bootscope-outside-')));
afterAll(() => rmSync(work, { recursive: true }));
const STRACE = spawnSync('strace', ['-V']).status === 0;

/** Every command, in CI each of its forms; what it writes lies in a folder of the test. */
const FORMS = commandLines();
const COMMANDS =
  process.env['BOOTSCOPE_SEED'] === 'fresh'
    ? FORMS
    : FORMS.filter((line, k) => line.split(' ')[0] !== FORMS[k - 1]?.split(' ')[0]);

/** What the runtime and DuckDB ask for by themselves where threads run: the way to the time zone, how memory is given. */
const OF_THREADS: ReadonlySet<string> = new Set([
  '/etc',
  '/usr',
  '/usr/share',
  '/proc/meminfo',
  '/proc/sys/vm/overcommit_memory',
  '/etc/duckdb_je_malloc.conf',
]);

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A root in which every other thing leads out of it, by every way there is. */
function hostileRoot(root: string, outside: string): void {
  for (const [path, text] of Object.entries(FILES)) put(join(root, path), text);
  const up = `${'../'.repeat(20)}${outside.slice(1)}`;
  const links: Readonly<Record<string, string>> = {
    '/etc/systemd/system/out.service': join(outside, 'unit.service'),
    '/etc/systemd/system/up.service': up,
    '/etc/systemd/system/web.service.d': outside,
    '/etc/systemd/system/multi-user.target.wants': outside,
    '/etc/systemd/system/default.target': '/usr/lib/systemd/system/multi-user.target',
    '/etc/default': outside,
    '/etc/machine-id': '/etc/machine-id/../../../../etc/hostname',
    '/etc/hostname': '/proc/self/environ',
    '/lib': '/usr/lib',
    '/bin': up,
    '/usr/share/dbus-1': '/usr/share/dbus-1',
    '/etc/init.d/x': join(outside, 'unit.service'),
    '/etc/rc2.d/S01x': up,
    '/etc/init/out.conf': join(outside, 'unit.service'),
    '/sos_commands': outside,
    '/var/lib/dpkg': outside,
    '/usr/lib/python3': outside,
    '/home/a/.config': outside,
  };
  for (const [path, to] of Object.entries(links)) {
    if (existsSync(join(root, path))) rmSync(join(root, path), { recursive: true });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(to, join(root, path));
  }
}

/** Paths that the built program has opened, as the kernel resolved them, and paths that it has asked about. */
function pathsOf(args: readonly string[]): { readonly paths: readonly string[]; readonly status: number | null } {
  const log = join(work, 'log');
  writeFileSync(log, '');
  // What is kept of an archive is the user's own, and lies where the user says.
  const env = { ...process.env, XDG_CACHE_HOME: join(work, 'written') };
  const program = [process.execPath, 'dist/bootscope.js', ...args];
  const run = STRACE
    ? spawnSync('strace', ['-f', '-y', '-qq', '-s', '4096', '-e', 'trace=%file', '-o', log, ...program], { env })
    : spawnSync(process.execPath, ['--require', './test/fuzz/fs-hook.cjs', ...program.slice(1)], {
        env: { ...env, PATHS: log },
      });
  expect([0, 1, 2, 3]).toContain(run.status);
  const { status } = run;
  const lines = readFileSync(log, 'utf8').split('\n');
  if (!STRACE) return { status, paths: lines.filter((line) => line !== '') };
  const paths = lines.flatMap((line) => {
    const opened = /= \d+<([^>]*)>$/.exec(line)?.[1];
    const asked = /"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    return opened !== undefined ? [opened] : asked?.startsWith('/') ? [asked] : [];
  });
  return { status, paths };
}

/** For a root that is refused, its own name is gone up to one that has both: what the user may have meant. */
function isAbove(path: string, root: string): boolean {
  return /\/(etc|usr)$/.test(path) && root.startsWith(`${dirname(path)}/`);
}

test('folder, archive and image layout: nothing outside is opened or asked about', { timeout: 600_000 }, () => {
  const outside = join(work, 'outside');
  put(join(outside, 'unit.service'), '[Service]\nExecStart=/bin/true\n');
  put(join(outside, 'web'), 'SECRET=1\n');
  put(join(outside, 'a.conf'), '[Unit]\nAfter=x\n');
  const folder = join(work, 'folder');
  hostileRoot(folder, outside);
  const archive = join(work, 'root.tar');
  writeFileSync(archive, tarOf(FILES));
  const layout = join(work, 'layout');
  const digest = (letter: string): string => letter.repeat(64);
  put(join(layout, 'oci-layout'), '{}');
  put(
    join(layout, 'index.json'),
    JSON.stringify({ manifests: [{ digest: `sha256:${digest('a')}` }, { digest: 'sha256:../../../outside/web' }] }),
  );
  put(join(outside, digest('a')), JSON.stringify({ layers: [{ digest: `sha256:${digest('b')}` }] }));
  put(join(outside, digest('b')), tarOf(FILES));
  mkdirSync(join(layout, 'blobs'));
  symlinkSync(outside, join(layout, 'blobs/sha256'));
  const good = join(work, 'good');
  execFileSync('cp', ['-r', layout, good]);
  rmSync(join(good, 'blobs/sha256'));
  for (const letter of ['a', 'b'])
    put(join(good, 'blobs/sha256', digest(letter)), readFileSync(join(outside, digest(letter))));
  // Node itself and our own files: what a run without any root has opened.
  const own = new Set([['explain'], ['explain', '--json']].flatMap((args) => pathsOf(args).paths));
  const record = join(work, 'record');
  writeFileSync(record, RECORDS[0] ?? '');
  const list = join(work, 'list');
  const written = join(work, 'written');
  mkdirSync(written);
  const here = process.cwd();
  for (const root of [folder, archive, layout, good]) {
    writeFileSync(list, `${root}\n`);
    const named = root === folder ? COMMANDS : COMMANDS.filter((_, k) => k % 4 === 0);
    for (const command of named) {
      const line = command
        .replaceAll('ROOT', root)
        .replaceAll('LIST', list)
        .replaceAll('RECORD', record)
        .replaceAll('OUT', join(written, 'out'))
        .replaceAll('FLEET', join(written, `fleet-of-${basename(root)}`));
      const args = [...(ROOTLESS.has(command.split(' ')[0] ?? '') ? [] : ['-r', root]), ...line.split(' ')];
      const threaded = /^(facts|fleet)\b/.test(command);
      const { paths, status } = pathsOf(args);
      const strange = paths.filter(
        (path) =>
          !own.has(path) &&
          path !== root &&
          path !== record &&
          path !== list &&
          path !== written &&
          !path.startsWith(`${written}/`) &&
          !path.startsWith(`${root}/`) &&
          !(status === 3 && isAbove(path, root)) &&
          !/^\/(proc\/(self|\d+|stat|cpuinfo)|sys\/(fs\/cgroup|devices\/system\/cpu)|dev\/(null|pts|fd))(\/|$)|^\/dev$/.test(
            path,
          ) &&
          !path.startsWith(`${here}/dist/`) &&
          !(threaded && (OF_THREADS.has(path) || `${path}/`.startsWith(`${here}/node_modules/`))) &&
          path !== join(here, '.bootscope.json') &&
          // fast-glob asks how many processors there are.
          // The way down to the root, which realpath(3) walks; and the shared libraries of zlib and wasm.
          !root.startsWith(`${path}/`) &&
          !/\.so(\.\d+)*$|^\/etc\/(localtime|ld\.so\.cache)$|^\/usr\/share\/zoneinfo/.test(path),
      );
      expect({ root, command, strange: [...new Set(strange)] }).toEqual({ root, command, strange: [] });
    }
  }
  expect(readdirSync(join(written, 'fleet-of-folder')), 'facts has read the root').toContain('taken=2026-11-29');
});
