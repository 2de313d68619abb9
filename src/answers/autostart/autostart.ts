/** One service in all three inits of a root. */
import { bootOf } from '../../boot/boot.ts';
import type { BootGraph, BootNode } from '../../graph/model.ts';
import type { OpenedRoot } from '../../open.ts';
import type { OverlayEntry } from '../../snapshot/overlay.ts';
import type { Autostart, AutostartAnswer } from './model.ts';
import { systemdAutostart } from './systemd.ts';
import { sysvAutostart } from './sysv.ts';
import { upstartAutostart } from './upstart.ts';

/**
 * @param id a node of any init; those of the same name in the others come with it
 */
export function autostart(opened: OpenedRoot, id: string): AutostartAnswer {
  const { graph, snapshot } = opened;
  const name = id.replace(/^(sysv|upstart):/, '').replace(/\.(service|sh)$/, '');
  const nodes = [
    nodeNamed(graph, graph.nodes.get(id)?.init === 'systemd' ? id : `${name}.service`),
    nodeNamed(graph, `sysv:${name}`) ?? nodeNamed(graph, `sysv:${name}.sh`),
    nodeNamed(graph, `upstart:${name}`),
  ];
  const ways: Autostart[] = [];
  for (const node of nodes) {
    if (node === undefined) continue;
    if (node.init === 'systemd') ways.push(systemdAutostart(opened, node));
    else if (node.type === 'script') ways.push(sysvAutostart(opened, node));
    else if (node.type === 'job') ways.push(upstartAutostart(graph, snapshot, node));
  }
  ways.sort((a, b) => Number(b.inForce) - Number(a.inForce));
  const { started } = bootOf(opened).plan;
  const inBoot = ways.filter((way) => started.has(way.id));
  return {
    name,
    inForce: graph.init.system,
    started: inBoot.length > 0,
    ways,
    lost: inBoot.length === 0 ? null : lostWithout(opened, inBoot, started),
  };
}

/** A node with files of its own: what others only mention is no way to start anything. */
function nodeNamed(graph: BootGraph, name: string): BootNode | undefined {
  const node = graph.nodes.get(graph.names.get(name) ?? '');
  return node !== undefined && node.load !== 'not-found' ? node : undefined;
}

/** The boot without it, planned anew: a mask for a unit, `manual` for a job; a script takes nothing else with it. */
function lostWithout(
  { snapshot, reopen, config }: OpenedRoot,
  ways: readonly Autostart[],
  started: ReadonlySet<string>,
): readonly string[] {
  const own = new Set(ways.map((way) => way.id));
  const entries = ways.flatMap((way): OverlayEntry[] => {
    if (way.init === 'systemd') return [{ path: `${config}/${way.id}`, linkTarget: '/dev/null' }];
    if (way.init === 'sysv') return [];
    const path = `/etc/init/${way.id.slice('upstart:'.length)}.override`;
    return [{ path, content: `${snapshot.read(path) ?? ''}\nmanual\n` }];
  });
  if (entries.length === 0) return [];
  const left = bootOf(reopen(entries)).plan.started;
  return [...started].filter((id) => !left.has(id) && !own.has(id)).sort();
}
