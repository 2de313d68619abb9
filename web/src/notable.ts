/** The units for which a reader comes: they keep their names in the picture at every zoom. */
import { edgeOfView } from '../../src/view/graph.ts';
import { edgeType, type Model } from './model.ts';

export interface OwnChanges {
  /** Units whose file stands among the administrator's own; those changed by drop-ins there; masked there; enabled by links there. */
  readonly own: readonly number[];
  readonly dropIns: readonly number[];
  readonly masks: readonly number[];
  readonly enabled: readonly number[];
}

/** What the folder says that is the administrator's. A package's own scripts make links there, too: a link is no more than a link. */
export function ownChanges(model: Model): OwnChanges {
  const { data } = model;
  const text = (k: number | undefined): string => data.strings[k ?? 0] ?? '';
  const own = (file: string | undefined): boolean => file?.startsWith(`${data.config}/`) === true;
  const links = new Set(data.links.map(([name]) => text(name)));
  const changed = { own: [] as number[], dropIns: [] as number[], masks: [] as number[], enabled: [] as number[] };
  for (const u of model.units) {
    const file = text(data.nodes.fragment[u.n]);
    if (u.load === 'masked') {
      if (own(file) || file === '') changed.masks.push(u.n);
    } else if (own(file) && !links.has(file)) changed.own.push(u.n);
    if ((data.nodes.dropIns[u.n] ?? []).some((k) => own(text(k)))) changed.dropIns.push(u.n);
  }
  const enabled = new Set<number>();
  data.edges.to.forEach((to, e) => {
    const type = edgeType(model, e);
    if (enabled.has(to) || (type !== 'Wants' && type !== 'Requires')) return;
    if (edgeOfView(data, e).declared.some(({ how, file }) => how === 'link' && own(file))) enabled.add(to);
  });
  return { ...changed, enabled: [...enabled] };
}

/** Milestones and started targets, what the administrator enabled or wrote, members of cycles, what has findings, what may not start. */
export function notableUnits(model: Model): ReadonlySet<number> {
  const { data } = model;
  const found = new Set<number>(data.chain);
  for (const u of model.units) {
    if (u.type === 'target' && u.wave >= 0) found.add(u.n);
    if (['dropped', 'victim', 'broken', 'gone'].includes(u.state)) found.add(u.n);
  }
  const { own, dropIns, enabled } = ownChanges(model);
  for (const n of [...own, ...dropIns, ...enabled]) found.add(n);
  for (const cycle of data.cycles) for (const n of cycle.members) found.add(n);
  for (const { node, severity } of data.findings) if (node >= 0 && severity !== 'info') found.add(node);
  return found;
}
