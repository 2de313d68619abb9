/** unit_load: one unit, from its names and files to all that its type and its settings add (src/core/unit.c). */
import type { BootNode } from '../graph/model.ts';
import { type Reading, readExplicit, SLICED } from './explicit.ts';
import type { Loading } from './loading.ts';
import { createLoading, type LoadContext, sliceRule } from './loading-state.ts';
import type { Queued, Resolved } from './name-resolver.ts';
import { perpetualUnits } from './perpetual.ts';
import { orderTargetsAfter } from './target-complement.ts';
import { dependenciesOf, type LoadingUnit } from './unit-dependencies.ts';
import { sectionsOf } from './unit-name.ts';
import type { UnitFiles } from './unit-source.ts';
import { loadUnitType } from './unit-types/index.ts';
import { parseBoolean } from './values.ts';

export interface UnitLoader {
  /** The name is the one by which the unit was asked for: until its fragment is read, that is what it is called. */
  load(queued: Queued): void;
  /** Units whose targets are to be ordered after them when nothing is left to load, the last first. */
  readonly complements: LoadingUnit[];
  /** Why units were refused. */
  readonly errors: ReadonlyMap<LoadingUnit, NonNullable<BootNode['loadError']>>;
}

/** Longer than 80 lines: the steps of unit_load, which share the units that wait for their targets. */
export function createUnitLoader(context: LoadContext): UnitLoader {
  const { source, table, mounts, diagnostics } = context;
  const { does, scope = 'system' } = context.options;
  const { loaded } = table;
  const complements: LoadingUnit[] = [];
  const errors = new Map<LoadingUnit, NonNullable<BootNode['loadError']>>();
  const perpetuals = perpetualUnits(scope, does);
  const optional = does('automounts-and-swaps-need-files') ? FILELESS : [...FILELESS, 'automount', 'swap'];
  const reading: Reading = {
    unitOf: table.of,
    fragmentOf: (name) => source.read(name).fragment,
    diagnose: (diagnostic) => void diagnostics.push(diagnostic),
  };

  function load({ unit, name }: Queued): void {
    if (loaded.has(unit) || unit.mergedInto !== undefined) return;
    const all = filesOf(unit, name);
    if (all === undefined) return;
    const taken = all.state === 'masked' && unit.id !== all.id && !table.takeName(unit, all.id);
    const perpetual = perpetuals.includes(unit.id);
    // A mount that /proc tells of needs no file (mount_load: fragment_required).
    const needsFile = !perpetual && !context.found.has(unit);
    unit.load = called(stateOf(unit, all, perpetual, needsFile ? optional : [unit.type]));
    const bare = unit.load === 'not-found' || taken;
    const files = bare ? { ...all, fragment: taken ? all.fragment : null, dropIns: [], settings: [], links: [] } : all;
    const at = createLoading(context, unit, files, perpetual, name);
    loaded.set(unit, at);
    if (unit.load === 'not-found') return;
    if (taken) {
      refuse(at, 'error', `${unit.id} leads to the mask of ${all.id}, which was loaded before it`);
      return;
    }
    if (all.extraName !== undefined && !table.takeExtraName(unit, all.extraName)) {
      // The names come after the file: what it says stands.
      const said = {
        ...files,
        dropIns: [],
        links: [],
        settings: files.settings.filter((s) => s.file === all.fragment),
      };
      const half = createLoading(context, unit, said, perpetual, name);
      loaded.set(unit, half);
      readExplicit(half, reading);
      refuse(half, 'error', `${unit.id} would be ${all.extraName} too, which was loaded before it`);
      return;
    }
    readExplicit(at, reading);
    if (unit.load !== 'loaded') {
      // mount_load, swap_load: the type's part runs even where the file was given up, and for all that /proc tells of.
      const goesOn = files.state === 'error' && /^(mount|swap)$/.test(unit.type) && does('failed-mounts-go-on');
      if (goesOn || at.mounted !== undefined) loadUnitType(at);
      return;
    }
    const refusal = loadUnitType(at);
    if (refusal) refuse(at, refusal.load, refusal.message);
    else finishLoad(at);
  }

  /** The files of a unit to be loaded; undefined where it turns out to be another name of a loaded one. */
  function filesOf(unit: LoadingUnit, name: string): UnitFiles | undefined {
    const resolved = table.resolve(unit, name);
    if ('files' in resolved) return perpetualScope(unit, resolved.files);
    if (unit.type !== 'service') readOnceMore(resolved, name);
    return undefined;
  }

  /** unit_load_dropin for a loaded unit that has got a name more: what its files say is not worked out again, but added. */
  function readOnceMore({ mergedInto: unit, reread }: Exclude<Resolved, { files: UnitFiles }>, name: string): void {
    const before = loaded.get(unit);
    if (before === undefined) return;
    const files = reread(before.files.fragment ?? undefined);
    const at = createLoading(context, unit, files, before.perpetual, name);
    at.slice = before.slice;
    loaded.set(unit, at);
    const settings = files.settings.filter(
      ({ file }) => file !== files.fragment && !before.files.dropIns.includes(file),
    );
    const links = files.links.filter((link) => !before.files.links.some(({ file }) => file === link.file));
    readExplicit(createLoading(context, unit, { ...files, settings, links }, before.perpetual, name), reading);
  }

  /** unit_load, after the type's own part: what is added to units that load only. */
  function finishLoad(at: Loading): void {
    if (does('target-order-is-queued')) complements.push(at.unit);
    else orderTargetsAfter(at.unit, loaded, does);
    if (at.slice !== undefined) {
      const { name, setting } = at.slice;
      const origin = at.unit.type === 'slice' ? 'implicit' : 'file';
      const needed = does('slices-are-required') ? 'Requires' : 'Wants';
      for (const word of ['After', needed] as const) at.rule(word, name, origin, sliceRule(at), setting);
    }
    for (const need of at.paths.values())
      if (!mounts.addDependencies(at, need)) {
        refuse(at, 'error', `No mount unit can be named for ${need.path}`);
        return;
      }
    oomDependencies(at);
    for (const [mode, word] of [
      ['OnSuccessJobMode', 'OnSuccess'],
      ['OnFailureJobMode', 'OnFailure'],
    ] as const)
      if (dependenciesOf(at.unit.out, word).length > 1 && isolates(at, mode)) {
        refuse(at, 'bad-setting', `More than one ${word}= dependencies specified but ${mode}=isolate set. Refusing.`);
        return;
      }
  }

  /** Before there was a state for refused settings, they were errors. */
  function called<State extends LoadingUnit['load']>(state: State): State | 'error' {
    return state === 'bad-setting' && !does('bad-settings-have-a-state') ? 'error' : state;
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

  return { load, complements, errors };
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

/** Types whose units are loaded where no file speaks of them, too. */
const FILELESS = ['slice', 'device'];

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
  if (mode === 'OnSuccessJobMode' && !at.does('dependency-atoms')) return false;
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
