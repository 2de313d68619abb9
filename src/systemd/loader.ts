/**
 * From unit files to the graph: manager_dispatch_load_queue and unit_load of systemd's src/core. What each type adds by
 * itself stands in unit-types/. Loads the anchor first, then all it mentions, then every other unit of the root.
 */
import { createGraphBuilder } from '../graph/builder.ts';
import type { BootGraph, BootNode, Declaration, Diagnostic, EdgeType, InitReport } from '../graph/model.ts';
import { parseCommandLine } from './exec-command.ts';
import { type Reading, readExplicit, SLICED } from './explicit.ts';
import type { Loading, LoadingState, MountNeed, Scope } from './loading.ts';
import { MANAGER_DEFAULTS, type ManagerConfig } from './manager-config.ts';
import { nameOnLoading, namesOf } from './name-on-loading.ts';
import { perpetualUnits } from './perpetual.ts';
import { createSettingReader } from './setting-reader.ts';
import { expandSpecifiers, type HostFacts, wordOf } from './specifiers.ts';
import {
  addDependency,
  createUnit,
  followMerge,
  hasDependency,
  type LoadingUnit,
  mergeUnits,
} from './unit-dependencies.ts';
import { instanceOf, isLoadable, nameFromPath, nameKind, sectionsOf, typeOf, withInstance } from './unit-name.ts';
import { nodeOf } from './unit-node.ts';
import type { GeneratedFrom, UnitFiles, UnitSource } from './unit-source.ts';
import { loadUnitType } from './unit-types/index.ts';
import { checkPath, parseBoolean } from './values.ts';
import type { BehaviourName } from './versions.ts';

export interface LoadOptions {
  readonly target: string;
  readonly host: HostFacts;
  /** Defaults of system.conf; the built-in ones where it is not given. */
  readonly manager?: ManagerConfig;
  readonly held: ReadonlySet<BehaviourName>;
  readonly scope?: Scope;
  /** The root is an initramfs. */
  readonly initrd?: boolean;
  readonly root: string;
  readonly init: InitReport;
}

/** What makes a target come after its members (UNIT_ATOM_ADD_DEFAULT_TARGET_DEPENDENCY_QUEUE). */
const COMPLEMENT: readonly EdgeType[] = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds', 'PartOf'];

/** What PID 1 starts where there is no default.target, before it turns to rescue.target. */
const BUILT_IN_DEFAULT = 'graphical.target';

/** What `systemd --test` finds mounted below any root: a tmpfs, whose default dependencies are the first units mentioned. */
const FOUND_MOUNT = 'tmp.mount';
const FOUND_MOUNT_FOLLOWS = 'swap.target';
const FOUND_MOUNT_MENTIONS = ['local-fs.target', 'local-fs-pre.target', 'umount.target', FOUND_MOUNT_FOLLOWS];

