/** insserv's reading of a root: first the links, then the scripts (insserv.c: scan_script_locations, main). */

import { RUNLEVELS } from '../../behaviours/runlevels.ts';
import type { InitScript, RcLink, SysvFiles } from '../init-scripts.ts';
import { type LevelSet, levelBit, parseLevels } from '../level-sets.ts';
import { addRequirements, addReverse, type ExpandedFacilities, headerValue, providedWords } from './requirements.ts';
import {
  addService,
  createRegistry,
  dropAliasLinks,
  joinNames,
  mainOf,
  provide,
  type Registry,
  type Service,
} from './services.ts';

export interface ScanOptions {
  /** Scripts to enable, as named on the command line. */
  readonly named: readonly string[];
  /** `-d`: the headers' levels count even where links say otherwise. */
  readonly defaults: boolean;
  /** `-f`: missing services are not fatal. */
  readonly force: boolean;
}

export interface Scan {
  readonly registry: Registry;
  /** Why insserv would stop, in its own words but for the prefix. */
  readonly fatal: string[];
  readonly warnings: string[];
}

export function scanScripts(
  files: SysvFiles,
  facilities: ExpandedFacilities,
  interactive: readonly string[],
  options: ScanOptions,
): Scan {
  const scan: Scan = { registry: createRegistry(), fatal: [], warnings: [] };
  for (const name of interactive) if (name !== '') mainOf(addService(scan.registry, name)).interactive = true;
  for (const level of RUNLEVELS) for (const link of files.links.get(level) ?? []) scanLink(scan, facilities, link);
  dropAliasLinks(scan.registry);
  for (const name of options.named) markNamed(scan, files, name);
  const scripts = files.scripts.filter((script) => script.skip === undefined);
  const first = scripts.filter(({ name }) => name === options.named[0]);
  for (const script of [...first, ...scripts.filter(({ name }) => name !== options.named[0])])
    scanScript(scan, facilities, script, options);
  dropAliasLinks(scan.registry);
  orderAll(scan.registry, facilities);
  return scan;
}

function scanLink({ registry, warnings }: Scan, facilities: ExpandedFacilities, link: RcLink): void {
  if (link.dangling) return;
  const script = link.targetName;
  if (script === undefined) {
    warnings.push(`script is corrupt or invalid: ${link.file}`);
    return;
  }
  let first: Service | undefined;
  for (const word of providedWords(link.header, link.script)) {
    const service = addService(registry, word);
    const bit = levelBit(link.runlevel);
    if (link.type === 'K') {
      service.stopNumber = Math.min(service.stopNumber || 99, link.number);
      service.slot.stop.levels |= bit;
    } else {
      service.startNumber = Math.max(service.startNumber, link.number);
      service.slot.start.levels |= bit;
    }
    if (first === undefined) first = service;
    else joinNames(registry, first, service);
    if (!provide(registry, service, script)) continue;
    service.refs++;
    if (service.known) continue;
    service.known = true;
    service.enabled = true;
    const value = (key: Parameters<typeof headerValue>[1]): string => headerValue(link.header, key) ?? '';
    addRequirements(registry, facilities, service, value('required-start'), { must: true, mode: 'start' });
    addRequirements(registry, facilities, service, value('should-start'), { must: false, mode: 'start' });
    addReverse(registry, facilities, service, value('start-before'), 'start');
    addRequirements(registry, facilities, service, value('required-stop'), { must: true, mode: 'stop' });
    addRequirements(registry, facilities, service, value('should-stop'), { must: false, mode: 'stop' });
    addReverse(registry, facilities, service, value('stop-after'), 'stop');
    if (value('interactive') === 'true') service.interactive = true;
  }
}

function markNamed({ registry }: Scan, files: SysvFiles, name: string): void {
  const script = files.scripts.find((one) => one.name === name);
  let first: Service | undefined;
  for (const word of script === undefined ? [name] : providedWords(script.header, name)) {
    const service = addService(registry, word);
    if (first === undefined) first = service;
    else joinNames(registry, first, service);
    service.commandLine = true;
  }
}

/** Levels of a script while it is read: undefined is a missing key, 'empty' one without a value. */
type Default = { readonly levels: LevelSet } | 'empty' | undefined;

