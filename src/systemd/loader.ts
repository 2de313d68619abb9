/**
 * From unit files to the graph: manager_dispatch_load_queue and unit_load of systemd's src/core. What each type adds by
 * itself stands in implicit.ts. Loads the anchor first, then all it mentions, then every other unit of the root.
 */
import { createGraphBuilder } from '../graph/builder.ts';
import type { BootGraph, Declaration, Diagnostic, EdgeType, InitReport, Setting, UnitFacts } from '../graph/model.ts';
import { addTypeDependencies } from './implicit.ts';
import { markOverridden } from './overridden.ts';
import { expandSpecifiers, type HostFacts } from './specifiers.ts';
import {
  addDependency,
  createUnit,
  type DependencyWord,
  hasDependency,
  type LoadingUnit,
} from './unit-dependencies.ts';
import { instanceOf, nameFromPath, nameKind, prefixOf, typeOf, unescapeName, withInstance } from './unit-name.ts';
import type { UnitFiles, UnitSource } from './unit-source.ts';
import type { BehaviourName } from './versions.ts';

export interface LoadOptions {
  readonly target: string;
  readonly host: HostFacts;
  readonly held: ReadonlySet<BehaviourName>;
  readonly root: string;
  readonly init: InitReport;
}

/** A unit while it is loaded, with its files and the settings in force. */
export interface Loading {
  readonly unit: LoadingUnit;
  readonly files: UnitFiles;
  readonly defaults: boolean;
  /** Last assignment of a key; an empty one counts as none. */
  last(section: string, key: string): Setting | undefined;
  /** Assignments of a key since the last empty one. */
  list(section: string, key: string): readonly Setting[];
  /** Value with specifiers expanded; undefined (and a diagnostic) where one is unknown. */
  expand(setting: Setting, scope: 'name' | 'full'): string | undefined;
  add(word: DependencyWord, name: string, declaration: Omit<Declaration, 'by'>): void;
  rule(word: DependencyWord, name: string, origin: Declaration['origin'], rule: string, setting?: Setting): void;
  mountsFor(path: string, type: 'Requires' | 'Wants', declaration: Omit<Declaration, 'by'>): void;
  /** The paths whose mounts this unit needs, as far as they are known. */
  readonly paths: Map<string, MountNeed>;
}

