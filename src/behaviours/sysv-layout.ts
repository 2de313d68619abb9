/**
 * Where init scripts, the links of runlevels and rc.local lie in this root. Distributions differ, and systemd's generators have the
 * paths compiled in: what their programs say counts first, then the distribution, then the folders that are there.
 */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { TRADITIONS, type Tradition } from './distribution.ts';
import { readDistribution } from './read-distribution.ts';
import { RUNLEVELS, type Runlevel } from './runlevels.ts';

export interface SysvLayout {
  readonly initFolder: string;
  /** The folder that holds rc0.d to rc6.d and rcS.d. */
  readonly rcFolder: string;
  /** SUSE's folder of what starts before any runlevel, in place of rcS.d. */
  readonly bootFolder: string | undefined;
  readonly rcLocal: string;
  /** Whether systemd-sysv-generator has SUSE's patch of boot.d; undefined where its program cannot be read. */
  readonly generatorNamesBoot: boolean | undefined;
  /** Undefined where neither a release file nor the folders tell. */
  readonly tradition: Tradition | undefined;
  /** What the folders were read from. */
  readonly from: { readonly text: string; readonly file?: string };
}

type Paths = Pick<Tradition, 'initFolder' | 'rcFolder' | 'rcLocal'>;

const [DEBIAN, RED_HAT, SUSE] = [TRADITIONS.debian, TRADITIONS.redhat, TRADITIONS.suse];
const ALL: readonly Tradition[] = [DEBIAN, RED_HAT, SUSE];

/** A root is asked many times, and says the same. */
const known = new WeakMap<Snapshot, SysvLayout>();

/** Never fails: where nothing says anything, Debian's folders are taken, which most other distributions have too. */
export function sysvLayout(snapshot: Snapshot): SysvLayout {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const layout = readLayout(snapshot);
  known.set(snapshot, layout);
  return layout;
}

/** `/etc/rc2.d`; of SUSE's level S, boot.d. */
export function runlevelFolder(layout: SysvLayout, level: Runlevel): string {
  return level === 'S' && layout.bootFolder !== undefined ? layout.bootFolder : `${layout.rcFolder}/rc${level}.d`;
}

function readLayout(snapshot: Snapshot): SysvLayout {
  const distribution = readDistribution(snapshot);
  const inProgram = fromGenerator(snapshot);
  const byFolders = ALL.filter(({ rcFolder: folder }) => hasLinks(snapshot, folder));
  const { file } = distribution;
  const own = distribution.family && TRADITIONS[distribution.family];
  const family = own !== undefined && (byFolders.length === 0 || byFolders.includes(own)) ? own : byFolders[0];
  const usual = family ?? own ?? DEBIAN;
  const initFolder = inProgram?.initFolder ?? initFolderOf(snapshot, usual);
  const rcFolder = inProgram?.rcFolder ?? usual.rcFolder;
  const boot = `${rcFolder}/boot.d`;
  return {
    initFolder,
    rcFolder,
    bootFolder: rcFolder === SUSE.rcFolder && snapshot.stat(boot)?.kind === 'dir' ? boot : undefined,
    rcLocal: rcLocalOf(snapshot, usual.rcLocal),
    generatorNamesBoot: inProgram?.namesBoot,
    tradition: own ?? family,
    from:
      inProgram !== undefined
        ? { text: 'compiled into systemd-sysv-generator', file: inProgram.file }
        : family !== undefined && family === own && file !== undefined
          ? { text: 'the folders of this distribution', file }
          : { text: family === undefined ? "Debian's folders are taken" : 'the folders that are there' },
  };
}

function hasLinks(snapshot: Snapshot, folder: string): boolean {
  // A link to another family's folder is that family's.
  return RUNLEVELS.some(
    (level) => snapshot.lstat(`${folder}/rc${level}.d`)?.kind === 'dir' && !viaLink(snapshot, folder),
  );
}

function viaLink(snapshot: Snapshot, folder: string): boolean {
  return snapshot.readlink(folder) !== undefined;
}

function initFolderOf(snapshot: Snapshot, { initFolder }: Paths): string {
  return snapshot.stat(initFolder)?.kind === 'dir' ? initFolder : DEBIAN.initFolder;
}

const GENERATORS = ['/usr/lib/systemd/system-generators', '/lib/systemd/system-generators'];
const PROGRAM_LIMIT = 1024 * 1024;

/** Texts of a program that stand between NUL bytes. */
function textsOf(
  snapshot: Snapshot,
  name: string,
  pattern: RegExp,
): { readonly texts: ReadonlySet<string>; readonly file: string } | undefined {
  for (const folder of GENERATORS) {
    const file = `${folder}/${name}`;
    const bytes = snapshot.readBytes(file, PROGRAM_LIMIT);
    if (bytes === undefined) continue;
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return { file, texts: new Set([...content.matchAll(pattern)].map(([, text = '']) => text)) };
  }
  return undefined;
}

const FOLDER_TEXT = /\0(\/etc(?:\/rc\.d)?(?:\/init\.d)?|boot\.d)(?=\0)/g;
const RC_LOCAL_TEXT = /\0(\/etc\/[\w./]*\.local)(?=\0)/g;

/** systemd-sysv-generator holds both of its folders; where they are one and the same, once. */
function fromGenerator(
  snapshot: Snapshot,
): (Pick<Paths, 'initFolder' | 'rcFolder'> & { readonly namesBoot: boolean; readonly file: string }) | undefined {
  const found = textsOf(snapshot, 'systemd-sysv-generator', FOLDER_TEXT);
  if (found === undefined) return undefined;
  const { texts, file } = found;
  const initFolder = [RED_HAT.initFolder, DEBIAN.initFolder].find((path) => texts.has(path));
  if (initFolder === undefined) return undefined;
  const rcFolder = [RED_HAT.rcFolder, DEBIAN.rcFolder].find((path) => texts.has(path)) ?? initFolder;
  return { initFolder, rcFolder, namesBoot: texts.has('boot.d'), file };
}

const RC_LOCAL_UNITS = ['/usr/lib/systemd/system/rc-local.service', '/lib/systemd/system/rc-local.service'];

/** rc-local-generator's path, or that of the unit which it starts. */
function rcLocalOf(snapshot: Snapshot, usual: string): string {
  const [inProgram] = textsOf(snapshot, 'systemd-rc-local-generator', RC_LOCAL_TEXT)?.texts ?? [];
  if (inProgram !== undefined) return inProgram;
  for (const file of RC_LOCAL_UNITS) {
    const path = /^ConditionFileIsExecutable=(\/\S+)$/m.exec(snapshot.read(file) ?? '')?.[1];
    if (path !== undefined) return path;
  }
  return usual;
}
