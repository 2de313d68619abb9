/**
 * Where init scripts, the links of runlevels and rc.local lie in this root. Distributions differ, and systemd's generators have the
 * paths compiled in: what their programs say counts first, then the distribution, then the folders that are there.
 */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { distributionFamily, type Family } from './distribution-family.ts';
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
  readonly family: Family | undefined;
  /** What the folders were read from. */
  readonly from: { readonly text: string; readonly file?: string };
}

interface Paths {
  readonly initFolder: string;
  readonly rcFolder: string;
  readonly rcLocal: string;
}

/** systemd's meson_options.txt (sysvinit-path, sysvrcnd-path, rc-local) as each family sets them; their sysvinit has the same. */
const PATHS: Readonly<Record<Family, Paths>> = {
  debian: { initFolder: '/etc/init.d', rcFolder: '/etc', rcLocal: '/etc/rc.local' },
  'red-hat': { initFolder: '/etc/rc.d/init.d', rcFolder: '/etc/rc.d', rcLocal: '/etc/rc.d/rc.local' },
  suse: { initFolder: '/etc/init.d', rcFolder: '/etc/init.d', rcLocal: '/etc/init.d/boot.local' },
};
const FAMILIES: readonly Family[] = ['debian', 'red-hat', 'suse'];

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
  const distribution = distributionFamily(snapshot);
  const inProgram = fromGenerator(snapshot);
  const byFolders = FAMILIES.filter((family) => hasLinks(snapshot, PATHS[family].rcFolder));
  const { family: told, file } = distribution ?? {};
  const family = told !== undefined && (byFolders.length === 0 || byFolders.includes(told)) ? told : byFolders[0];
  const usual = PATHS[family ?? told ?? 'debian'];
  const initFolder = inProgram?.initFolder ?? initFolderOf(snapshot, usual);
  const rcFolder = inProgram?.rcFolder ?? usual.rcFolder;
  const boot = `${rcFolder}/boot.d`;
  return {
    initFolder,
    rcFolder,
    bootFolder: rcFolder === PATHS.suse.rcFolder && snapshot.stat(boot)?.kind === 'dir' ? boot : undefined,
    rcLocal: rcLocalOf(snapshot, usual.rcLocal),
    generatorNamesBoot: inProgram?.namesBoot,
    family: told ?? family,
    from:
      inProgram !== undefined
        ? { text: 'compiled into systemd-sysv-generator', file: inProgram.file }
        : family !== undefined && family === told && file !== undefined
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
  return snapshot.stat(initFolder)?.kind === 'dir' ? initFolder : PATHS.debian.initFolder;
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
  const initFolder = [PATHS['red-hat'].initFolder, PATHS.debian.initFolder].find((path) => texts.has(path));
  if (initFolder === undefined) return undefined;
  const rcFolder = [PATHS['red-hat'].rcFolder, PATHS.debian.rcFolder].find((path) => texts.has(path)) ?? initFolder;
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
