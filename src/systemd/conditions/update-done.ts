/** The unit whose program marks /etc and /var as up to date (src/update-done/update-done.c): after it ConditionNeedsUpdate= is met no more. */
import type { BootGraph } from '../../graph/model.ts';
import type { Change } from './world.ts';

const PROGRAM = /^[-@:+!|]*\/(usr\/)?lib\/systemd\/systemd-update-done$/;

/** @returns by the unit that asks; undefined: nothing marks them, or only once that unit is done */
export function updateDone(graph: BootGraph): (unit: string) => Change | undefined {
  for (const node of graph.nodes.values()) {
    const runs = node.settings.find(
      ({ section, key, value }) => section === 'Service' && key === 'ExecStart' && PROGRAM.test(value),
    );
    if (runs === undefined || node.load !== 'loaded') continue;
    const asked = graph.edges.some(({ to, type }) => to === node.id && (type === 'Wants' || type === 'Requires'));
    if (!asked) continue;
    const sooner = waitedFor(graph, node.id);
    const change: Change = { by: 'update-done', unit: node.id, file: runs.file, line: runs.line };
    return (unit) => (sooner.has(unit) ? undefined : change);
  }
  return () => undefined;
}

/** The unit, and all that it waits for. */
function waitedFor({ edges }: BootGraph, unit: string): ReadonlySet<string> {
  const after = new Map<string, string[]>();
  for (const { from, to, type } of edges) {
    if (type !== 'After') continue;
    const list = after.get(from);
    if (list) list.push(to);
    else after.set(from, [to]);
  }
  const seen = new Set([unit]);
  for (const id of seen) for (const to of after.get(id) ?? []) seen.add(to);
  return seen;
}