interface MountNeed {
  readonly path: string;
  readonly type: 'Requires' | 'Wants';
  readonly declaration: Omit<Declaration, 'by'>;
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
const PERPETUAL = ['-.mount', '-.slice', 'system.slice', 'init.scope'];
const COMPLEMENT: readonly EdgeType[] = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds'];

/** What `systemd --test` finds mounted below any root: a tmpfs, whose default dependencies are the first units mentioned. */
const FOUND_MOUNT = 'tmp.mount';
const FOUND_MOUNT_MENTIONS = ['local-fs.target', 'local-fs-pre.target', 'umount.target', 'swap.target'];

export function loadSystemdGraph(source: UnitSource, options: LoadOptions): BootGraph {
  const units = new Map<string, LoadingUnit>();
  const loaded = new Map<LoadingUnit, Loading>();
  const queue: LoadingUnit[] = [];
  const complements: LoadingUnit[] = [];
  const needs = new Map<LoadingUnit, { at: Loading; need: MountNeed }[]>();
  const diagnostics: Diagnostic[] = [];
  const { held } = options;

  function unitOf(name: string): LoadingUnit {
    const known = units.get(name);
    if (known) return known;
    const files = source.read(name);
    const same = units.get(files.id);
    const unit = same ?? createUnit(files.id, typeOf(files.id));
    for (const n of files.names) {
      unit.names.add(n);
      units.set(n, unit);
    }
    units.set(name, unit);
    if (!same) queue.push(unit);
    return unit;
  }

  function load(unit: LoadingUnit): void {
    const files = source.read(unit.id);
    const perpetual = PERPETUAL.includes(unit.id);
    const byItself = perpetual || unit.type === 'slice' || unit.type === 'device';
    if (files.state === 'masked') unit.load = perpetual ? 'loaded' : 'masked';
    else if (files.state === 'error') unit.load = files.fragment === null ? 'not-found' : 'error';
    else if (files.state === 'empty' && !byItself) unit.load = 'not-found';
    else unit.load = 'loaded';
    const at = loadingOf(unit, files);
    loaded.set(unit, at);
    if (unit.load !== 'loaded') return;
    explicit(at);
    const bad = addTypeDependencies(at, held);
    if (bad) {
      unit.load = 'bad-setting';
      diagnostics.push({
        severity: 'error',
        code: 'bad-setting',
        message: bad,
        unit: unit.id,
        ...(files.fragment ? { file: files.fragment } : {}),
      });
      return;
    }
    if (unit.type === 'mount') mountLoaded(at);
    mountDependencies(at);
    complements.push(unit);
  }

  /** unit_add_mount_dependencies: mounts loaded before count at once, others when they are loaded themselves. */
  function mountDependencies(at: Loading): void {
    for (const need of at.paths.values())
      for (const prefix of prefixesOf(need.path)) {
        const name = nameFromPath(prefix, '.mount');
        if (name === undefined) continue;
        const mount = unitOf(name);
        if (mount === at.unit) continue;
        if (mount.load === 'loaded') needMount(at, need, mount, need.declaration);
        else {
          const list = needs.get(mount);
          if (list) list.push({ at, need });
          else needs.set(mount, [{ at, need }]);
        }
      }
  }

  /** mount_add_mount_dependencies: a mount loaded late ties itself to the units that needed it, with origin path. */
  function mountLoaded(mount: Loading): void {
    for (const { at, need } of needs.get(mount.unit) ?? [])
      needMount(at, need, mount.unit, { ...need.declaration, origin: 'path' });
    needs.delete(mount.unit);
  }

  function needMount(at: Loading, need: MountNeed, mount: LoadingUnit, declaration: Omit<Declaration, 'by'>): void {
    at.add('After', mount.id, declaration);
    if (source.read(mount.id).fragment !== null) at.add(need.type, mount.id, declaration);
  }

  function explicit(at: Loading): void {
    const id = at.unit.id;
    const own = at.files.settings.filter((s) => s.file === at.files.fragment);
    const later = at.files.settings.filter((s) => s.file !== at.files.fragment);
    // As PID 1 reads them: the fragment, the dependency links, the drop-ins.
    for (const setting of own) line(setting);
    for (const { type, name, file } of at.files.links)
      addNamed(at, type, name, { origin: 'file', how: 'link', file }, name);
    for (const setting of later) line(setting);

    function line(setting: Setting): void {
      if (setting.section !== 'Unit') return;
      const word = KEYS.get(setting.key);
      const mounts =
        setting.key === 'RequiresMountsFor' || (setting.key === 'WantsMountsFor' && held.has('wants-mounts-for'));
      if (!mounts && (!word || (NEWER.has(word) && !held.has('dependency-atoms')))) return;
      for (const written of setting.value.split(/[ \t\n\r]+/)) {
        if (written === '') continue;
        const text = at.expand({ ...setting, value: written }, mounts ? 'full' : 'name');
        if (text === undefined) continue;
        const proof = {
          origin: 'file',
          how: 'line',
          file: setting.file,
          line: setting.line,
          key: setting.key,
        } as const;
        if (mounts) at.mountsFor(text, setting.key === 'WantsMountsFor' ? 'Wants' : 'Requires', proof);
        else if (word) addNamed(at, word, text, proof, written);
      }
    }
    function addNamed(
      loading: Loading,
      word: DependencyWord,
      text: string,
      proof: Omit<Declaration, 'by'>,
      written: string,
    ): void {
      const name = nameKind(text) === 'template' ? withInstance(text, instanceOf(id) || prefixOf(id)) : text;
      if (name === undefined || nameKind(name) === undefined) {
        diagnostics.push({
          severity: 'warning',
          code: 'bad-unit-name',
          message: `"${written}" is no unit name, ignored`,
          unit: id,
          ...(proof.file ? { file: proof.file } : {}),
          ...(proof.line ? { line: proof.line } : {}),
        });
        return;
      }
      const to = unitOf(name);
      loading.add(word, name, written === to.id ? proof : { ...proof, as: written });
    }
  }

  function loadingOf(unit: LoadingUnit, files: UnitFiles): Loading {
    const settings = files.settings;
    const list = (section: string, key: string): readonly Setting[] => {
      const out: Setting[] = [];
      for (const s of settings)
        if (s.section === section && s.key === key) {
          if (s.value === '') out.length = 0;
          else out.push(s);
        }
      return out;
    };
    const last = (section: string, key: string): Setting | undefined => list(section, key).at(-1);
    const no = /^(0|no|n|false|f|off)$/i;
    const defaults = !no.test(last('Unit', 'DefaultDependencies')?.value ?? 'yes') && !PERPETUAL.includes(unit.id);
    const paths: Loading['paths'] = new Map();
    const at: Loading = {
      unit,
      files,
      defaults,
      last,
      list,
      expand(setting, scope) {
        const made = expandSpecifiers(setting.value, unit.id, options.host, scope);
        if ('text' in made) return made.text;
        diagnostics.push({
          severity: 'notice',
          code: 'unknown-specifier',
          message: `${made.unknown} in "${setting.value}" cannot be known from these files`,
          file: setting.file,
          line: setting.line,
          unit: unit.id,
        });
        return undefined;
      },
      add(word, name, declaration) {
        const from = declaration.file === undefined ? undefined : source.generatedFrom(declaration.file);
        const origin = from && { generator: from.generator };
        const said = from?.lines?.[declaration.line ?? -1] ?? from?.source;
        const result = addDependency(
          unit,
          word,
          unitOf(name),
          { by: unit.id, ...declaration, ...origin, ...(said ? { source: said } : {}) },
          held,
        );
        const place = declaration.file === undefined ? {} : { file: declaration.file };
        const at = declaration.line === undefined ? place : { ...place, line: declaration.line };
        if (result.kind === 'dropped' || result.kind === 'refused')
          diagnostics.push({
            severity: 'warning',
            code: 'dependency-refused',
            message: result.message,
            unit: unit.id,
            ...at,
          });
        else if (result.kind === 'self' && declaration.how !== 'rule')
          diagnostics.push({
            severity: 'warning',
            code: 'self-dependency',
            message: `${word}=${name} names ${unit.id} itself, and is dropped`,
            unit: unit.id,
            ...at,
          });
      },
      rule(word, name, origin, rule, setting) {
        at.add(word, name, {
          origin,
          how: 'rule',
          rule,
          ...(setting ? { file: setting.file, line: setting.line, key: setting.key } : {}),
        });
      },
      mountsFor(path, type, declaration) {
        const simple = `/${path
          .split('/')
          .filter((p) => p !== '' && p !== '.')
          .join('/')}`;
        // The first key that names a path keeps its say (unit_add_mounts_for).
        if (path.startsWith('/') && !path.split('/').includes('..') && !paths.has(`${type}${simple}`))
          paths.set(`${type}${simple}`, { path: simple, type, declaration });
      },
      paths,
    };
    return at;
  }

  function drain(): void {
    for (;;) {
      for (let unit = queue.pop(); unit; unit = queue.pop()) load(unit);
      const unit = complements.pop();
      if (unit) complement(unit);
      else if (queue.length === 0) return;
    }
  }

  /**
   * manager_enumerate: what PID 1 loads before its anchor. The order of loading shows in the graph: an edge to a mount that
   * was loaded before its unit has the origin of the setting, one to a mount loaded after it has origin path. The perpetual
   * units wait in the queue while the first mount met in /proc is loaded, with all that it mentions.
   */
  function enumerate(): void {
    for (const name of PERPETUAL) unitOf(name);
    const tmp = source.read(FOUND_MOUNT);
    const found = units.get(FOUND_MOUNT) ?? createUnit(tmp.id, 'mount');
    for (const name of tmp.names) units.set(name, found);
    if (held.has('found-mounts-ordered-at-once')) {
      for (const name of FOUND_MOUNT_MENTIONS) {
        unitOf(name);
        drain();
      }
      queue.push(found);
    } else {
      queue.push(found);
      // Device nodes are mounts of their own there: all they mention is where their output goes.
      unitOf('systemd-journald.socket');
    }
    drain();
    for (const name of FOUND_MOUNT_MENTIONS) unitOf(name);
    drain();
  }

  /** unit_add_default_target_dependency: a target that wants a unit comes after it, unless that would be a loop. */
  function complement(unit: LoadingUnit): void {
    const pairs: [LoadingUnit, LoadingUnit][] = [];
    for (const type of COMPLEMENT) {
      for (const target of unit.in.get(type)?.keys() ?? []) pairs.push([target, unit]);
      if (unit.type === 'target') for (const member of unit.out.get(type)?.keys() ?? []) pairs.push([unit, member]);
    }
    for (const [target, member] of pairs) {
      const t = loaded.get(target);
      if (target.type !== 'target' || target.load !== 'loaded' || member.load !== 'loaded') continue;
      if (!t?.defaults || !loaded.get(member)?.defaults || hasDependency(member, 'After', target)) continue;
      if (!hasRule(target, member)) t.rule('After', member.id, 'default', 'target-complement');
    }
  }

  enumerate();
  unitOf(options.target);
  drain();
  for (const name of source.allNames()) unitOf(name);
  drain();

  const builder = createGraphBuilder();
  for (const [unit, at] of loaded) {
    const error = at.files.error;
    builder.addNode({
      id: unit.id,
      init: 'systemd',
      type: unit.type,
      load: unit.load,
      effective: true,
      aliases: [...unit.names].filter((n) => n !== unit.id).sort(),
      description: describe(at, held),
      fragment: at.files.fragment,
      dropIns: at.files.dropIns,
      ...(error ? { loadError: error } : {}),
      settings: markOverridden(at.files.settings),
      facts: factsOf(at),
    });
    for (const [type, ends] of unit.out)
      for (const [to, declared] of ends) for (const d of declared) builder.declare(unit.id, type, to.id, d);
  }
  for (const d of [...source.diagnostics, ...diagnostics]) builder.diagnose(d);
  return builder.finish({ root: options.root, init: options.init, target: unitOf(options.target).id });
}

function hasRule(target: LoadingUnit, member: LoadingUnit): boolean {
  return (
    target.out
      .get('After')
      ?.get(member)
      ?.some((d) => d.rule === 'target-complement') ?? false
  );
}

function describe(at: Loading, held: ReadonlySet<BehaviourName>): string {
  const setting = at.last('Unit', 'Description');
  const own = setting && at.expand(setting, 'full');
  if (own !== undefined) return own;
  const { id } = at.unit;
  const built = BUILT_IN_DESCRIPTIONS.get(id);
  if (built !== undefined) return built;
  // slice_load: a slice without words of its own is called by its place in the tree.
  if (id.endsWith('.slice') && held.has('slice-description')) {
    const path = unescapeName(id.slice(0, -'.slice'.length));
    if (path !== undefined) return `Slice /${path}`;
  }
  return id;
}

/** What PID 1 calls the units that it makes by itself. */
const BUILT_IN_DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['-.slice', 'Root Slice'],
  ['system.slice', 'System Slice'],
  ['-.mount', 'Root Mount'],
  ['init.scope', 'System and Service Manager'],
]);

function factsOf(at: Loading): UnitFacts {
  const yes = (key: string): boolean => /^(1|yes|y|true|t|on)$/i.test(at.last('Unit', key)?.value ?? '');
  const perpetual = PERPETUAL.includes(at.unit.id);
  const source = at.last('Unit', 'SourcePath')?.value;
  const type = at.last('Service', 'Type')?.value;
  const conditions = at.files.settings.filter((s) => s.section === 'Unit' && /^(Condition|Assert)/.test(s.key));
  return {
    ...(perpetual ? { perpetual, activeAtBoot: true } : {}),
    ...(yes('AllowIsolate') ? { allowIsolate: true } : {}),
    ...(yes('IgnoreOnIsolate') ? { ignoreOnIsolate: true } : {}),
    ...(at.defaults ? {} : { defaultDependencies: false }),
    ...(yes('RefuseManualStart') ? { refuseManualStart: true } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(type ? { serviceType: type } : {}),
    ...(source ? { sourcePath: source } : {}),
  };
}

/** `path` and every folder above it, up to `/`. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('/').filter((p) => p !== '' && p !== '.');
  if (!path.startsWith('/') || parts.includes('..')) return [];
  return [...parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`).reverse(), '/'];
}
