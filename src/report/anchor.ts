import type { RootFacts } from '../boot/root-facts.ts';
import { em } from './style.ts';

/** Why the boot aims at this target: the default link, or who asked for another. */
export function anchorText({ graph, aliasLink, asked }: RootFacts): string {
  const target = em('strong', graph.target);
  if (graph.init.system !== 'systemd') return `${target} is where this boot begins`;
  const link = aliasLink(asked);
  const by = link === undefined ? '' : `: link ${em('name', link.file)} → ${link.target}`;
  return asked === 'default.target'
    ? `${target} is the default target${by}`
    : `${target} is the target asked for${asked === graph.target ? '' : ` as ${asked}${by}`}`;
}
