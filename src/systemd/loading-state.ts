/** What a unit's own load may ask for and add, made of its files and of what the whole load knows. */

import type { Does } from '../behaviours/does.ts';
import type { Declaration, Diagnostic, InitReport, Setting } from '../graph/model.ts';
import type { createRules, Declaring, Saying } from './declaring.ts';
import { parseCommandLine } from './exec-command.ts';
import type { Loading, LoadingState, MountNeed, Scope } from './loading.ts';
import { MANAGER_DEFAULTS, type ManagerConfig } from './manager-config.ts';
import type { MountNeeds } from './mount-needs.ts';
import type { MountedAtStart } from './mounted-at-start.ts';
import { createSettingReader, type SettingReader } from './setting-reader.ts';
import { expandSpecifiers, type HostFacts, type SpecifierFacts, wordOf } from './specifiers.ts';
import { orderAfterMembers } from './target-complement.ts';
import {
  addDependency,
  type DependencyResult,
  type DependencyWord,
  dependenciesOf,
  type LoadingUnit,
} from './unit-dependencies.ts';
import type { UnitFiles, UnitSource } from './unit-source.ts';
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
  readonly declaring: Declaring;
  readonly rules: ReturnType<typeof createRules>;
  /** To be done when all that the anchor mentions is loaded. */
  readonly later: (() => void)[];
}

/**
 * What the unit's own load may ask for and add.
 * @param asked name by which the unit was asked for: until its fragment is read, that is what it is called.
 */
export function createLoading(
  context: LoadContext,
  unit: LoadingUnit,
  files: UnitFiles,
  perpetual: boolean,
  asked: string,
): LoadingState {
  return new UnitLoading(context, unit, files, perpetual, asked);
}

const NO_NEEDS: ReadonlyMap<string, MountNeed> = new Map();

/** A class, since there is one a unit: a record of functions would be a dozen of them for each of a hundred thousand. */
class UnitLoading implements LoadingState {
  readonly unit: LoadingUnit;
  readonly files: UnitFiles;
  readonly perpetual: boolean;
  readonly read: SettingReader;
  readonly mounted: MountedAtStart | undefined;
  readonly defaults: boolean;
  slice: LoadingState['slice'] = undefined;
  service: LoadingState['service'] = undefined;
  private readonly context: LoadContext;
  private readonly asked: string;
  private readonly host: SpecifierFacts;
  private needs: Map<string, MountNeed> | undefined = undefined;

  constructor(context: LoadContext, unit: LoadingUnit, files: UnitFiles, perpetual: boolean, asked: string) {
    this.unit = unit;
    this.files = files;
    this.perpetual = perpetual;
    this.context = context;
    this.asked = asked;
    this.host = context.source.hostFor(files.fragment);
    this.mounted = context.found.get(unit);
    this.read = createSettingReader(files.settings, this);
    this.defaults = this.read.flag('Unit', 'DefaultDependencies')?.value ?? !perpetual;
  }

  get does(): Does {
    return this.context.options.does;
  }

  get manager(): ManagerConfig {
    return this.context.options.manager ?? MANAGER_DEFAULTS;
  }

  get scope(): Scope {
    return this.context.options.scope ?? 'system';
  }

  get initrd(): boolean {
    return this.context.options.initrd ?? false;
  }

  get paths(): ReadonlyMap<string, MountNeed> {
    return this.needs ?? NO_NEEDS;
  }

  nameFor(file: string | undefined): string {
    return file === this.files.fragment ? this.context.table.nameWhileRead(this.unit, this.asked) : this.unit.id;
  }

  expand(setting: Setting, how: 'name' | 'full'): string | undefined {
    const made = expandSpecifiers(setting.value, this.nameFor(setting.file), this.host, how);
    if ('text' in made) return made.text;
    const wrong = 'invalid' in made;
    this.context.diagnostics.push({
      severity: wrong ? 'warning' : 'notice',
      code: wrong ? 'bad-specifier' : 'unknown-specifier',
      message: wrong
        ? `${made.invalid} in "${setting.value}" is no specifier here, ignored`
        : `${made.unknown} in "${setting.value}" cannot be known from these files`,
      file: setting.file,
      line: setting.line,
      unit: this.unit.id,
    });
    return undefined;
  }

  triggers(): boolean {
    return dependenciesOf(this.unit.out, 'Triggers').length > 0;
  }

  setSlice(name: string, setting?: Setting): void {
    const { does, unit } = this;
    const to = this.context.table.of(name);
    if (!does('slices-add-up')) for (const old of dependenciesOf(unit.out, 'InSlice')) old.gone = true;
    this.slice = { name: to.id, ...(setting ? { setting } : {}) };
    if (!does('dependency-atoms')) return;
    const own = unit.type === 'slice';
    const origin = own ? 'implicit' : does('slice-property-origin') ? 'slice-property' : 'file';
    this.rule('InSlice', to.id, origin, sliceRule(this), setting);
  }

  known(name: string): LoadingUnit | undefined {
    return this.context.table.units.get(name);
  }

  commandsIn(value: string): number {
    const { source, table } = this.context;
    const expanded = (text: string): string | undefined =>
      wordOf(text, expandSpecifiers(text, table.nameWhileRead(this.unit, this.asked), this.host, 'full'));
    return parseCommandLine(value, expanded, this.does, source.installed).commands;
  }

  claimBusName(name: string): boolean {
    const { busNames } = this.context;
    const owner = busNames.get(name);
    if (owner !== undefined) return owner === this.unit;
    busNames.set(name, this.unit);
    return true;
  }

  add(word: DependencyWord, name: string, said: Saying, as?: string): void {
    const { declaring, table, diagnostics } = this.context;
    const { unit } = this;
    const result = addDependency(unit, word, table.of(name), declaring(unit.id, said, as), this.does);
    if (result.kind === 'added') return;
    const refusal = notAdded(result, unit, word, name, said);
    if (refusal !== undefined) diagnostics.push(refusal);
  }

  rule(word: DependencyWord, name: string, origin: Declaration['origin'], rule: string, setting?: Setting): void {
    this.add(word, name, this.context.rules(origin, rule, setting));
  }

  mountsFor(path: string, type: 'Requires' | 'Wants', declaration: Saying): void {
    const simple = checkPath(path, 'absolute', this.does);
    // The first key that names a path keeps its say (unit_add_mounts_for).
    if (simple === undefined || this.needs?.has(`${type}${simple}`)) return;
    this.needs ??= new Map();
    this.needs.set(`${type}${simple}`, { path: simple, type, declaration });
  }

  mountLoaded(where: string): void {
    this.context.mounts.mountLoaded(this.unit, where);
  }

  settleLater(settle: () => void): undefined {
    this.context.later.push(settle);
  }

  complementTarget(): void {
    orderAfterMembers(this, this.context.table.loaded);
  }
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
  declaration: Saying,
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
