/** What a unit's own load may ask for and add, made of its files and of what the whole load knows. */

import type { Does } from '../behaviours/does.ts';
import type { Declaration, Diagnostic, InitReport } from '../graph/model.ts';
import { parseCommandLine } from './exec-command.ts';
import type { Loading, LoadingState, MountNeed, Scope } from './loading.ts';
import { MANAGER_DEFAULTS, type ManagerConfig } from './manager-config.ts';
import type { MountNeeds } from './mount-needs.ts';
import type { MountedAtStart } from './mounted-at-start.ts';
import { createSettingReader } from './setting-reader.ts';
import { expandSpecifiers, type HostFacts, wordOf } from './specifiers.ts';
import { orderAfterMembers } from './target-complement.ts';
import {
  addDependency,
  type DependencyResult,
  type DependencyWord,
  dependenciesOf,
  type LoadingUnit,
} from './unit-dependencies.ts';
import type { GeneratedFrom, UnitFiles, UnitSource } from './unit-source.ts';
import type { UnitTable } from './unit-table.ts';
import { checkPath } from './values.ts';

export interface LoadOptions {
  readonly target: string;
  readonly host: HostFacts;
  /** Defaults of system.conf; the built-in ones where it is not given. */
  readonly manager?: ManagerConfig;
  readonly does: Does;
  readonly scope?: Scope;
  /** The root is an initramfs. */
  readonly initrd?: boolean;
  /** Units to load last, besides those that files name: instances of templates. */
  readonly also?: readonly string[];
  /** What is mounted when PID 1 starts, in the order met; by default what a real boot has: `/` and the API file systems alone. */
  readonly mounted?: readonly MountedAtStart[];
  readonly root: string;
  readonly init: InitReport;
}

/** One load of a whole root: what its units share. */
export interface LoadContext {
  readonly source: UnitSource;
  readonly options: LoadOptions;
  readonly table: UnitTable;
  readonly mounts: MountNeeds;
  readonly diagnostics: Diagnostic[];
  /** D-Bus names, each with the service that has it. */
  readonly busNames: Map<string, LoadingUnit>;
  /** The mounts met in /proc, which have their default dependencies even where no file speaks of them. */
  readonly found: Map<LoadingUnit, MountedAtStart>;
  /** To be done when all that the anchor mentions is loaded. */
  readonly later: (() => void)[];
}

/**
 * Longer than 80 lines: one record, a line or three for each thing that a unit's type may ask.
 * @param asked name by which the unit was asked for: until its fragment is read, that is what it is called.
 */
export function createLoading(
  context: LoadContext,
  unit: LoadingUnit,
  files: UnitFiles,
  perpetual: boolean,
  asked: string,
): LoadingState {
  const { source, options, table, mounts, diagnostics, busNames } = context;
  const { does, scope = 'system', initrd = false } = options;
  const paths = new Map<string, MountNeed>();
  const host = source.hostFor(files.fragment);
  const nameFor = (file: string | undefined): string =>
    file === files.fragment ? table.nameWhileRead(unit, asked) : unit.id;
  const expand: Loading['expand'] = (setting, how) => {
    const made = expandSpecifiers(setting.value, nameFor(setting.file), host, how);
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
  const read = createSettingReader(files.settings, (setting) => expand(setting, 'full'), does);
  const at: LoadingState = {
    unit,
    files,
    does,
    read,
    perpetual,
    mounted: context.found.get(unit),
    manager: options.manager ?? MANAGER_DEFAULTS,
    scope,
    initrd,
    nameFor,
    defaults: read.flag('Unit', 'DefaultDependencies')?.value ?? !perpetual,
    slice: undefined,
    service: undefined,
    triggers: () => dependenciesOf(unit.out, 'Triggers').length > 0,
    setSlice(name, setting) {
      const to = table.of(name);
      if (!does('slices-add-up')) for (const old of dependenciesOf(unit.out, 'InSlice')) old.gone = true;
      at.slice = { name: to.id, ...(setting ? { setting } : {}) };
      if (!does('dependency-atoms')) return;
      const own = unit.type === 'slice';
      const origin = own ? 'implicit' : does('slice-property-origin') ? 'slice-property' : 'file';
      at.rule('InSlice', to.id, origin, sliceRule(at), setting);
    },
    known: (name) => table.units.get(name),
    expand,
    commandsIn: (value) =>
      parseCommandLine(
        value,
        (text) => wordOf(text, expandSpecifiers(text, table.nameWhileRead(unit, asked), host, 'full')),
        does,
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
        from === undefined ? declaredBy(unit.id, declaration) : generatedDeclaration(unit.id, declaration, from);
      const said = notAdded(addDependency(unit, word, table.of(name), whole, does), unit, word, name, declaration);
      if (said !== undefined) diagnostics.push(said);
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
      const simple = checkPath(path, 'absolute', does);
      // The first key that names a path keeps its say (unit_add_mounts_for).
      if (simple === undefined || paths.has(`${type}${simple}`)) return;
      paths.set(`${type}${simple}`, { path: simple, type, declaration });
    },
    mountLoaded: (where) => mounts.mountLoaded(unit, where),
    settleLater: (settle) => void context.later.push(settle),
    complementTarget: () => orderAfterMembers(at, table.loaded),
    paths,
  };
  return at;
}

/** Which rule puts a unit into its slice. */
export function sliceRule({ unit, slice }: Loading): string {
  return unit.type === 'slice' ? 'slice-parent' : slice?.setting ? 'slice-setting' : 'slice-default';
}

/** What there is to say of a dependency that PID 1 would not have. */
function notAdded(
  result: DependencyResult,
  unit: LoadingUnit,
  word: DependencyWord,
  name: string,
  declaration: Omit<Declaration, 'by'>,
): Diagnostic | undefined {
  const place = {
    unit: unit.id,
    ...(declaration.file ? { file: declaration.file } : {}),
    ...(declaration.line ? { line: declaration.line } : {}),
  };
  if (result.kind === 'dropped' || result.kind === 'refused')
    return { severity: 'warning', code: 'dependency-refused', message: result.message, ...place };
  const rule = declaration.how === 'rule';
  // What a rule adds by itself is no mistake of whoever wrote the unit.
  if (result.kind === 'added' || (rule && declaration.file === undefined)) return undefined;
  return {
    severity: rule ? 'info' : 'warning',
    code: rule ? 'self-dependency-by-rule' : 'self-dependency',
    message: `${word}=${name} names ${unit.id} itself, and is dropped`,
    ...place,
  };
}

/** The same record whichever way it is made; nearly all are a line of a file, and those made of one mould take half the memory. */
function declaredBy(by: string, declaration: Omit<Declaration, 'by'>): Declaration {
  const { origin, how, file, line, key, as, rule, generator, source } = declaration;
  if (generator !== undefined || source !== undefined) return { by, ...declaration };
  if (rule !== undefined && file === undefined && line === undefined && key === undefined && as === undefined)
    return { by, origin, how, rule };
  if (rule !== undefined || file === undefined || line === undefined || key === undefined)
    return { by, ...declaration };
  return as === undefined ? { by, origin, how, file, line, key } : { by, origin, how, file, line, key, as };
}

function generatedDeclaration(by: string, declaration: Omit<Declaration, 'by'>, from: GeneratedFrom): Declaration {
  const said = from.lines?.[declaration.line ?? -1] ?? from.source;
  return { by, ...declaration, generator: from.generator, ...(said ? { source: said } : {}) };
}
