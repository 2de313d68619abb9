/**
 * What the lines and links of a unit's files add: the dependency keys of [Unit], and the keys of each type that name other
 * units (config_parse_unit_deps and its like in load-fragment.c, process_deps in load-dropin.c).
 */
import { BUILT_IN, type Diagnostic, type Setting } from '../graph/model.ts';
import type { Saying } from './declaring.ts';
import type { Loading, LoadingState } from './loading.ts';
import type { DependencyWord, LoadingUnit } from './unit-dependencies.ts';
import { hasType, instanceOf, isLoadable, nameKind, prefixOf, sectionsOf, typeOf, withInstance } from './unit-name.ts';
import { checkPath } from './values.ts';
import { wordsOf } from './words.ts';

/** What reading a unit needs of all the others. */
export interface Reading {
  /** The unit of a name, in the load queue from now on. @param link the entry of a `.wants/` or `.requires/` folder that names it. */
  readonly unitOf: (name: string, link?: string) => LoadingUnit;
  readonly fragmentOf: (name: string) => string | null;
  readonly diagnose: (diagnostic: Diagnostic) => void;
}

const WORDS: readonly DependencyWord[] = [
  'Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds', 'Conflicts', 'Before', 'After', 'OnSuccess', 'OnFailure',
  'PropagatesReloadTo', 'ReloadPropagatedFrom', 'PropagatesStopTo', 'StopPropagatedFrom', 'PartOf', 'JoinsNamespaceOf',
]; // biome-ignore format: a table
const OLD_WORDS: Readonly<Record<string, DependencyWord>> = {
  BindTo: 'BindsTo',
  PropagateReloadTo: 'PropagatesReloadTo',
  PropagateReloadFrom: 'ReloadPropagatedFrom',
  RequiresOverridable: 'Requires',
  RequisiteOverridable: 'Requisite',
};
const KEYS = new Map<string, DependencyWord>([...WORDS.map((w) => [w, w] as const), ...Object.entries(OLD_WORDS)]);
const NEWER = new Set(['Upholds', 'OnSuccess', 'PropagatesStopTo', 'StopPropagatedFrom']);
/** Sections of units that lie in a slice. */
export const SLICED = new Set(['Service', 'Socket', 'Mount', 'Swap', 'Slice', 'Scope']);

/** As PID 1 reads them: the fragment, the dependency links, the drop-ins. */
export function readExplicit(at: LoadingState, reading: Reading): void {
  const { files } = at;
  // What the fragment includes counts as its own.
  const isOwn = ({ file }: Setting): boolean => file === BUILT_IN || !files.dropIns.includes(file);
  for (const setting of files.settings) if (isOwn(setting)) readSetting(at, reading, setting);
  for (const { type, name, file } of files.links)
    addNamed(at, reading, type, name, { origin: 'file', how: 'link', file }, name);
  for (const setting of files.settings) if (!isOwn(setting)) readSetting(at, reading, setting);
}

function readSetting(at: LoadingState, reading: Reading, setting: Setting): void {
  const { section, key, value } = setting;
  if (!NAMING.has(key) || !sectionsOf(at.unit.type).includes(section)) return;
  const proof = proofOf(setting);
  if (section === 'Unit') {
    const word = KEYS.get(key);
    if (word && (!NEWER.has(word) || at.does('dependency-atoms'))) {
      for (const written of wordsOf(value, { retainEscape: true }).words) {
        const text = expandWord(at, setting, written, 'name');
        if (text !== undefined && !isRecursive(at, reading, text, written))
          addNamed(at, reading, word, text, proof, written);
      }
    } else if (key === 'RequiresMountsFor' || (key === 'WantsMountsFor' && at.does('wants-mounts-for'))) {
      for (const written of wordsOf(value, { unquote: true }).words) {
        const text = expandWord(at, setting, written, 'full');
        const path = text === undefined ? undefined : checkPath(text, 'absolute', at.does);
        if (path !== undefined)
          at.mountsFor(path, key === 'WantsMountsFor' ? 'Wants' : 'Requires', { ...proof, as: written });
        else if (text !== undefined) badWord(at, reading, written, 'path', proof);
      }
    }
  } else if (key === 'Slice' && SLICED.has(section)) {
    const text = at.expand(setting, 'name');
    if (text === undefined || !isLoadable(text)) return;
    const slice = reading.unitOf(text);
    if (slice.type === 'slice' && at.unit.type !== 'slice' && (at.unit.id !== 'init.scope' || slice.id === '-.slice'))
      at.setSlice(slice.id, setting);
  } else if (key === 'Unit' && (section === 'Timer' || section === 'Path')) {
    if (at.triggers()) return;
    const text = at.expand(setting, 'name');
    const name = text === undefined ? undefined : resolveTemplate(at.nameFor(setting.file), text);
    if (name === undefined || text === undefined || at.unit.names.has(text)) return;
    for (const word of ['Before', 'Triggers'] as const)
      addNamed(at, reading, word, name, { ...proof, rule: `${at.unit.type}-activates`, how: 'rule' }, value);
  } else if (key === 'Service' && (section === 'Socket' || section === 'BusName')) {
    const text = at.expand(setting, 'name');
    if (text === undefined || !text.endsWith('.service') || !isLoadable(text)) return;
    reading.unitOf(text);
    at.service = { value: text, setting };
  } else if (key === 'Sockets' && section === 'Service') {
    for (const written of wordsOf(value).words) {
      const text = expandWord(at, setting, written, 'name');
      if (!text?.endsWith('.socket')) continue;
      for (const word of ['Wants', 'After', 'TriggeredBy'] as const)
        addNamed(at, reading, word, text, { ...proof, how: 'rule', rule: 'service-sockets' }, written);
    }
  }
}

