/** What may stand next on a command line: commands, options, their values, and the names that the root holds. */
import { openRoot } from '../open.ts';
import { COMMANDS, nameOf } from './commands/index.ts';
import { SHELLS } from './completion-scripts.ts';
import type { OptionKind } from './option-kind.ts';

/** One word that fits, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** `files`: the shell completes paths itself. */
export type Completion = readonly Candidate[] | 'files';

/** What a value is the name of. */
type Named = 'shell' | 'unit' | 'rule' | 'edge-type' | 'unit-type' | 'state' | 'assumption' | 'origin' | 'nothing';

const VALUES: Readonly<Record<string, Named>> = {
  '--target': 'unit',
  '--after': 'unit',
  '--before': 'unit',
  '--from': 'unit',
  '--to': 'unit',
  '--mask': 'unit',
  '--unmask': 'unit',
  '--enable': 'unit',
  '--disable': 'unit',
  '--default-target': 'unit',
  '--rule': 'rule',
  '--ignore': 'rule',
  '--type': 'edge-type',
  '--state': 'state',
  '--assume': 'assumption',
  '--fail': 'unit',
  '--add-drop-in': 'unit',
  '--origin': 'origin',
  '--cmdline': 'nothing',
  '--systemd-version': 'nothing',
  '--depth': 'nothing',
  '--image': 'nothing',
  '--deployment': 'nothing',
  '--help-uri': 'nothing',
};
/** Where an option of one command means something else than that of another. */
const VALUES_OF: Readonly<Record<string, Readonly<Record<string, Named>>>> = {
  list: { '--type': 'unit-type', '-t': 'unit-type' },
};

/** Words of a command's usage. */
const POSITIONALS: Readonly<Record<string, Named>> = { unit: 'unit', pattern: 'unit', rule: 'rule', shell: 'shell' };

export interface Line {
  /** The words after the program's name; the last is the one that is being typed, and may be empty. */
  readonly words: readonly string[];
  readonly options: readonly OptionKind[];
  readonly choices: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Never throws: where nothing can be said, nothing fits. */
export async function complete({ words, options, choices }: Line): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const valued = new Map(options.filter(({ takesValue }) => takesValue).map((option) => [option.name, option]));
  const cut = current.startsWith('--') ? current.indexOf('=') : -1;
  const option = cut > 0 ? current.slice(0, cut) : (before.at(-1) ?? '');
  if (valued.has(option)) {
    const typed = cut > 0 ? current.slice(cut + 1) : current;
    const own = choices[option.replace(/^--/, '')];
    const command = before.find((word) => Object.hasOwn(VALUES_OF, word));
    const kind = (command === undefined ? undefined : VALUES_OF[command]?.[option]) ?? VALUES[option];
    const found = own?.map(plain) ?? (kind === undefined ? 'files' : await named(kind, typed, before));
    if (found === 'files') return cut > 0 ? [] : 'files';
    return fitting(found, typed).map(({ value, about }) => ({ value: cut > 0 ? `${option}=${value}` : value, about }));
  }
  if (current.startsWith('-'))
    return fitting(
      options.filter(({ name }) => name.startsWith('--')).map(({ name }) => plain(name)),
      current,
    );
  const given = before.filter((word, k) => !word.startsWith('-') && !valued.has(before[k - 1] ?? ''));
  const command = COMMANDS.find(({ usage }) => nameOf(usage) === given[0]);
  if (command === undefined) {
    if (given.length > 0 && given[0] !== 'help') return [];
    return fitting(
      COMMANDS.map(({ usage, summary }) => ({ value: nameOf(usage), about: summary })),
      current,
    );
  }
  const places = command.usage.split(' ').slice(1);
  const place = places[Math.min(given.length - 1, places.length - 1)];
  if (place === undefined || (given.length > places.length && !place.includes('..'))) return [];
  const what = POSITIONALS[place.replace(/[^a-z]/g, '')];
  return what === undefined ? 'files' : fitting(await named(what, current, before), current);
}

function plain(value: string): Candidate {
  return { value, about: '' };
}

function fitting(all: readonly Candidate[], typed: string): readonly Candidate[] {
  return all.filter(({ value }) => value.startsWith(typed));
}

async function named(what: Named, typed: string, before: readonly string[]): Promise<readonly Candidate[]> {
  switch (what) {
    case 'unit':
      return unitsOf(before, typed);
    case 'rule': {
      const { RULES } = await import('../answers/audit.ts');
      return RULES.map(({ id, statement }) => ({ value: id, about: statement }));
    }
    case 'edge-type':
    case 'origin': {
      const { EDGE_TYPES, ORIGINS } = await import('../answers/graph.ts');
      return (what === 'origin' ? ORIGINS : EDGE_TYPES).map(plain);
    }
    case 'unit-type': {
      const { UNIT_TYPES } = await import('../answers/graph.ts');
      return UNIT_TYPES.map(plain);
    }
    case 'state': {
      const { LIST_STATES } = await import('../answers/list.ts');
      return LIST_STATES.map(plain);
    }
    case 'assumption': {
      const { assumptionWords } = await import('../open-options.ts');
      return assumptionWords();
    }
    case 'shell':
      return SHELLS.map(plain);
    case 'nothing':
      return [];
  }
}

/** Of the root that the line names so far. */
async function unitsOf(before: readonly string[], typed: string): Promise<readonly Candidate[]> {
  const after = (names: readonly string[]): string | undefined => {
    const at = before.findLastIndex((word) => names.includes(word));
    return at < 0 ? before.find((word) => word.startsWith('--root='))?.slice('--root='.length) : before[at + 1];
  };
  const root = after(['-r', '--root']) ?? '/';
  if (root === '-') return [];
  try {
    const { archiveCache } = await import('./archive-cache.ts');
    const taken = before.includes('--no-cache') ? undefined : archiveCache(undefined);
    const { graph } = await openRoot(root, before.includes('--user') ? { user: {} } : {}, taken);
    return [...graph.names]
      .filter(([name]) => name.startsWith(typed))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, id]) => ({ value: name, about: graph.nodes.get(id)?.description ?? '' }));
  } catch {
    return [];
  }
}
