/**
 * Hooks of /lib/lsb/init-functions.d: scripts that source init-functions source them too. Upstart's own one ends a script that rc runs
 * as /etc/rcN.d/SNNname where there is a job called name.
 */
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** The line of a hook that ends the script. */
export interface LsbHook {
  readonly file: string;
  readonly line: number;
}

const LIBRARY = '/lib/lsb/init-functions';
const FOLDER = `${LIBRARY}.d`;
/** run-parts(8) --lsbsysinit: names of the LSB's spaces. */
const RUN_PARTS = /^(?:[a-z0-9]+|_?(?:[a-z0-9_.]+-)+[a-z0-9]+|[a-zA-Z0-9_-]+)$/;

/** The first hook that leaves for a job of the script's name; undefined where none does, or the library reads no hooks. */
export function readDivertingHook(snapshot: Snapshot): LsbHook | undefined {
  if (!/^[^#\n]*init-functions\.d/m.test(snapshot.read(LIBRARY) ?? '')) return undefined;
  for (const { name } of snapshot.list(FOLDER) ?? []) {
    const file = `${FOLDER}/${name}`;
    const line = RUN_PARTS.test(name) ? divertingLine(snapshot.read(file) ?? '') : undefined;
    if (line !== undefined) return { file, line };
  }
  return undefined;
}

/** Line of the first time that a script sources init-functions. */
export function sourcesLibrary(text: string): boolean {
  return /^[^#\n]*?(?:^|[\s;&|{])(?:\.|source)[ \t]+["']?\/lib\/lsb\/init-functions\b(?!\.)/m.test(text);
}

/**
 * `exit` behind a test of /etc/init/NAME.conf, where NAME is $0 without the folder and number of an rc link.
 * @returns 1-based line of the `exit`
 */
function divertingLine(text: string): number | undefined {
  const names = new Set<string>();
  let tested = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/(^|\s)#(?![^'"{]*\}).*/, '$1');
    const [, name, cut = ''] = /^\s*(\w+)=["']?\$\{0#([^}]*)\}/.exec(line) ?? [];
    if (name !== undefined && cut.includes('/rc')) names.add(name);
    for (const [, used = ''] of line.matchAll(/\/etc\/init\/\$\{?(\w+)\}?\.conf/g)) tested ||= names.has(used);
    if (tested && /(^|[\s;&|{])exit\b/.test(line)) return index + 1;
    if (/(^|[\s;])fi\s*(;|$)/.test(line)) tested = false;
  }
  return undefined;
}
