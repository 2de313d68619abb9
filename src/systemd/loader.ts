/**
 * From unit files to the graph: manager_enumerate and manager_dispatch_load_queue of systemd's src/core. What loading one
 * unit means stands in load-unit.ts. Loads the anchor first, then all it mentions, then every other unit of the root.
 */
import { createGraphBuilder } from '../graph/builder.ts';
import type { BootGraph } from '../graph/model.ts';
import { createDeclaring, createOwnNames, createRules } from './declaring.ts';
import { isApiMount } from './file-systems.ts';
import { createUnitLoader } from './load-unit.ts';
import type { LoadContext, LoadOptions } from './loading-state.ts';
import { createMountNeeds } from './mount-needs.ts';
import { isBelowDev, type MountedAtStart, mentionsOfMounted } from './mounted-at-start.ts';
import { perpetualUnits } from './perpetual.ts';
import { orderTargetsAfter } from './target-complement.ts';
import { createUnit } from './unit-dependencies.ts';
import { isLoadable, nameFromPath } from './unit-name.ts';
import { nodeOf } from './unit-node.ts';
import type { UnitSource } from './unit-source.ts';
import { createUnitTable } from './unit-table.ts';

/** What PID 1 starts where there is no default.target, before it turns to rescue.target. */
const BUILT_IN_DEFAULT = 'graphical.target';

/**
 * Longer than 80 lines: the whole order of loading is to be read in one place, since origins depend on it.
 * @returns the graph of every unit of `source`, as the PID 1 that `options.does` describes would load it.
 */
export function loadSystemdGraph(source: UnitSource, options: LoadOptions): BootGraph {
  const { does, scope = 'system' } = options;
  const table = createUnitTable(source, does);
  const { units, of: unitOf } = table;
  const context: LoadContext = {
    source,
    options,
    table,
    mounts: createMountNeeds(table),
    diagnostics: [],
    busNames: new Map(),
    found: new Map(),
    declaring: createDeclaring(source),
    rules: createRules(),
    later: [],
  };
  const { load, complements, errors } = createUnitLoader(context);

  function drain(): void {
    for (;;) {
      for (let next = table.next(); next; next = table.next()) {
        load(next);
        const met = context.found.get(next.unit);
        if (met) for (const name of mentionsOfMounted(met)) unitOf(name);
      }
      const unit = complements.pop();
      if (unit) orderTargetsAfter(unit, table.loaded, does);
      else if (!table.hasNext()) return;
    }
  }

  /**
   * manager_enumerate: what PID 1 loads before its anchor. The order of loading shows in the graph: an edge to a mount that
   * was loaded before its unit has the origin of the setting, one to a mount loaded after it has origin path. The perpetual
   * units wait in the queue while the mounts met in /proc are gone through, each with all that it mentions.
   */
  function enumerate(): void {
    for (const name of perpetualUnits(scope, does)) unitOf(name);
    // A user's manager adds nothing to the mounts that it finds.
    for (const mount of scope === 'user' ? [] : (options.mounted ?? [])) meet(mount);
    drain();
    for (const mount of context.found.values()) for (const name of mentionsOfMounted(mount)) unitOf(name);
    drain();
  }

  /** mount_setup_unit, for one line of /proc/self/mountinfo. */
  function meet(mount: MountedAtStart): void {
    const name = nameFromPath(mount.path, '.mount', does);
    if (name === undefined || mount.path === '/' || isApiMount(mount.path, does)) return;
    if (isBelowDev(mount)) {
      // No default dependencies: all that it mentions is where its output goes.
      unitOf('systemd-journald.socket');
      return;
    }
    const names = table.namesOf(name);
    const found = units.get(name) ?? createUnit(names[0] ?? name, 'mount');
    for (const one of names) units.set(one, found);
    // Its turn in the queue comes when it is found, not when another unit mentions it.
    table.expect(name);
    context.found.set(found, mount);
    const mentions = does('found-mounts-conflict-at-once')
      ? ['local-fs.target', 'umount.target']
      : does('found-mounts-ordered-at-once')
        ? mentionsOfMounted(mount)
        : [];
    for (const mentioned of mentions) {
      unitOf(mentioned);
      drain();
    }
    table.enqueue({ unit: found, name });
  }

  /** do_queue_default_job: what is loaded in the place of a default target that is not there. */
  function anchorOf(asked: string): string {
    if (asked !== 'default.target' || unitOf(asked).load !== 'not-found' || !does('builtin-units')) return asked;
    unitOf(BUILT_IN_DEFAULT);
    drain();
    const other = unitOf(BUILT_IN_DEFAULT);
    if (other.load !== 'loaded') return asked;
    const message = `There is no default.target: systemd starts ${other.id} in its place.`;
    context.diagnostics.push({ severity: 'notice', code: 'default-target-missing', message, unit: other.id });
    return other.id;
  }

  enumerate();
  unitOf(options.target);
  drain();
  const target = unitOf(anchorOf(options.target)).id;
  drain();
  for (const settle of context.later) settle();
  table.bootIsLoaded();
  for (const name of source.allNames()) if (isLoadable(name) && !table.isAliasOfMask(name)) unitOf(name);
  for (const name of options.also ?? []) if (isLoadable(name)) unitOf(name);
  drain();

  const builder = createGraphBuilder();
  const withoutOwnNames = createOwnNames();
  for (const [unit, at] of table.loaded) {
    // A hundred thousand units are not kept twice: what became a node and edges is let go.
    table.loaded.delete(unit);
    if (unit.mergedInto !== undefined) continue;
    builder.addNode(nodeOf(at, at.files.error ?? errors.get(unit)));
    for (const { type, to, declared, gone } of unit.out.list)
      if (!gone) builder.addEdge(unit.id, type, to.id, withoutOwnNames(declared, unit.id, to.id));
    for (const { list } of [unit.out, unit.in]) list.length = 0;
  }
  for (const [name, mask] of table.unmentioned) builder.addName(name, mask.id);
  for (const d of [...source.diagnostics, ...context.diagnostics]) builder.diagnose(d);
  return builder.finish({ root: options.root, init: options.init, target });
}
