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
  const boot = bootOf(opened);
  const inBoot = ways.filter((way) => boot.mayStart(way.id));
  const sure = inBoot.some((way) => boot.fate(way.id) === 'always');
  return {
    name,
    inForce: graph.init.system,
    started: sure,
    notAtEveryBoot: (sure ? undefined : inBoot.map((way) => boot.uncertain.get(way.id)).find((one) => one)) ?? null,
    ways,
    lost: inBoot.length === 0 ? null : lostWithout(opened, inBoot),
  };
}

/** A node with files of its own: what others only mention is no way to start anything. */
function nodeNamed(graph: BootGraph, name: string): BootNode | undefined {
  const node = graph.nodes.get(graph.names.get(name) ?? '');
  return node !== undefined && node.load !== 'not-found' ? node : undefined;
}

/** The boot without it, planned anew: a mask for a unit, `manual` for a job; a script takes nothing else with it. */
function lostWithout(opened: OpenedRoot, ways: readonly Autostart[]): readonly string[] {
  const { snapshot, reopen, config, graph } = opened;
  const own = new Set(ways.map((way) => way.id));
  const entries = ways.flatMap((way): OverlayEntry[] => {
    if (way.init === 'systemd') return [{ path: `${config}/${way.id}`, linkTarget: '/dev/null' }];
    if (way.init === 'sysv') return [];
    const path = `/etc/init/${way.id.slice('upstart:'.length)}.override`;
    return [{ path, content: `${snapshot.read(path) ?? ''}\nmanual\n` }];
  });
  if (entries.length === 0) return [];
  const [boot, without] = [bootOf(opened), bootOf(reopen(entries))];
  return [...graph.nodes.keys()].filter((id) => boot.mayStart(id) && !without.mayStart(id) && !own.has(id)).sort();
}
