/**
 * From unit files to the graph: manager_dispatch_load_queue and unit_load of systemd's src/core. What the lines of a unit
 * add stands in explicit.ts, what its type adds by itself in unit-types/. Loads the anchor first, then all it mentions,
 * then every other unit of the root.
 */
import { createGraphBuilder } from '../graph/builder.ts';
import type {
  BootGraph,
  BootNode,
  Declaration,
  Diagnostic,
  EdgeType,
  InitReport,
  Setting,
  UnitFacts,
} from '../graph/model.ts';
import { readExplicit } from './explicit.ts';
import { MANAGER_DEFAULTS, type ManagerConfig } from './manager-config.ts';
import { markOverridden } from './overridden.ts';
import { expandSpecifiers, type HostFacts } from './specifiers.ts';
import {
  addDependency,
  createUnit,
  type DependencyWord,
  followMerge,
  hasDependency,
  type LoadingUnit,
  mergeUnits,
} from './unit-dependencies.ts';
import { nameFromPath, typeOf } from './unit-name.ts';
import type { UnitFiles, UnitSource } from './unit-source.ts';
import { addTypeDependencies } from './unit-types/index.ts';
import { simplify } from './unit-types/mount-point.ts';
import { inForce, parseBoolean } from './values.ts';
import type { BehaviourName } from './versions.ts';

export interface LoadOptions {
  readonly target: string;
  readonly host: HostFacts;
  readonly manager?: ManagerConfig;
  readonly held: ReadonlySet<BehaviourName>;
  readonly root: string;
  readonly init: InitReport;
}

/** Why a load fails: `bad-setting` is ENOEXEC, `error` any other error. */
export interface Refusal {
  readonly load: 'bad-setting' | 'error';
  readonly message: string;
  /** The assignment at fault, where there is one. */
  readonly setting?: Setting;
}

/** A unit while it is loaded, with its files and the settings in force. */
export interface Loading {
  readonly unit: LoadingUnit;
  /** The section of its type: `Service`. */
  readonly section: string;
  readonly files: UnitFiles;
  /** DefaultDependencies=. */
  readonly defaults: boolean;
  readonly perpetual: boolean;
  readonly manager: ManagerConfig;
  /** The slice that Slice= named, then the one it lies in. */
  slice?: { readonly name: string; readonly setting?: Setting };
  /** What its type calls it, where it has no words of its own. */
  description?: string;
  /** What a socket's Service= names. */
  activates?: { readonly name: string; readonly setting: Setting };
  /** All assignments of a key, empty ones too. */
  all(section: string, key: string): readonly Setting[];
  /** Assignments of a key since the last empty one. */
  list(section: string, key: string): readonly Setting[];
  /** Last assignment of a key; an empty one counts as none. */
  last(section: string, key: string): Setting | undefined;
  /** Value with specifiers expanded; undefined (and a diagnostic) where one is unknown. */
  expand(setting: Setting, scope: 'name' | 'full'): string | undefined;
  /** Has a unit loaded, in its turn. */
  load(name: string): void;
  /** Whether a unit of that name was mentioned by any unit yet. */
  knows(name: string): boolean;
  add(word: DependencyWord, name: string, declaration: Omit<Declaration, 'by'>): void;
  rule(word: DependencyWord, name: string, origin: Declaration['origin'], rule: string, setting?: Setting): void;
  /** Notes that a path's mounts are needed. @returns false where PID 1 refuses the path: relative, or with `..`. */
  mountsFor(path: string, type: 'Requires' | 'Wants', declaration: Omit<Declaration, 'by'>): boolean;
  /** Whether the unit says that it waits for what is mounted at exactly that path. */
  needsMount(path: string): boolean;
  /** A mount ties itself to the units loaded before it that need what lies below it. */
  mountIsLoaded(): void;
  /** A target comes after its members that are loaded already. */
  complementLoaded(): void;
  /** @returns the unit that has the bus name, where another has. */
  claimBusName(name: string): string | undefined;
  /** The paths whose mounts this unit needs, as far as they are known. */
  readonly paths: ReadonlyMap<string, MountNeed>;
}

interface MountNeed {
  readonly path: string;
  readonly type: 'Requires' | 'Wants';
  readonly declaration: Omit<Declaration, 'by'>;
}