export function loadSystemdGraph(source: UnitSource, options: LoadOptions): BootGraph {
  const units = new Map<string, LoadingUnit>();
  const loaded = new Map<LoadingUnit, Loading>();
  const queue: { readonly unit: LoadingUnit; readonly name: string }[] = [];
  /** Names that stand in the load queue; every name of a loaded unit is as good as met. */
  const met = new Set<string>();
  const complements: LoadingUnit[] = [];
  /** Loaded units that need a mount at or below a path, by that path (units_needing_mounts_for). */
  const needs = new Map<string, { readonly at: Loading; readonly need: MountNeed }[]>();
  const above = new Map<string, readonly (readonly [string, string | undefined])[]>();
  const errors = new Map<LoadingUnit, NonNullable<BootNode['loadError']>>();
  const unmentioned: [string, LoadingUnit][] = [];
  /** Links below `.wants/` and its like, for the names that were first met by them. */
  const lent = new Map<string, string>();
  let booted = false;
  const busNames = new Map<string, LoadingUnit>();
  const diagnostics: Diagnostic[] = [];
  const { held, scope = 'system', initrd = false } = options;
  const { asking } = source;
  const perpetuals = perpetualUnits(scope, held);
  const optional = held.has('automounts-and-swaps-need-files') ? FILELESS : [...FILELESS, 'automount', 'swap'];
  const debian = ['ID', 'ID_LIKE'].some((field) => /\bdebian\b/.test(options.host.osRelease?.get(field) ?? ''));
  const reading: Reading = {
    unitOf,
    fragmentOf: (name) => source.read(name).fragment,
    diagnose: (diagnostic) => void diagnostics.push(diagnostic),
  };

  /** manager_load_unit_prepare: the unit of a name, put in front of the load queue when the name is first met. */
  function unitOf(name: string, link?: string): LoadingUnit {
    if (asking !== undefined) return askedUnit(name, link);
    const known = units.get(name);
    if (known && (met.has(name) || loaded.has(known))) return known;
    met.add(name);
    if (known) {
      queue.push({ unit: known, name });
      return known;
    }
    const files = source.read(name);
    // A mask speaks only for the name that is asked for, until that is loaded.
    const masked = files.state === 'masked' && name !== files.id;
    const same = units.get(masked ? name : files.id);
    const unit = same ?? createUnit(masked ? name : files.id, typeOf(files.id));
    for (const n of masked ? [] : files.names) {
      unit.names.add(n);
      units.set(n, unit);
    }
    units.set(name, unit);
    if (!loaded.has(unit)) queue.push({ unit, name });
    return unit;
  }

  /** The same where names are no one's before they are loaded. */
  function askedUnit(name: string, link: string | undefined): LoadingUnit {
    const known = units.get(name);
    if (known) return followMerge(known);
    const same = booted ? unitBehind(name, link) : undefined;
    const unit = same ?? createUnit(name, typeOf(name));
    units.set(name, unit);
    if (same !== undefined) unmentioned.push([name, same]);
    else {
      if (link !== undefined) lent.set(name, link);
      queue.push({ unit, name });
    }
    return unit;
  }

  /** A name that the boot does not mention, of a unit that it loads: no alias there, but it leads to it. */
  function unitBehind(name: string, link: string | undefined): LoadingUnit | undefined {
    const found = asking?.file([name], link);
    if (found === undefined || 'failed' in found) return undefined;
    const instance = instanceOf(name);
    for (const one of found.chain) {
      const made = nameKind(one) === 'template' && instance !== undefined ? withInstance(one, instance) : one;
      const unit = made === undefined ? undefined : units.get(made);
      if (unit?.type === typeOf(name)) return followMerge(unit);
    }
    return undefined;
  }

  /** The files of a unit to be loaded; undefined where it turns out to be another name of a loaded one. */
  function filesOf(unit: LoadingUnit, name: string): UnitFiles | undefined {
    if (asking === undefined) return perpetualScope(unit, source.read(unit.id));
    const named = nameOnLoading(unit, asking, units, lent.get(name), held);
    if ('files' in named) return perpetualScope(unit, named.files);
    if (unit.type !== 'service') readOnceMore(named.mergedInto, name);
    return undefined;
  }

  /** unit_load_dropin for a loaded unit that has got a name more: what its files say is not worked out again, but added. */
  function readOnceMore(unit: LoadingUnit, name: string): void {
    const before = loaded.get(unit);
    if (asking === undefined || before === undefined) return;
    const files = asking.read(namesOf(unit), before.files.fragment ?? undefined);
    const at = loadingOf(unit, files, before.perpetual, name);
    at.slice = before.slice;
    loaded.set(unit, at);
    const settings = files.settings.filter(
      ({ file }) => file !== files.fragment && !before.files.dropIns.includes(file),
    );
    const links = files.links.filter((link) => !before.files.links.some(({ file }) => file === link.file));
    readExplicit(loadingOf(unit, { ...files, settings, links }, before.perpetual, name), reading);
  }

  /** @param name by which the unit was asked for: until its fragment is read, that is what it is called. */
  function load(unit: LoadingUnit, name: string): void {
    if (loaded.has(unit) || unit.mergedInto !== undefined) return;
    const all = filesOf(unit, name);
    if (all === undefined) return;
    const taken = all.state === 'masked' && unit.id !== all.id && !takeName(unit, all.id);
    const perpetual = perpetuals.includes(unit.id);
    unit.load = called(stateOf(unit, all, perpetual, optional));
    const bare = unit.load === 'not-found' || taken;
    const files = bare ? { ...all, fragment: taken ? all.fragment : null, dropIns: [], settings: [], links: [] } : all;
    const at = loadingOf(unit, files, perpetual, name);
    loaded.set(unit, at);
    if (unit.load === 'not-found') return;
    if (taken) {
      refuse(at, 'error', `${unit.id} leads to the mask of ${all.id}, which was loaded before it`);
      return;
    }
    if (all.claims !== undefined && !claim(unit, all.claims)) {
      // The names come after the file: what it says stands.
      const said = {
        ...files,
        dropIns: [],
        links: [],
        settings: files.settings.filter((s) => s.file === all.fragment),
      };
      const half = loadingOf(unit, said, perpetual, name);
      loaded.set(unit, half);
      readExplicit(half, reading);
      refuse(half, 'error', `${unit.id} would be ${all.claims} too, which was loaded before it`);
      return;
    }
    readExplicit(at, reading);
    if (unit.load !== 'loaded') {
      // mount_load, swap_load: the type's part runs even where the file was given up.
      if (files.state === 'error' && /^(mount|swap)$/.test(unit.type) && held.has('failed-mounts-go-on'))
        loadUnitType(at);
      return;
    }
    const refusal = loadUnitType(at);
    if (refusal) refuse(at, refusal.load, refusal.message);
    else finishLoad(at);
  }

  /** merge_by_names: a unit takes its main name, from a unit that was only mentioned so far. False: that is loaded already. */
  function takeName(unit: LoadingUnit, id: string): boolean {
    const other = units.get(id);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    unit.names.add(id);
    for (const name of unit.names) units.set(name, unit);
    unit.id = id;
    return true;
  }

  /** merge_by_names, for a name that may be another unit's. */
  function claim(unit: LoadingUnit, name: string): boolean {
    const other = units.get(name);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    for (const one of [name, ...(other?.names ?? [])]) {
      unit.names.add(one);
      units.set(one, unit);
    }
    return true;
  }

  /** unit_load, after the type's own part: what is added to units that load only. */
  function finishLoad(at: Loading): void {
    if (held.has('target-order-is-queued')) complements.push(at.unit);
    else complement(at.unit);
    if (at.slice !== undefined) {
      const { name, setting } = at.slice;
      const own = at.unit.type === 'slice';
      const rule = own ? 'slice-parent' : setting ? 'slice-setting' : 'slice-default';
      for (const word of ['After', 'Requires'] as const) at.rule(word, name, own ? 'implicit' : 'file', rule, setting);
    }
    for (const need of at.paths.values())
      if (!tieMounts(at, need)) {
        refuse(at, 'error', `No mount unit can be named for ${need.path}`);
        return;
      }
    oomDependencies(at);
    for (const [mode, word] of [
      ['OnSuccessJobMode', 'OnSuccess'],
      ['OnFailureJobMode', 'OnFailure'],
    ] as const)
      if ((at.unit.out.get(word)?.size ?? 0) > 1 && isolates(at, mode)) {
        refuse(at, 'bad-setting', `More than one ${word}= dependencies specified but ${mode}=isolate set. Refusing.`);
        return;
      }
  }

  /** Before there was a state for refused settings, they were errors. */
  function called<State extends LoadingUnit['load']>(state: State): State | 'error' {
    return state === 'bad-setting' && !held.has('bad-settings-have-a-state') ? 'error' : state;
  }

  function refuse(at: Loading, state: 'bad-setting' | 'error' | 'not-found', message: string): void {
    at.unit.load = called(state);
    errors.set(at.unit, { message, ...(at.files.fragment ? { file: at.files.fragment } : {}) });
    diagnostics.push({
      severity: 'error',
      code: called(state),
      message,
      unit: at.unit.id,
      ...(at.files.fragment ? { file: at.files.fragment } : {}),
    });
  }

  /** unit_add_mount_dependencies: mounts loaded before count at once, others when they are loaded themselves. */
  function tieMounts(at: Loading, need: MountNeed): boolean {
    for (const [prefix, name] of mountsAbove(need.path)) {
      const list = needs.get(prefix);
      if (list) list.push({ at, need });
      else needs.set(prefix, [{ at, need }]);
      if (name === undefined) {
        if (held.has('unnameable-path-fails')) return false;
        continue;
      }
      const mount = unitOf(name);
      if (mount !== at.unit && mount.load === 'loaded' && loaded.has(mount))
        needMount(at, need, mount, need.declaration);
    }
    return true;
  }

  /** The path and every folder above it, each with the mount unit that would be there; asked for again and again. */
  function mountsAbove(path: string): readonly (readonly [string, string | undefined])[] {
    const known = above.get(path);
    if (known !== undefined) return known;
    const made = prefixesOf(path).map((prefix) => [prefix, nameFromPath(prefix, '.mount')] as const);
    above.set(path, made);
    return made;
  }

  /** unit_add_oomd_dependencies. */
  function oomDependencies(at: Loading): void {
    const section = sectionsOf(at.unit.type)[1] ?? '';
    if (!at.defaults || !SLICED.has(section)) return;
    const kill = ['ManagedOOMSwap', 'ManagedOOMMemoryPressure']
      .map((key) => at.read.choice(section, key, ['auto', 'kill']))
      .find((found) => found?.value === 'kill');
    if (!kill) return;
    for (const word of ['After', 'Wants'] as const)
      at.rule(word, 'systemd-oomd.service', 'file', 'managed-oom', kill.setting);
  }

  function needMount(at: Loading, need: MountNeed, mount: LoadingUnit, declaration: Omit<Declaration, 'by'>): void {
    at.add('After', mount.id, declaration);
    if (loaded.get(mount)?.files.fragment) at.add(need.type, mount.id, declaration);
  }

  function loadingOf(unit: LoadingUnit, files: UnitFiles, perpetual: boolean, asked: string): LoadingState {
    const paths = new Map<string, MountNeed>();
    const host = source.hostFor(files.fragment);
    const nameFor = (file: string | undefined): string => (file === files.fragment && !asking ? asked : unit.id);
    const expand: Loading['expand'] = (setting, scope) => {
      const made = expandSpecifiers(setting.value, nameFor(setting.file), host, scope);
      if ('text' in made) return made.text;
      const wrong = 'invalid' in made;
      diagnostics.push({
        severity: wrong ? 'warning' : 'notice',
        code: wrong ? 'bad-specifier' : 'unknown-specifier',
        message: wrong
          ? `${made.invalid} in "${setting.value}" is no specifier here, ignored`
          : `${made.unknown} in "${setting.value}" cannot be known from these files`,
        file: setting.file,
        line: setting.line,
        unit: unit.id,
      });
      return undefined;
    };
    const read = createSettingReader(files.settings, (setting) => expand(setting, 'full'), held);
    const at: LoadingState = {
      unit,
      files,
      held,
      read,
      perpetual,
      mounted: unit === found,
      manager: options.manager ?? MANAGER_DEFAULTS,
      scope,
      initrd,
      debian,
      nameFor,
      defaults: read.flag('Unit', 'DefaultDependencies')?.value ?? !perpetual,
      slice: undefined,
      service: undefined,
      triggers: () => (unit.out.get('Triggers')?.size ?? 0) > 0,
      setSlice(name, setting) {
        const to = unitOf(name);
        if (!held.has('slices-add-up')) {
          const known = unit.out.get('InSlice');
          for (const old of known?.keys() ?? []) old.in.get('InSlice')?.delete(unit);
          known?.clear();
        }
        at.slice = { name: to.id, ...(setting ? { setting } : {}) };
        if (!held.has('dependency-atoms')) return;
        const origin =
          unit.type === 'slice' ? 'implicit' : held.has('slice-property-origin') ? 'slice-property' : 'file';
        at.rule(
          'InSlice',
          to.id,
          origin,
          unit.type === 'slice' ? 'slice-parent' : setting ? 'slice-setting' : 'slice-default',
          setting,
        );
      },
      known: (name) => units.get(name),
      expand,
      commandsIn: (value) =>
        parseCommandLine(
          value,
          (text) => wordOf(text, expandSpecifiers(text, asking ? unit.id : asked, host, 'full')),
          held,
          source.installed,
        ).commands,
      claimBusName(name) {
        const owner = busNames.get(name);
        if (owner !== undefined) return owner === unit;
        busNames.set(name, unit);
        return true;
      },
      add(word, name, declaration) {
        const from = declaration.file === undefined ? undefined : source.generatedFrom(declaration.file);
        const whole =
          from === undefined ? { by: unit.id, ...declaration } : generatedDeclaration(unit.id, declaration, from);
        const result = addDependency(unit, word, unitOf(name), whole, held);
        if (result.kind === 'added') return;
        const place = {
          unit: unit.id,
          ...(declaration.file ? { file: declaration.file } : {}),
          ...(declaration.line ? { line: declaration.line } : {}),
        };
        if (result.kind === 'dropped' || result.kind === 'refused')
          diagnostics.push({ severity: 'warning', code: 'dependency-refused', message: result.message, ...place });
        // What a setting brings with it is no mistake of whoever wrote it.
        else if (result.kind === 'self' && (declaration.how !== 'rule' || declaration.file !== undefined))
          diagnostics.push({
            severity: declaration.how === 'rule' ? 'info' : 'warning',
            code: declaration.how === 'rule' ? 'self-dependency-by-rule' : 'self-dependency',
            message: `${word}=${name} names ${unit.id} itself, and is dropped`,
            ...place,
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
        const simple = checkPath(path, 'absolute', held);
        // The first key that names a path keeps its say (unit_add_mounts_for).
        if (simple === undefined || paths.has(`${type}${simple}`)) return;
        paths.set(`${type}${simple}`, { path: simple, type, declaration });
      },
      mountLoaded(where) {
        for (const { at: other, need } of needs.get(where) ?? [])
          if (other.unit !== unit && other.unit.load === 'loaded')
            needMount(other, need, unit, { ...need.declaration, origin: 'path' });
      },
      complementTarget() {
        if (!at.defaults) return;
        for (const type of COMPLEMENT)
          for (const member of [...(unit.out.get(type)?.keys() ?? [])]) complete(unit, member);
      },
      paths,
    };
    return at;
  }

  /** The mount met in /proc, which has its default dependencies even where no file speaks of it. */
  let found: LoadingUnit | undefined;

  function drain(): void {
    for (;;) {
      for (let next = queue.pop(); next; next = queue.pop()) {
        load(next.unit, next.name);
        if (next.unit === found) for (const name of FOUND_MOUNT_MENTIONS) unitOf(name);
      }
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
    for (const name of perpetuals) unitOf(name);
    if (scope === 'user') {
      // A user's manager adds nothing to the mounts that it finds.
      drain();
      return;
    }
    const names = asking === undefined ? source.read(FOUND_MOUNT).names : [FOUND_MOUNT];
    found = units.get(FOUND_MOUNT) ?? createUnit(names[0] ?? FOUND_MOUNT, 'mount');
    for (const name of names) units.set(name, found);
    // Its turn in the queue comes when it is found, not when another unit mentions it.
    met.add(FOUND_MOUNT);
    const mentions = held.has('found-mounts-conflict-at-once')
      ? ['local-fs.target', 'umount.target']
      : held.has('found-mounts-ordered-at-once')
        ? FOUND_MOUNT_MENTIONS
        : [];
    if (mentions.length > 0)
      for (const name of mentions) {
        unitOf(name);
        drain();
      }
    queue.push({ unit: found, name: FOUND_MOUNT });
    // Device nodes are mounts of their own there: all they mention is where their output goes.
    unitOf('systemd-journald.socket');
    drain();
    for (const name of FOUND_MOUNT_MENTIONS) unitOf(name);
    drain();
  }

  /** manager_dispatch_target_deps_queue: the targets that pull a unit in come after it. */
  function complement(unit: LoadingUnit): void {
    for (const type of COMPLEMENT)
      if (type !== 'PartOf' && (type !== 'Upholds' || held.has('dependency-atoms')))
        for (const target of [...(unit.in.get(type)?.keys() ?? [])]) complete(target, unit);
  }

  /** unit_add_default_target_dependency: unless that would be a loop. */
  function complete(target: LoadingUnit, member: LoadingUnit): void {
    const t = loaded.get(target);
    if (target.type !== 'target' || target.load !== 'loaded' || member.load !== 'loaded') return;
    if (!t?.defaults || !loaded.get(member)?.defaults || hasDependency(member, 'After', target)) return;
    if (member === found && target.id === FOUND_MOUNT_FOLLOWS) return;
    if (!hasRule(target, member)) t.rule('After', member.id, 'default', 'target-complement');
  }

  /** do_queue_default_job: what is loaded in the place of a default target that is not there. */
  function anchorOf(asked: string): string {
    if (asked !== 'default.target' || unitOf(asked).load !== 'not-found' || !held.has('builtin-units')) return asked;
    unitOf(BUILT_IN_DEFAULT);
    drain();
    const other = unitOf(BUILT_IN_DEFAULT);
    if (other.load !== 'loaded') return asked;
    const message = `There is no default.target: systemd starts ${other.id} in its place.`;
    diagnostics.push({ severity: 'notice', code: 'default-target-missing', message, unit: other.id });
    return other.id;
  }

  /**
   * A name that nothing in the boot mentions, of a mask that is loaded. PID 1 does not know that they are one: it reads a mask
   * for each name by itself. So it is no alias of the unit, but leads to it.
   */
  function aliasOfMask(name: string): boolean {
    if (units.has(name) || asking !== undefined) return false;
    const { state, id } = source.read(name);
    const mask = units.get(id);
    if (state !== 'masked' || mask?.load !== 'masked') return false;
    unmentioned.push([name, mask]);
    return true;
  }

  enumerate();
  unitOf(options.target);
  drain();
  const target = unitOf(anchorOf(options.target)).id;
  drain();
  booted = true;
  for (const name of source.allNames()) if (isLoadable(name) && !aliasOfMask(name)) unitOf(name);
  drain();

  const builder = createGraphBuilder();
  for (const [unit, at] of loaded) {
    if (unit.mergedInto !== undefined) continue;
    builder.addNode(nodeOf(at, at.files.error ?? errors.get(unit)));
    for (const [type, ends] of unit.out)
      for (const [to, declared] of ends)
        for (const d of declared) builder.declare(unit.id, type, to.id, withoutOwnName(d, unit.id, to.id));
  }
  for (const [name, mask] of unmentioned) builder.addName(name, mask.id);
  for (const d of [...source.diagnostics, ...diagnostics]) builder.diagnose(d);
  return builder.finish({ root: options.root, init: options.init, target });
}

/** What was written is told only where the other end is called otherwise. */
function withoutOwnName(declaration: Declaration, from: string, to: string): Declaration {
  const { as, ...rest } = declaration;
  return as !== undefined && as === (declaration.by === from ? to : from) ? rest : declaration;
}

/** Types whose units are loaded where no file speaks of them, too. */
const FILELESS = ['slice', 'device'];

function generatedDeclaration(by: string, declaration: Omit<Declaration, 'by'>, from: GeneratedFrom): Declaration {
  const said = from.lines?.[declaration.line ?? -1] ?? from.source;
  return { by, ...declaration, generator: from.generator, ...(said ? { source: said } : {}) };
}

function hasRule(target: LoadingUnit, member: LoadingUnit): boolean {
  return (
    target.out
      .get('After')
      ?.get(member)
      ?.some((d) => d.rule === 'target-complement') ?? false
  );
}

/** init.scope is made by PID 1 itself: a file of its name is not read, its drop-ins are (scope_enumerate_perpetual). */
function perpetualScope(unit: LoadingUnit, files: UnitFiles): UnitFiles {
  if (unit.type !== 'scope' || files.fragment === null) return files;
  return { ...files, fragment: null, settings: files.settings.filter(({ file }) => file !== files.fragment) };
}

function stateOf(
  unit: LoadingUnit,
  files: UnitFiles,
  perpetual: boolean,
  optional: readonly string[],
): LoadingUnit['load'] {
  if (unit.type === 'scope') return perpetual ? 'loaded' : 'not-found';
  if (files.state === 'masked') return perpetual ? 'loaded' : 'masked';
  if (files.state === 'error') return files.error?.load ?? 'not-found';
  if (files.state === 'empty' && !perpetual && !optional.includes(unit.type)) return 'not-found';
  return 'loaded';
}

function isolates(at: Loading, mode: 'OnSuccessJobMode' | 'OnFailureJobMode'): boolean {
  if (mode === 'OnSuccessJobMode' && !at.held.has('dependency-atoms')) return false;
  let isolate = false;
  for (const setting of at.files.settings) {
    if (setting.section !== 'Unit') continue;
    if (setting.key === mode && JOB_MODES.has(setting.value)) isolate = setting.value === 'isolate';
    else if (setting.key === 'OnFailureIsolate' && mode === 'OnFailureJobMode') {
      const yes = parseBoolean(setting.value);
      if (yes !== undefined) isolate = yes;
    }
  }
  return isolate;
}

const JOB_MODES = new Set([
  'fail', 'replace', 'replace-irreversibly', 'isolate', 'flush', 'ignore-dependencies', 'ignore-requirements', 'triggering',
]); // biome-ignore format: a table

/** `path` and every folder above it, up to `/`. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('/').filter((p) => p !== '' && p !== '.');
  if (!path.startsWith('/') || parts.includes('..')) return [];
  return [...parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`).reverse(), '/'];
}
