/** How much of a file's content an archive's tree keeps: what an init or this program reads, of anything else the first bytes. */

/** Programs that could be PID 1: read for the marks of their kind (src/capture/init-program.ts). */
const INIT_BINARY = /(^|\/)s?bin\/(init(\.\w+)?|upstart|busybox)$|^(usr\/)?lib\/(sysvinit\/init|systemd\/systemd)$/;
/** A unit, wherever it lies: in a store, in a home, where a link leads. */
const UNIT_FILE = /\.(service|socket|target|mount|automount|swap|timer|path|slice|scope|conf|preset)$/;
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

/** Whether a file is to be kept whole, by its path from the root. */
export type IsWhole = (path: string) => boolean;

/** @param paths files, and folders with all below them; where /lib is a link to usr/lib they are the same ones */
export function wholeBelow(paths: readonly string[]): IsWhole {
  const names = new Set(
    paths.flatMap((path) => {
      const bare = path.slice(1);
      return [bare, bare.startsWith('lib/') ? `usr/${bare}` : bare.replace(/^usr\/lib\//, 'lib/')];
    }),
  );
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
      if (names.has(path.slice(0, end))) return true;
    return false;
  };
}

/** A deployment of ostree is a whole root of its own. */
const DEPLOYMENT = /(?:^|\/)ostree\/deploy\/[^/]+\/deploy\/[^/]+\/(.*)$/;

/** What NixOS's /etc leads to, and what a system of it holds: links into the store, and files there that bear their names. */
const NIXOS =
  /(?:^|\/)nix\/store\/[0-9a-z]{32}-(?:etc|nixos-system-[^/]*|system-units|user-units|etc-[^/]*|unit-[^/]*)(?:\/|$)/;

/** Names on top of a root: what begins with one lies below no other folder. */
const TOP = /^(?:bin|boot|dev|etc|home|lib\d*|nix|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|sos_commands)\//;
/** A root may lie below folders of its own, as far down as it is looked for (reroot.ts). */
const DEEPEST = 4;

/** The paths by which a file may be known: as it is, and without the folders above. */
function placesOf(path: string): readonly string[] {
  const places = [path];
  for (let at = path; places.length <= DEEPEST && !TOP.test(at); ) {
    const cut = at.indexOf('/');
    if (cut < 0) break;
    at = at.slice(cut + 1);
    places.push(at);
  }
  return places;
}

/** @param path without a leading slash, below the root or below folders of its own */
export function keeping(path: string, size: number, isWhole: IsWhole): Keeping {
  const all = (bytes: number): Keeping => ({ first: bytes, ofScript: bytes });
  // Whatever it is, that much is kept.
  if (size <= OTHER_HEAD) return all(size);
  const within = DEPLOYMENT.exec(path)?.[1] ?? path;
  for (const at of placesOf(within)) {
    if (INIT_BINARY.test(at)) return all(Math.min(size, INIT_HEAD));
    if (isWhole(at)) return all(size <= MAX_WHOLE ? size : 0);
  }
  if (size <= UNIT_MAX && (UNIT_FILE.test(path) || NIXOS.test(path))) return all(size);
  if (path.endsWith('.py'))
    return all(size <= PROGRAM_TEXT && /\/cmd\/|\/bin\//.test(path) ? size : Math.min(size, OTHER_HEAD));
  return { first: Math.min(size, OTHER_HEAD), ofScript: Math.min(size, PROGRAM_TEXT) };
}

/** How much of the file is worth its memory, by its first bytes. */
export function worthKeeping(head: Uint8Array, { first, ofScript }: Keeping): number {
  return head[0] === 0x23 && head[1] === 0x21 ? ofScript : first;
}
