/** Which family of distributions a root is of, as far as init scripts go: their folders and commands differ by it. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export type Family = 'debian' | 'red-hat' | 'suse';

/** Words of `ID=` and `ID_LIKE=` (os-release(5)). */
const WORDS: readonly (readonly [RegExp, Family])[] = [
  [/^(debian|ubuntu)$/, 'debian'],
  [/^(rhel|centos|fedora|amzn|ol|scientific)$/, 'red-hat'],
  [/^(suse|sles|sled|sle-.*|opensuse.*)$/, 'suse'],
];

/** What releases before os-release(5) have. */
const FILES: readonly (readonly [string, Family])[] = [
  ['/etc/debian_version', 'debian'],
  ['/etc/redhat-release', 'red-hat'],
  ['/etc/system-release', 'red-hat'],
  ['/etc/SuSE-release', 'suse'],
];

/** The family and the file that says so; undefined where nothing does. */
export function distributionFamily(snapshot: Snapshot): { readonly family: Family; readonly file: string } | undefined {
  for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = snapshot.read(file);
    if (text === undefined) continue;
    for (const [, value = ''] of text.matchAll(/^ID(?:_LIKE)?=(.*)$/gm))
      for (const word of value.replace(/["']/g, '').trim().split(/\s+/)) {
        const family = WORDS.find(([pattern]) => pattern.test(word))?.[1];
        if (family !== undefined) return { family, file };
      }
    break;
  }
  const found = FILES.find(([file]) => snapshot.stat(file)?.kind === 'file');
  return found && { file: found[0], family: found[1] };
}
