/**
 * What a unit's files say line by line, in the order in which PID 1 reads them: the fragment, the dependency links, the
 * drop-ins (config_parse_unit_deps and its kin in src/core/load-fragment.c; process_deps in load-dropin.c).
 */
import type { Declaration, Diagnostic, Setting } from '../graph/model.ts';
import type { Loading } from './loader.ts';
import type { DependencyWord } from './unit-dependencies.ts';
import { instanceOf, nameKind, prefixOf, typeOf, withInstance } from './unit-name.ts';
import type { BehaviourName } from './versions.ts';

type Proof = Omit<Declaration, 'by'>;

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
const SLICED = new Set(['Service', 'Socket', 'Mount', 'Swap', 'Scope']);
const TRIGGERS = new Map([
  ['Timer', 'timer-activates'],
  ['Path', 'path-activates'],
]);

export interface ReadingUnit {
  readonly held: ReadonlySet<BehaviourName>;
  readonly diagnose: (diagnostic: Diagnostic) => void;
  /** The fragment a name leads to, for the guard against templates that instantiate themselves for ever. */
  readonly fragmentOf: (name: string) => string | null;
}

/** @param part the fragment; or the drop-ins, with the dependency links before them. */
export function readExplicit(at: Loading, context: ReadingUnit, part: 'fragment' | 'drop-ins'): void {
  const { settings, fragment, links } = at.files;
  if (part === 'fragment') {
    for (const setting of settings) if (setting.file === fragment) readLine(at, setting, context);
    return;
  }
  for (const { type, name, file } of links)
    depend(at, type, name, { origin: 'file', how: 'link', file }, name, context);
  for (const setting of settings) if (setting.file !== fragment) readLine(at, setting, context);
}

function readLine(at: Loading, setting: Setting, context: ReadingUnit): void {
  const { section, key } = setting;
  if (section === 'Unit') readUnitLine(at, setting, context);
  if (section !== at.section) return;
  const trigger = TRIGGERS.get(section);
  if (key === 'Unit' && trigger !== undefined) {
    const name = at.expand(setting, 'name');
    // The first unit named is triggered; any more are refused.
    if (name === undefined || nameKind(name) === undefined || at.unit.names.has(name)) return;
    if (at.unit.out.get('Triggers')?.size) return;
    for (const word of ['Before', 'Triggers'] as const)
      depend(at, word, name, { ...ruleProof(setting), rule: trigger }, setting.value, context);
  } else if (key === 'Slice' && SLICED.has(section)) {
    const name = at.expand(setting, 'name');
    if (name === undefined || !isLoadable(name)) return;
    at.load(name);
    if (typeOf(name) === 'slice' && (!at.perpetual || name === '-.slice')) at.slice = { name, setting };
  } else if (key === 'Service' && section === 'Socket') {
    const name = at.expand(setting, 'name');
    if (name === undefined || !isLoadable(name) || typeOf(name) !== 'service') return;
    at.load(name);
    at.activates = { name, setting };
  } else if (key === 'Sockets' && section === 'Service') {
    for (const written of words(setting.value)) {
      const name = at.expand({ ...setting, value: written }, 'name');
      if (!name?.endsWith('.socket')) continue;
      for (const word of ['Wants', 'After', 'TriggeredBy'] as const)
        depend(at, word, name, { ...ruleProof(setting), rule: 'service-sockets' }, written, context);
    }
  }
}

function readUnitLine(at: Loading, setting: Setting, context: ReadingUnit): void {
  const { held } = context;
  const { key, file, line } = setting;
  const proof = { origin: 'file', how: 'line', file, line, key } as const;
  if (key === 'RequiresMountsFor' || (key === 'WantsMountsFor' && held.has('wants-mounts-for'))) {
    for (const written of words(setting.value)) {
      const path = at.expand({ ...setting, value: written }, 'full');
      if (path !== undefined) at.mountsFor(path, key === 'WantsMountsFor' ? 'Wants' : 'Requires', proof);
    }
    return;
  }
  const word = KEYS.get(key);
  if (!word || (NEWER.has(word) && !held.has('dependency-atoms'))) return;
  for (const written of words(setting.value)) {
    const name = at.expand({ ...setting, value: written }, 'name');
    if (name === undefined) continue;
    if (held.has('recursive-template-guard') && instantiatesItself(at, name, written, context)) continue;
    depend(at, word, name, proof, written, context);
  }
}

/** unit_add_dependency_by_name: a bare template takes the instance, or else the prefix, of the unit that names it. */
function depend(
  at: Loading,
  word: DependencyWord,
  text: string,
  proof: Proof,
  written: string,
  { diagnose }: ReadingUnit,
): void {
  const { id } = at.unit;
  const name = nameKind(text) === 'template' ? withInstance(text, instanceOf(id) || prefixOf(id)) : text;
  if (name === undefined || nameKind(name) === undefined) {
    diagnose({
      severity: 'warning',
      code: 'bad-unit-name',
      message: `"${written}" is no unit name, ignored`,
      unit: id,
      ...(proof.file ? { file: proof.file } : {}),
      ...(proof.line ? { line: proof.line } : {}),
    });
    return;
  }
  at.add(word, name, { ...proof, as: written });
}

/** unit_is_likely_recursive_template_dependency: `a@.service` that depends on `a@%i-x.service`. */
function instantiatesItself(at: Loading, name: string, written: string, { fragmentOf }: ReadingUnit): boolean {
  const { id } = at.unit;
  if (nameKind(name) !== 'instance' || prefixOf(name) !== prefixOf(id) || typeOf(name) !== typeOf(id)) return false;
  if (fragmentOf(name) !== at.files.fragment) return false;
  return /%[inN]/.test(written.slice(written.indexOf('@') + 1));
}

function ruleProof({ file, line, key }: Setting): {
  origin: 'file';
  how: 'rule';
  file: string;
  line: number;
  key: string;
} {
  return { origin: 'file', how: 'rule', file, line, key };
}

function isLoadable(name: string): boolean {
  const kind = nameKind(name);
  return kind === 'plain' || kind === 'instance';
}

function words(value: string): readonly string[] {
  return value.split(/[ \t\n\r]+/).filter((w) => w !== '');
}
