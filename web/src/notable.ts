/** The units for which a reader comes: they keep their names in the picture at every zoom. */
import { edgeOfView } from '../../src/view/graph.ts';
import { edgeType, type Model } from './model.ts';

/** Milestones and started targets, what the administrator enabled or wrote, members of cycles, what has findings, what may not start. */
export function notableUnits(model: Model): ReadonlySet<number> {
  const { data } = model;
  const found = new Set<number>(data.chain);
  const text = (k: number | undefined): string => data.strings[k ?? 0] ?? '';
  const own = (file: string | undefined): boolean => file?.startsWith(`${data.config}/`) === true;
  for (const u of model.units) {
    if (u.type === 'target' && u.wave >= 0) found.add(u.n);
    if (['dropped', 'victim', 'broken', 'gone'].includes(u.state)) found.add(u.n);
    const files = [data.nodes.fragment[u.n], ...(data.nodes.dropIns[u.n] ?? [])];
    if (files.some((file) => own(text(file)))) found.add(u.n);
  }
  data.edges.to.forEach((to, e) => {
    const type = edgeType(model, e);
    if (found.has(to) || (type !== 'Wants' && type !== 'Requires')) return;
    if (edgeOfView(data, e).declared.some(({ how, file }) => how === 'link' && own(file))) found.add(to);
  });
  for (const cycle of data.cycles) for (const n of cycle.members) found.add(n);
  for (const { node, severity } of data.findings) if (node >= 0 && severity !== 'info') found.add(node);
  return found;
}