/** One word of a value; nearly none has a specifier. */
function expandWord(at: Loading, setting: Setting, word: string, how: 'name' | 'full'): string | undefined {
  return word.includes('%') ? at.expand({ ...setting, value: word }, how) : word;
}

/** Keys whose value names a unit or a path that something is mounted for. */
const NAMING = new Set([...KEYS.keys(), 'RequiresMountsFor', 'WantsMountsFor', 'Slice', 'Unit', 'Service', 'Sockets']);

function proofOf({ file, line, key }: Setting): Saying {
  return file === BUILT_IN
    ? { origin: 'file', how: 'rule', rule: 'built-in-unit' }
    : { origin: 'file', how: 'line', file, line, key };
}

/** unit_add_dependency_by_name: a bare template is meant with the unit's own instance, or its prefix. */
function addNamed(
  at: Loading,
  reading: Reading,
  word: DependencyWord,
  text: string,
  proof: Saying,
  written: string,
): void {
  const name = resolveTemplate(at.nameFor(proof.file), text);
  if (name === undefined || !hasType(name, at.does)) {
    badWord(at, reading, written, 'unit name', proof);
    return;
  }
  const to = reading.unitOf(name, proof.how === 'link' ? proof.file : undefined);
  // Where names are found out later, the loader takes the word away again if it is the unit's own.
  at.add(word, name, proof, written === to.id && to.load !== 'stub' ? undefined : written);
}

function badWord(at: Loading, reading: Reading, written: string, what: string, proof: Saying): void {
  reading.diagnose({
    severity: 'warning',
    code: what === 'path' ? 'bad-path' : 'bad-unit-name',
    message: `"${written}" is no ${what}, ignored`,
    unit: at.unit.id,
    ...(proof.file ? { file: proof.file } : {}),
    ...(proof.line ? { line: proof.line } : {}),
  });
}

/** unit_is_likely_recursive_template_dependency: an instance that asks for another one made of its own. */
function isRecursive(at: Loading, reading: Reading, name: string, written: string): boolean {
  if (!at.does('recursive-template-guard') || nameKind(name) !== 'instance' || typeOf(name) !== at.unit.type)
    return false;
  if (
    prefixOf(name) !== prefixOf(at.nameFor(at.files.fragment ?? undefined)) ||
    reading.fragmentOf(name) !== at.files.fragment
  )
    return false;
  return holdsInstance(written);
}

/** contains_instance_specifier_superset: an instance made of the unit's own and more. */
function holdsInstance(written: string): boolean {
  const from = written.indexOf('@');
  const dot = written.lastIndexOf('.');
  const instance = from < 0 ? '' : written.slice(from + 1, dot > from ? dot : undefined);
  return instance !== '%i' && /%[inN]/.test(instance.replaceAll('%%', ''));
}

/** The name that is meant, where a unit of it can be loaded: a bare template stands for the unit's own instance, or its prefix. */
function resolveTemplate(own: string, text: string): string | undefined {
  const name = nameKind(text) === 'template' ? withInstance(text, instanceOf(own) || prefixOf(own)) : text;
  return name !== undefined && isLoadable(name) ? name : undefined;
}
