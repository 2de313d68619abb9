/** insserv on a captured root: numbers for every script, `.depend.*`, and what would make it stop. Nothing is changed. */

import type { Snapshot } from '../../snapshot/snapshot.ts';
import { append } from '../../words/append.ts';
import { expandFacilities, readFacilities } from '../facilities.ts';
import { fileFilters, type ReadOptions, readSysvFiles } from '../init-scripts.ts';
import { BOOT_LEVEL, type LevelSet, NORMAL_LEVELS } from '../level-sets.ts';
import { type DependFiles, dependFiles } from './depend.ts';
import { computeDepths, type Depths, type Loop, MAX_DEPTH, separateInteractive } from './depths.ts';
import { scanScripts } from './scan.ts';
import { mainOf, type Registry } from './services.ts';

export interface InsservOptions extends ReadOptions {
  /** Scripts to enable; none: what is linked is put into order. */
  readonly named?: readonly string[];
  readonly defaults?: boolean;
  readonly force?: boolean;
}

export interface ScriptOrder {
  readonly script: string;
  readonly mode: 'start' | 'stop';
  readonly number: number;
  readonly levels: LevelSet;
}

export interface UnknownName {
  /** The script that requires it, where it has one. */
  readonly script: string;
  readonly needs: string;
  readonly text: string;
}

export interface InsservResult {
  /** What `insserv -s` prints. */
  readonly order: readonly ScriptOrder[];
  readonly depend: DependFiles;
  readonly loops: readonly Loop[];
  readonly involved: Depths['involved'];
  readonly afterAll: Depths['afterAll'];
  /** Why it would stop without changing anything; empty: it would not. */
  readonly fatal: readonly string[];
  /** Requirements that nothing provides, each with the first service that has it; they are among `fatal` too, as `text`. */
  readonly unknown: readonly UnknownName[];
  readonly warnings: readonly string[];
}

export function runInsserv(snapshot: Snapshot, options: InsservOptions = {}): InsservResult {
  const { named = [], defaults = false, force = false } = options;
  const files = readSysvFiles(snapshot, options);
  const facilities = readFacilities(snapshot, fileFilters(snapshot));
  const expanded = expandFacilities(facilities);
  const interactive = facilities.interactive.map(({ name }) => name);
  const scan = scanScripts(files, expanded.members, interactive, { named, defaults, force });
  const { registry } = scan;
  const depths = computeDepths(registry);
  const fatal: string[] = [];
  const unknown: UnknownName[] = [];
  if (expanded.loop !== undefined)
    fatal.push(`Loop detected during expanding system facilities in the insserv.conf file(s): ${expanded.loop}`);
  if (depths.involved.length > 0 && !force) fatal.push('exiting now without changing boot order!');
  else separateInteractive(registry, depths);
  append(fatal, scan.fatal);
  if (!force) checkLevels(registry, fatal, unknown);
  if (depths.max.start > MAX_DEPTH || depths.max.stop > MAX_DEPTH)
    fatal.push(`Maximum of ${MAX_DEPTH} in ordering reached`);
  linkNamed(registry, named);
  return {
    order: orderOf(registry),
    depend: dependFiles(registry),
    loops: depths.loops,
    involved: depths.involved,
    afterAll: depths.afterAll,
    fatal,
    unknown,
    warnings: scan.warnings,
  };
}

/** Scripts that are named get links in their levels, and so a place in `.depend.*`; there are no K links in rcS.d. */
function linkNamed(registry: Registry, named: readonly string[]): void {
  const names = new Set(named);
  for (const { service, start, stop } of registry.slots)
    if (names.has(service.script ?? '') && (start.levels | (stop.levels & NORMAL_LEVELS)) !== 0) service.refs++;
}

function orderOf(registry: Registry): readonly ScriptOrder[] {
  const order: ScriptOrder[] = [];
  for (const { service, start, stop } of registry.slots) {
    const { script } = service;
    if (script === undefined) continue;
    if (stop.levels !== 0) order.push({ script, mode: 'stop', number: stop.depth, levels: stop.levels });
    if (start.levels !== 0) order.push({ script, mode: 'start', number: start.depth, levels: start.levels });
  }
  return order;
}

/** What must be there is there, and in every level of what needs it; S is before them all. */
function checkLevels(registry: Registry, fatal: string[], unknown: UnknownName[]): void {
  for (const service of registry.services) {
    const main = mainOf(service);
    let levels = service.slot.start.levels;
    for (const { service: named, must } of main.requires) {
      if (!must) continue;
      const needed = mainOf(named);
      if (!main.commandLine) {
        if (!main.enabled) continue;
        if (!needed.commandLine && !needed.known) {
          const text = `FATAL: service ${needed.name} has to exists for service ${main.name}`;
          if (!needed.warned) {
            fatal.push(text);
            unknown.push({ script: main.script ?? main.name, needs: needed.name, text });
          }
          needed.warned = true;
          continue;
        }
      }
      if (!needed.enabled) continue;
      const theirs = needed.slot.start.levels;
      if ((theirs & BOOT_LEVEL) !== 0 && (levels & BOOT_LEVEL) === 0) continue;
      if ((theirs & levels) === levels) continue;
      levels &= ~theirs;
      if (!needed.warned)
        fatal.push(`FATAL: service ${needed.name} is missed in the runlevels to use service ${main.name}`);
      needed.warned = true;
    }
  }
}
