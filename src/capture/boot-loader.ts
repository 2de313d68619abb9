/** What boot loaders of a copy are configured to pass to the kernel. Which entry was booted is not on the disk, so this is evidence only. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface LoaderCmdline {
  readonly file: string;
  readonly line: number;
  readonly cmdline: string;
  /** It stands in settings that hold for every entry; otherwise it is one entry's own. */
  readonly everyEntry: boolean;
}

interface Place {
  readonly file: string;
  readonly pattern: RegExp;
  readonly everyEntry: boolean;
}

const LINUX = /^\s*linux(?:efi|16)?\s+\S+\s+(.*)$/s;

const FILES: readonly Place[] = [
  { file: '/boot/grub/grub.cfg', pattern: LINUX, everyEntry: false },
  { file: '/boot/grub2/grub.cfg', pattern: LINUX, everyEntry: false },
  { file: '/boot/grub/menu.lst', pattern: /^\s*kernel\s+\S+\s+(.*)$/s, everyEntry: false },
  { file: '/boot/grub/grub.conf', pattern: /^\s*kernel\s+\S+\s+(.*)$/s, everyEntry: false },
  { file: '/boot/extlinux/extlinux.conf', pattern: /^\s*append\s+(.*)$/is, everyEntry: false },
  {
    file: '/etc/default/grub',
    pattern: /^\s*GRUB_CMDLINE_LINUX(?:_DEFAULT)?=["']?((?:.*[^\s"'])?)["']?\s*$/s,
    everyEntry: true,
  },
  { file: '/etc/kernel/cmdline', pattern: /^\s*([^#\s].*)$/, everyEntry: true },
  { file: '/nix/var/nix/profiles/system/kernel-params', pattern: /^\s*(\S.*)$/, everyEntry: true },
];

/** Folders of the Boot Loader Specification's type 1 entries. */
const ENTRY_FOLDERS = ['/boot/loader/entries', '/efi/loader/entries', '/boot/efi/loader/entries'];

/** Every command line that a boot loader's files name, in the order of the files. */
export function bootLoaderCmdlines(snapshot: Snapshot): readonly LoaderCmdline[] {
  const entries = ENTRY_FOLDERS.flatMap((folder) =>
    (snapshot.list(folder) ?? [])
      .filter(({ name }) => name.endsWith('.conf'))
      .map(({ name }): Place => ({ file: `${folder}/${name}`, pattern: /^\s*options\s+(.*)$/s, everyEntry: false })),
  );
  return [...FILES, ...entries].flatMap(({ file, pattern, everyEntry }) =>
    (snapshot.read(file) ?? '').split('\n').flatMap((text, i) => {
      const cmdline = pattern.exec(text)?.[1]?.trim();
      return cmdline === undefined || cmdline === '' ? [] : [{ file, line: i + 1, cmdline, everyEntry }];
    }),
  );
}

const GRUB_SCRIPTS = ['/etc/grub.d/10_linux', '/etc/grub.d/20_linux_xen'];

export interface OfferedInits {
  readonly file: string;
  readonly line: number;
  /** `name:path` words; one whose program is missing gets no entry. */
  readonly inits: string;
}

/** Inits for which Debian's grub scripts make an entry each (SUPPORTED_INITS). */
export function initsOfGrubScripts(snapshot: Snapshot): readonly OfferedInits[] {
  return GRUB_SCRIPTS.flatMap((file) =>
    (snapshot.read(file) ?? '').split('\n').flatMap((text, i) => {
      const inits = /^\s*SUPPORTED_INITS="?([^"]*)"?/.exec(text)?.[1];
      return inits === undefined ? [] : [{ file, line: i + 1, inits: offered(snapshot, inits) }];
    }),
  );
}

function offered(snapshot: Snapshot, inits: string): string {
  const words = inits.split(/\s+/).filter((word) => word !== '');
  return words
    .map((word) => {
      const path = word.slice(word.indexOf(':') + 1);
      return snapshot.stat(path) === undefined ? `${word} (not there)` : word;
    })
    .join(', ');
}
