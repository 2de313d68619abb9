/** From a name as people write it to the id of a node. */
import type { BootGraph, InitSystem } from '../graph/model.ts';
import { nearestNames } from '../report/suggest.ts';
import { UsageError } from './errors.ts';

/** Runlevel words and the targets they stand for (runlevel(8)). */
const RUNLEVELS: Readonly<Record<string, string>> = {
  '1': 'rescue.target',
  single: 'rescue.target',
  '2': 'multi-user.target',
  '3': 'multi-user.target',
  '4': 'multi-user.target',
  '5': 'graphical.target',
};

/**
 * An alias counts, the suffix may be left out.
 * @param type the suffix to try: `service`
 * @throws UsageError with the nearest names where there is no such unit
 */
export function unitNamed(graph: BootGraph, name: string, type = 'service'): string {
  const id = spellings(graph, name, type)
    .map((spelling) => graph.names.get(spelling))
    .find((found) => found !== undefined);
  if (id !== undefined) return id;
  const near = nearestNames(name, [...graph.names.keys()]);
  throw new UsageError(
    `no unit called "${name}" in this root${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}`,
  );
}

/** The name as it is, then as the init in force would mean it, then as the others would. */
function spellings(graph: BootGraph, name: string, type: string): readonly string[] {
  const short: Readonly<Record<InitSystem, readonly string[]>> = {
    systemd: [`${name}.${type}`],
    upstart: [`upstart:${name}`, `event:${name}`],
    sysv: [`sysv:${name}`, `lsb:$${name.replace(/^\$/, '')}`, `runlevel:${name}`],
  };
  return [name, ...short[graph.init.system], ...Object.values(short).flat()];
}

/** A target by name or runlevel word. @throws UsageError as `unitNamed` */
export function targetNamed(graph: BootGraph, name: string): string {
  return unitNamed(graph, (graph.init.system === 'systemd' ? RUNLEVELS[name] : undefined) ?? name, 'target');
}