const PERPETUAL = ['-.mount', '-.slice', 'system.slice', 'init.scope'];
const COMPLEMENT: readonly EdgeType[] = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds'];
/** PartOf= counts only where the member was loaded before the target. */
const LOADED_COMPLEMENT: readonly EdgeType[] = [...COMPLEMENT, 'PartOf'];
const IN_CGROUP: ReadonlySet<string> = new Set(['service', 'socket', 'mount', 'swap', 'slice', 'scope']);
const NONE: readonly Setting[] = [];

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
  const errors = new Map<LoadingUnit, NonNullable<BootNode['loadError']>>();
  const busNames = new Map<string, LoadingUnit>();
  const { held } = options;
  const reading = {
    held,
    diagnose: (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic),
    fragmentOf: (name: string): string | null => source.read(name).fragment,
  };

  /** Every name has a unit of its own until one of them is loaded: then the others are merged into that one. */
  function unitOf(name: string): LoadingUnit {
    const known = units.get(name);
    if (known) return followMerge(known);
    const unit = createUnit(name, typeOf(name));
    units.set(name, unit);
    queue.push(unit);
    return unit;
  }

  function load(unit: LoadingUnit): void {
    if (unit.load !== 'stub') return;
    const perpetual = PERPETUAL.includes(unit.id);
    const byItself = perpetual || unit.type === 'slice' || unit.type === 'device';
    const found = source.read(unit.id);
    // Drop-ins alone do not make a unit: PID 1 gives up before it looks for them.
    const files = found.state === 'empty' && !byItself ? { ...found, dropIns: [], settings: [], links: [] } : found;
    if (files.state === 'masked') unit.load = perpetual ? 'loaded' : 'masked';
    else if (files.state === 'error') unit.load = files.fragment === null ? 'not-found' : 'error';
    else if (files.state === 'empty' && !byItself) unit.load = 'not-found';
    else unit.load = 'loaded';
    const at = loadingOf(unit, files);
    loaded.set(unit, at);
    // The fragment is read under the name that was met first; its other names are merged in after that.
    if (unit.load === 'loaded') readExplicit(at, reading, 'fragment');
    if (files.state !== 'error' && !mergeNames(unit, files)) {
      unit.load = 'error';
      errors.set(unit, { message: 'one of its names belongs to a unit that is loaded already' });
      return;
    }
    if (unit.load === 'loaded' || (unit.load === 'masked' && !held.has('masked-skips-drop-ins')))
      readExplicit(at, reading, 'drop-ins');
    if (unit.load !== 'loaded') return;
    const refused = addTypeDependencies(at, held);
    if (refused) {
      unit.load = refused.load;
      const { file = files.fragment ?? undefined, line } = refused.setting ?? {};
      errors.set(unit, { message: refused.message, ...(file ? { file } : {}), ...(line ? { line } : {}) });
      return;
    }
    complements.push(unit);
    sliceDependencies(at);
    mountDependencies(at);
    oomDependencies(at);
  }

  /** merge_by_names (load-fragment.c). */
  function mergeNames(unit: LoadingUnit, files: UnitFiles): boolean {
    for (const name of files.names) {
      const other = units.get(name);
      if (other && !mergeUnits(unit, other)) return false;
      unit.names.add(name);
    }
    for (const name of unit.names) units.set(name, unit);
    unit.id = files.id;
    return true;
  }

  /** unit_add_slice_dependencies: a slice's parent is in its name, another unit's slice is a setting. */
  function sliceDependencies(at: Loading): void {
    if (at.slice === undefined) return;
    const { name, setting } = at.slice;
    const slice = at.unit.type === 'slice';
    for (const word of ['After', 'Requires'] as const)
      at.rule(
        word,
        name,
        slice ? 'implicit' : 'file',
        slice ? 'slice-parent' : setting ? 'slice-setting' : 'slice-default',
        setting,
      );
  }

  /** unit_add_oomd_dependencies. */
  function oomDependencies(at: Loading): void {
    const kill = ['ManagedOOMSwap', 'ManagedOOMMemoryPressure']
      .map((key) => inForce(at.all(at.section, key), (v) => (/^(auto|kill)$/.test(v) ? v : undefined)))
      .find((found) => found?.value === 'kill');
    if (!kill || !at.defaults || !IN_CGROUP.has(at.unit.type)) return;
    for (const word of ['After', 'Wants'] as const)
      at.rule(word, 'systemd-oomd.service', 'file', 'managed-oom', kill.setting);
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

  function loadingOf(unit: LoadingUnit, files: UnitFiles): Loading {
    const byKey = new Map<string, Setting[]>();
    for (const setting of files.settings) {
      const key = `${setting.section} ${setting.key}`;
      const known = byKey.get(key);
      if (known) known.push(setting);
      else byKey.set(key, [setting]);
    }
    const all = (section: string, key: string): readonly Setting[] => byKey.get(`${section} ${key}`) ?? NONE;
    const list = (section: string, key: string): readonly Setting[] => {
      const given = all(section, key);
      return given.slice(given.findLastIndex((s) => s.value === '') + 1);
    };
    const perpetual = PERPETUAL.includes(unit.id);
    const defaults = !perpetual && (inForce(all('Unit', 'DefaultDependencies'), parseBoolean)?.value ?? true);
    const paths = new Map<string, MountNeed>();
    const readAs = unit.id;
    const at: Loading = {
      unit,
      section: `${unit.type[0]?.toUpperCase()}${unit.type.slice(1)}`,
      files,
      defaults,
      perpetual,
      manager: options.manager ?? MANAGER_DEFAULTS,
      all,
      list,
      last: (section, key) => list(section, key).at(-1),
      expand(setting, scope) {
        const id = setting.file === files.fragment ? readAs : unit.id;
        const made = expandSpecifiers(setting.value, id, options.host, scope);
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
      load: (name) => void unitOf(name),
      knows: (name) => units.has(name),
      mountsFor(path, type, declaration) {
        if (!path.startsWith('/') || path.split('/').includes('..')) return false;
        const simple = simplify(path);
        // The first key that names a path keeps its say (unit_add_mounts_for).
        if (!paths.has(`${type}${simple}`)) paths.set(`${type}${simple}`, { path: simple, type, declaration });
        return true;
      },
      needsMount(path) {
        if (paths.has(`Requires${path}`) || paths.has(`Wants${path}`)) return true;
        const mount = units.get(nameFromPath(path, '.mount') ?? '');
        return mount !== undefined && hasDependency(unit, 'After', mount);
      },
      mountIsLoaded: () => mountLoaded(at),
      complementLoaded() {
        for (const type of LOADED_COMPLEMENT)
          for (const member of unit.out.get(type)?.keys() ?? []) complementPair(unit, member);
      },
      claimBusName(name) {
        const owner = busNames.get(name);
        if (owner === undefined) busNames.set(name, unit);
        return owner === undefined || owner === unit ? undefined : owner.id;
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
    const found = createUnit(FOUND_MOUNT, 'mount');
    units.set(FOUND_MOUNT, found);
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
    for (const type of COMPLEMENT) for (const target of unit.in.get(type)?.keys() ?? []) complementPair(target, unit);
  }

  function complementPair(target: LoadingUnit, member: LoadingUnit): void {
    const t = loaded.get(target);
    if (target.type !== 'target' || target.load !== 'loaded' || member.load !== 'loaded') return;
    if (!t?.defaults || !loaded.get(member)?.defaults || hasDependency(member, 'After', target)) return;
    if (!hasRule(target, member)) t.rule('After', member.id, 'default', 'target-complement');
  }

  enumerate();
  unitOf(options.target);
  drain();
  for (const name of source.allNames()) unitOf(name);
  drain();

  /** Ids are known only when every name is merged. */
  function named({ as, ...declaration }: Declaration, from: LoadingUnit, to: LoadingUnit): Declaration {
    const by = followMerge(units.get(declaration.by) ?? from).id;
    return { ...declaration, by, ...(as === undefined || as === (by === from.id ? to : from).id ? {} : { as }) };
  }

  const builder = createGraphBuilder();
  for (const [unit, at] of loaded) {
    const error = at.files.error ?? errors.get(unit);
    if (error && !at.files.error) builder.diagnose({ severity: 'error', code: unit.load, unit: unit.id, ...error });
    builder.addNode({
      id: unit.id,
      init: 'systemd',
      type: unit.type,
      load: unit.load,
      effective: true,
      aliases: [...unit.names].filter((n) => n !== unit.id).sort(),
      description: describe(at),
      fragment: at.files.fragment,
      dropIns: at.files.dropIns,
      ...(error ? { loadError: error } : {}),
      settings: markOverridden(at.files.settings),
      facts: factsOf(at),
    });
    for (const [type, ends] of unit.out)
      for (const [to, declared] of ends)
        for (const d of declared) builder.declare(unit.id, type, to.id, named(d, unit, to));
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

function describe(at: Loading): string {
  const setting = at.last('Unit', 'Description');
  const own = setting && at.expand(setting, 'full');
  if (own !== undefined) return own;
  const { id } = at.unit;
  const built = BUILT_IN_DESCRIPTIONS.get(id);
  if (built !== undefined) return built;
  return at.description ?? id;
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
