/** How much of a file's content an archive's tree keeps: what an init or this program reads, of anything else the first bytes. */

/** Programs that could be PID 1: read for the marks of their kind (src/capture/init-program.ts). */
const INIT_BINARY = /(^|\/)s?bin\/(init(\.\w+)?|upstart|busybox)$|^(usr\/)?lib\/(sysvinit\/init|systemd\/systemd)$/;
/** Where they lie. */
const INIT_FOLDER = /(^|\/)(s?bin|lib\/(sysvinit|systemd))\/$/;
/** A unit, wherever it lies: in a store, in a home, where a link leads. */
const UNIT_FILE = /\.(service|socket|target|mount|automount|swap|timer|path|slice|scope|conf|preset)$/;
/** Where a Python program begins, and where its modules lie (trace/python.ts). */
const PYTHON = /\.(?:dist|egg)-info\/entry_points\.txt$|\.pth$/;
const UNIT_MAX = 64 * 1024;
const MAX_WHOLE = 16 * 1024 * 1024;
const INIT_HEAD = 4 * 1024 * 1024;
/** Scripts are followed for what they start; of what is no script, as much as tells that. */
const PROGRAM_TEXT = 64 * 1024;
const OTHER_HEAD = 512;

/** How many of the first bytes are kept, and of a script how many. */
export interface Keeping {
  readonly first: number;
  readonly ofScript: number;
}

/** Which files are kept whole, by their paths from the root. */
export interface Whole {
  /** Whether all that lies below the folder is. */
  readonly below: (folder: string) => boolean;
  readonly file: (path: string) => boolean;
  /** Whether any file that lies right in the folder is named. */
  readonly hasFiles: (folder: string) => boolean;
}

/** @param paths files, folders with all below them, `FOLDER/*.END`; where /lib is a link to usr/lib they are the same ones */
export function wholeBelow(paths: readonly string[]): Whole {
  const names = new Set(
    paths.flatMap((path) => {
      const bare = path.slice(1);
      return [bare, bare.startsWith('lib/') ? `usr/${bare}` : bare.replace(/^usr\/lib\//, 'lib/')];
    }),
  );
  const folders = new Set([...names].map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return {
    below: (folder) => {
      for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1))
        if (names.has(folder.slice(0, end))) return true;
      return false;
    },
    file: (path) => names.has(path) || names.has(starred(path)),
    hasFiles: (folder) => folders.has(folder),
  };
}

/** `a/b.list` → `a/*.list`. */
function starred(path: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}*${path.slice(path.lastIndexOf('.'))}`;
}

/** A deployment of ostree is a whole root of its own. */
const DEPLOYMENT = /^(?:.*?\/)?ostree\/deploy\/[^/]+\/deploy\/[^/]+\//;

/** What NixOS's /etc leads to, and what a system of it holds: links into the store, and files there that bear their names. */
const NIXOS =
  /(?:^|\/)nix\/store\/[0-9a-z]{32}-(?:etc|nixos-system-[^/]*|system-units|user-units|etc-[^/]*|unit-[^/]*)(?:\/|$)/;

const STORE = /(?:^|\/)nix\/store\//;

/** Names on top of a root: what begins with one lies below no other folder. */
const TOP = /^(?:bin|boot|dev|etc|home|lib\d*|nix|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|sos_commands)\//;
/** A root may lie below folders of its own, as far down as it is looked for (reroot.ts). */
const DEEPEST = 4;

/**
 * Where in the path of a folder, with a slash behind it, the paths begin by which what lies in it may be known: as it is, and without
 * the folders above.
 */
function placesIn(folder: string, from: number): readonly number[] {
  const places = [from];
  for (let at = from; places.length <= DEEPEST && !TOP.test(folder.slice(at)); ) {
    const cut = folder.indexOf('/', at);
    if (cut < 0) break;
    at = cut + 1;
    places.push(at);
  }
  return places;
}

/** What holds of all files of a folder. */
interface FolderRule {
  readonly whole: boolean;
  /** Where the paths begin by which its files are to be asked for; none: no file of it is named. */
  readonly named: readonly number[];
  /** As `named`, for programs that could be PID 1. */
  readonly inits: readonly number[];
  readonly isStore: boolean;
}

/** @param folder '' or with a slash at its end */
function ruleOf(folder: string, isWhole: Whole): FolderRule {
  const places = placesIn(folder, DEPLOYMENT.exec(folder)?.[0].length ?? 0);
  const bare = (at: number): string => folder.slice(at, -1);
  return {
    whole: places.some((at) => isWhole.below(bare(at))),
    named: places.filter((at) => isWhole.hasFiles(bare(at))),
    inits: INIT_FOLDER.test(folder) ? places : [],
    isStore: STORE.test(folder),
  };
}

/** What is kept of a file, by its path without a leading slash, below the root or below folders of its own, and its size. */
export type Keeper = (path: string, size: number) => Keeping;

/** Files of one folder mostly come one after another: what holds of all of them is worked out once. */
export function keeper(isWhole: Whole): Keeper {
  let folder = '';
  let rule = ruleOf(folder, isWhole);
  return (path, size) => {
    // Whatever it is, that much is kept.
    if (size <= OTHER_HEAD) return all(size);
    const end = path.lastIndexOf('/') + 1;
    if (end !== folder.length || !path.startsWith(folder)) {
      folder = path.slice(0, end);
      rule = ruleOf(folder, isWhole);
    }
    return keeping(path, size, rule, isWhole);
  };
}

const all = (bytes: number): Keeping => ({ first: bytes, ofScript: bytes });

function keeping(path: string, size: number, rule: FolderRule, isWhole: Whole): Keeping {
  if (rule.inits.some((at) => INIT_BINARY.test(path.slice(at)))) return all(Math.min(size, INIT_HEAD));
  if (rule.whole || rule.named.some((at) => isWhole.file(path.slice(at)))) return all(size <= MAX_WHOLE ? size : 0);
  if (size <= UNIT_MAX && (UNIT_FILE.test(path) || PYTHON.test(path) || (rule.isStore && NIXOS.test(path))))
    return all(size);
  if (path.endsWith('.py'))
    return all(size <= PROGRAM_TEXT && /\/cmd\/|\/bin\//.test(path) ? size : Math.min(size, OTHER_HEAD));
  return { first: Math.min(size, OTHER_HEAD), ofScript: Math.min(size, PROGRAM_TEXT) };
}

/** How much of the file that begins there is worth its memory. */
export function worthKeeping(bytes: Uint8Array, at: number, { first, ofScript }: Keeping): number {
  return bytes[at] === 0x23 && bytes[at + 1] === 0x21 ? ofScript : first;
}
