/** Specifiers of an [Install] section (install_name_printf, src/shared/install-printf.c): those of names, and of the machine. */
import { hostFacts } from '../../capture/machine.ts';
import { expandSpecifiers, specifierTable } from '../specifiers.ts';
import { instanceOf, nameKind, withInstance } from '../unit-name.ts';
import type { InstallRoot } from './context.ts';
import type { InstallInfo } from './install-info.ts';

/** Why a text has no value: a specifier that only the running machine knows, one whose file is missing, or none at all. */
export interface Unexpanded {
  readonly why: string;
}

const IN_SECTION = 'nNpi';
const ALWAYS = 'UumHbv';
/** Fields of os-release(5): without the file they have no value, not an empty one. */
const OF_RELEASE = 'ABMowW';
const OF_USER = 'uUgG';

/** @param info the unit; a template stands for the instance that DefaultInstance= names. */
export function installName(root: InstallRoot, info: InstallInfo, text: string): string | Unexpanded {
  if (!text.includes('%')) return text;
  const { snapshot, does } = root;
  const missing = missingFor(root, text);
  if (missing !== undefined) return { why: missing };
  const instance = info.defaultInstance;
  const full =
    nameKind(info.name) === 'template' && instance ? (withInstance(info.name, instance) ?? info.name) : info.name;
  // %p is the same for both, and %i is empty for a template without an instance.
  const id = instanceOf(full) === undefined ? info.name : full;
  const table = specifierTable(does);
  const letters = `${IN_SECTION}${ALWAYS}${does('prefix-specifiers') ? 'j' : ''}${table.name}`;
  const made = expandSpecifiers(text, id, { ...hostFacts(snapshot), table: { ...table, name: letters } }, 'name');
  if ('text' in made) return made.text;
  return {
    why: 'unknown' in made ? `${made.unknown} is known to the running machine only` : `there is no ${made.invalid}`,
  };
}

function missingFor({ snapshot, user }: InstallRoot, text: string): string | undefined {
  for (const [, letter = ''] of text.matchAll(/%(.)/g)) {
    const released = ['/etc/os-release', '/usr/lib/os-release'].some((file) => snapshot.stat(file) !== undefined);
    if (OF_RELEASE.includes(letter) && !released) return `%${letter} needs /etc/os-release, which is not there`;
    if (user && OF_USER.includes(letter)) return `%${letter} is another for each user`;
  }
  return undefined;
}
