/**
 * What a boot rests on in an archive that was slow to read, kept in the user's own cache folder for the next question. A file of the
 * cache is believed only where it is the user's alone, whole, and made of the very same archive by the very same program.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flatSize, flatten, unflatten } from '../archive-bytes.ts';
import { READ_WHOLE } from '../reads.ts';
import type { MemoryTree } from '../snapshot/memory-tree.ts';
import type { ReadArchive } from '../snapshot/source.ts';
import { chance } from './chance.ts';
import { VERSION } from './version.ts';

const SLOW = 1000;
const MAX_FILE = 64 * 2 ** 20;
const MAX_ALL = 256 * 2 ** 20;
/** A file that changes again within the clock's grain would look the same. */
const SETTLED = 2000;
const NAME = /^[0-9a-f]{64}\.root$/;
const PART = /^[0-9a-f]{64}\.[0-9a-f]{8}\.part$/;
/** Older ones were left behind. */
const PART_LIVES = 3_600_000;

/**
 * Reads an archive, or takes what was kept of it.
 * @param say is told when something was kept; undefined: nothing is to be kept, only taken
 * @param env of the process
 * @param slow milliseconds of processor time: what is read quicker is read again
 */
export function archiveCache(
  say: ((message: string) => void) | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
  slow = SLOW,
): ReadArchive {
  return async (file, read) => {
    const folder = folderOf(env);
    const key = folder === undefined ? undefined : keyOf(file);
    if (folder === undefined || key === undefined) return read();
    const known = isOwnFolder(folder) ? take(pathOf(folder, key), key) : undefined;
    if (known !== undefined) return known;
    const before = process.cpuUsage();
    const tree = await read();
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    if (say === undefined || took < slow || keyOf(file) !== key || flatSize(tree) > MAX_FILE) return tree;
    if (keep(folder, key, flatten(tree, key)))
      say(
        `${file} took ${(took / 1000).toFixed(1)} s to read: what its boot rests on is kept in ${folder} for the next question; --no-cache keeps nothing`,
      );
    return tree;
  };
}

/** `bootscope` in the user's cache folder (XDG Base Directory Specification). */
function folderOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env['XDG_CACHE_HOME'] ?? '';
  const home = env['HOME'] ?? '';
  const above = isAbsolute(given) ? given : isAbsolute(home) ? join(home, '.cache') : undefined;
  return above === undefined ? undefined : join(above, 'bootscope');
}

function isOwnFolder(folder: string): boolean {
  const stat = quietly(() => lstatSync(folder));
  return stat?.isDirectory() === true && isOwn(stat);
}

/** Nobody else may have written it, or may read it. */
function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

/** Which archive, as it is now, read by which program. undefined: it is no file, or may change yet. */
function keyOf(file: string): string | undefined {
  return quietly(() => {
    const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs } = statSync(file, { bigint: true });
    if (Date.now() - Number(mtimeMs) < SETTLED) return undefined;
    const program = statSync(fileURLToPath(import.meta.url));
    return JSON.stringify([
      realpathSync(file),
      [dev, ino, size, mtimeNs, ctimeNs].map(String),
      [VERSION, program.size, program.mtimeMs, READ_WHOLE],
    ]);
  });
}

function pathOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex')}.root`);
}

function take(kept: string, key: string): MemoryTree | undefined {
  return quietly(() => {
    const fd = openSync(kept, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(fd);
      // A second name could be somebody else's to write by.
      if (!stat.isFile() || !isOwn(stat) || stat.nlink !== 1 || stat.size > 2 * MAX_FILE) return undefined;
      const tree = unflatten(readFileSync(fd), key);
      // The one that was asked for last is the last to go.
      if (tree !== undefined) utimesSync(kept, new Date(), new Date());
      return tree;
    } finally {
      closeSync(fd);
    }
  });
}

/** Nobody ever reads half of it: under a name of its own, then renamed. */
function keep(folder: string, key: string, bytes: Buffer): boolean {
  const kept = pathOf(folder, key);
  const part = kept.replace(/root$/, `${chance()}.part`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwnFolder(folder)) return false;
    makeRoom(folder, bytes.length);
    writeFileSync(part, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(part, kept);
    return true;
  } catch {
    quietly(() => unlinkSync(part));
    return false;
  }
}

/** The oldest go first. Only what bears a name of ours is counted or taken away. */
function makeRoom(folder: string, wanted: number): void {
  const files = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = NAME.test(name) || PART.test(name) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    return stat === undefined || stat.isDirectory() ? [] : [{ path, stat, isPart: PART.test(name) }];
  });
  const old = files.filter(({ isPart, stat }) => isPart && Date.now() - stat.mtimeMs > PART_LIVES);
  const rest = files.filter((file) => !old.includes(file)).sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs);
  for (const { path } of old) unlinkSync(path);
  let size = rest.reduce((sum, { stat }) => sum + stat.size, 0);
  for (const { path, stat } of rest) {
    if (size + wanted <= MAX_ALL) return;
    unlinkSync(path);
    size -= stat.size;
  }
}

/** A cache that does not work is none. */
function quietly<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
