/** The machine's own generators, where it has systemd: run on one input each, in folders of their own, as whoever runs the tests. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { escapeName } from '../../../src/systemd/unit-name.ts';
import type { GeneratorCase } from './case.ts';
import type { Generated } from './compare.ts';

const FOLDERS = ['/usr/lib/systemd/system-generators', '/lib/systemd/system-generators'];
const SLOTS = ['generator', 'generator.early', 'generator.late'];
/** Units that the init scripts' generator would find in a root. */
const UNIT_PATH = ['/etc/systemd/system', '/usr/local/lib/systemd/system', '/usr/lib/systemd/system'];

export interface Machine {
  readonly version: number;
  readonly container: boolean;
  /** Path of a generator; undefined where the machine does not have it. */
  readonly generator: (name: string) => string | undefined;
}

/** undefined: no systemd here, or /sys is read-only, and then its generators leave devices out. */
export function thisMachine(): Machine | undefined {
  const asked = spawnSync('systemctl', ['--version'], { encoding: 'utf8' });
  const version = /^systemd (\d+)/.exec(asked.stdout ?? '')?.[1];
  const sys = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : '';
  if (version === undefined || !/^\S+ \/sys \S+ rw/m.test(sys)) return undefined;
  const container = spawnSync('systemd-detect-virt', ['--container', '--quiet']).status === 0;
  const generator = (name: string): string | undefined =>
    FOLDERS.map((dir) => join(dir, name)).find((file) => existsSync(file));
  return { version: Number(version), container, generator };
}

/** What `program` writes for the case. Files of the case stand below a folder that its environment variables name. */
export function runOnMachine(
  program: string,
  input: GeneratorCase,
): { readonly root: string; readonly made: Generated; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-generators-'));
  for (const [path, { content, link, mode }] of input.files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (link !== undefined) symlinkSync(link, file);
    else writeFileSync(file, content ?? '');
    if (link === undefined) chmodSync(file, mode ?? 0o644);
  }
  const out = join(root, 'out');
  for (const slot of SLOTS) mkdirSync(join(out, slot), { recursive: true });
  spawnSync(
    program,
    SLOTS.map((slot) => join(out, slot)),
    {
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        SYSTEMD_LOG_LEVEL: 'emerg',
        SYSTEMD_PROC_CMDLINE: input.cmdline,
        SYSTEMD_FSTAB: join(root, 'etc/fstab'),
        SYSTEMD_CRYPTTAB: join(root, 'etc/crypttab'),
        SYSTEMD_VERITYTAB: join(root, 'etc/veritytab'),
        SYSTEMD_INTEGRITYTAB: join(root, 'etc/integritytab'),
        SYSTEMD_SYSVINIT_PATH: join(root, 'etc/init.d'),
        SYSTEMD_SYSVRCND_PATH: join(root, 'etc'),
        SYSTEMD_UNIT_PATH: UNIT_PATH.map((dir) => root + dir).join(':'),
        RUNTIME_DIRECTORY: join(root, 'run/systemd/cryptsetup'),
      },
      cwd: '/',
      stdio: 'ignore',
    },
  );
  return { root, made: readGenerated(out, root), remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Files and links below `dir`, with `root` taken out of every path and unit name. */
export function readGenerated(dir: string, root: string): Generated {
  const inNames = `${escapeName(root.slice(1))}-`;
  const clean = (text: string): string => text.replaceAll(`${root}/`, '/').replaceAll(inNames, '');
  const made = new Map<string, string>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = clean(path.slice(dir.length + 1));
    if (entry.isSymbolicLink()) made.set(name, `-> ${clean(readlinkSync(path))}`);
    else if (entry.isFile()) made.set(name, clean(readFileSync(path, 'utf8')));
  }
  return made;
}