function scanScript(scan: Scan, facilities: ExpandedFacilities, script: InitScript, options: ScanOptions): void {
  const { registry } = scan;
  const { header, name } = script;
  const isNamed = options.named.includes(name);
  const guessed = headerValue(header, 'provides') === undefined ? guessFromLinks(registry, name) : undefined;
  const value = (key: Parameters<typeof headerValue>[1]): string => headerValue(header, key) ?? '';
  const [requiredStart, requiredStop] = [
    value('required-start') || (guessed?.requiredStart ?? ''),
    value('required-stop') || (guessed?.requiredStop ?? ''),
  ];
  let start = defaultOf(scan, script, 'default-start') ?? levelsAsDefault(guessed?.start);
  let stop = defaultOf(scan, script, 'default-stop') ?? levelsAsDefault(guessed?.stop);
  if (start === 'empty') start = levelsAsDefault(guessed?.start) ?? start;
  if (stop === 'empty') stop = levelsAsDefault(guessed?.stop) ?? stop;

  let first: Service | undefined;
  let service: Service | undefined;
  for (const word of providedWords(header, name)) {
    service = addService(registry, word);
    if (first === undefined) first = service;
    else joinNames(registry, first, service);
    if (!provide(registry, service, name)) {
      const message = `script ${name}: service ${word} already provided!`;
      scan.warnings.push(message);
      if (isNamed && !options.force) scan.fatal.push(message);
      continue;
    }
    const known = service.known;
    service.known = true;
    if (!known) {
      addRequirements(registry, facilities, service, requiredStart, { must: true, mode: 'start' });
      addRequirements(registry, facilities, service, value('should-start'), { must: false, mode: 'start' });
      addRequirements(registry, facilities, service, requiredStop, { must: true, mode: 'stop' });
      addRequirements(registry, facilities, service, value('should-stop'), { must: false, mode: 'stop' });
      if (value('interactive') === 'true') service.interactive = true;
    }
    addReverse(registry, facilities, service, value('start-before'), 'start');
    addReverse(registry, facilities, service, value('stop-after'), 'stop');
    if (isNamed && !options.force) checkRequired(scan, service);
    start = settle(service, 'start', start, options.defaults);
    stop = settle(service, 'stop', stop, options.defaults);
  }
  if (service === undefined) return;
  const main = mainOf(service);
  if (main.enabled && !options.defaults) return;
  if (typeof start === 'object') main.slot.start.levels |= start.levels;
  if (typeof stop === 'object') main.slot.stop.levels |= stop.levels;
}

/** Links outweigh the header; without any the header's levels count. An empty default takes over what the links say. */
function settle(service: Service, mode: 'start' | 'stop', given: Default, defaults: boolean): Default {
  const side = service.slot[mode];
  if (typeof given === 'object') {
    if (!service.enabled) side.levels = given.levels;
    return given;
  }
  if (given === 'empty' && service.enabled && !defaults && side.levels !== 0) return { levels: side.levels };
  return given;
}

function levelsAsDefault(levels: LevelSet | undefined): Default {
  return levels === undefined || levels === 0 ? undefined : { levels };
}

function defaultOf(scan: Scan, script: InitScript, key: 'default-start' | 'default-stop'): Default {
  const field = script.header.header.fields.get(key);
  if (field === undefined) return undefined;
  if (field.value === '') return 'empty';
  const { levels, fatal } = parseLevels(field.value);
  if (fatal !== undefined) scan.fatal.push(`Wrong runlevel key '${fatal.toUpperCase()}'`);
  return { levels };
}

interface Guess {
  readonly requiredStart?: string | undefined;
  readonly requiredStop?: string | undefined;
  readonly start?: LevelSet;
  readonly stop?: LevelSet;
}

/** A script without Provides is put where its links have it, or into the levels of the first that needs it. */
function guessFromLinks(registry: Registry, name: string): Guess {
  const guess = registry.byName.get(name);
  if (guess === undefined) {
    const needing = (list: 'requires' | 'stopsAfter'): Service | undefined =>
      registry.services.find((one) => {
        const main = mainOf(one);
        return main.enabled && main[list].some(({ service }) => service.name === name);
      });
    return {
      start: needing('requires')?.slot.start.levels ?? 0,
      stop: needing('stopsAfter')?.slot.stop.levels ?? 0,
    };
  }
  const mains = registry.services.map(mainOf);
  const before = mains.findLast(
    (one) =>
      one.startNumber !== 0 &&
      one.startNumber < guess.startNumber &&
      (one.slot.start.levels & guess.slot.start.levels) !== 0,
  );
  const after = mains.findLast(
    (one) =>
      one.stopNumber !== 0 &&
      one.stopNumber > guess.stopNumber &&
      (one.slot.stop.levels & guess.slot.stop.levels) !== 0,
  );
  return {
    requiredStart: before?.name,
    requiredStop: after?.name,
    start: guess.slot.start.levels,
    stop: guess.slot.stop.levels,
  };
}

/** Everything that must be there is enabled or about to be. */
function checkRequired(scan: Scan, service: Service): void {
  const main = mainOf(service);
  for (const { service: named, must } of main.requires) {
    if (!must) continue;
    const needed = mainOf(named);
    if (needed.commandLine || needed.enabled) continue;
    if (!needed.warned) scan.fatal.push(`FATAL: service ${named.name} has to be enabled to use service ${main.name}`);
    needed.warned = true;
    // It counts as an error each time, though it is said once.
    if (scan.fatal.length === 0) scan.fatal.push('exiting now!');
  }
}

/** `$all`: first of all to stop, last of all to start, of those that share a level. */
function orderAll(registry: Registry, facilities: ExpandedFacilities): void {
  for (const [flag, mode] of [
    ['first', 'stop'],
    ['last', 'start'],
  ] as const)
    for (const service of registry.services) {
      if (service.alias || !service[flag] || service.script === undefined) continue;
      for (const other of registry.services) {
        if (other.alias || other === service || other[flag]) continue;
        if ((service.slot[mode].levels & other.slot[mode].levels) === 0) continue;
        addRequirements(registry, facilities, service, other.name, { must: false, mode });
      }
      if (mode === 'stop') service.slot.stop.minDepth = Math.max(service.slot.stop.minDepth, 1);
      if (mode === 'stop' && service.slot.stop.depth < 1) service.slot.stop.depth = service.slot.stop.minDepth;
    }
}
