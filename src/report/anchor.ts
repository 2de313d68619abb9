import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { anchorFromCmdline } from '../words/kernel-cmdline.ts';
import { em } from './style.ts';

/** Why the boot aims at this target: the default link, the kernel command line, or who asked for another. */
export function anchorText(root: RootFacts): string {
  const { graph, aliasLink, asked } = root;
  const target = em('strong', graph.target);
  if (graph.init.system !== 'systemd') return `${target} is where this boot begins`;
  const link = aliasLink(asked);
  const by = link === undefined ? '' : `: link ${em('name', link.file)} → ${link.target}`;
  const word = anchorWord(root);
  const instead = fallback(root);
  if (asked === 'default.target') return `${target} is the default target${by}${instead}`;
  const who = word === undefined ? 'asked for' : `that the kernel command line asks for (${word})`;
  return `${target} is the target ${who}${asked === graph.target ? '' : ` as ${asked}${by}`}${instead}`;
}

/** The word of the kernel command line that asks for this target; undefined: the default target, or someone else's wish. */
export function anchorWord({ asked, cmdline }: Pick<RootFacts, 'asked' | 'cmdline'>): string | undefined {
  const words = [false, true].map((initrd) => anchorFromCmdline(cmdline, { initrd }));
  return words.find((one) => one?.unit === asked)?.word;
}

/** What PID 1 starts in place of a target that it cannot load (main.c: do_queue_default_job). */
function fallback(root: RootFacts): string {
  const { graph } = root;
  const { target } = bootOf(root).plan;
  const load = graph.nodes.get(graph.target)?.load ?? 'not-found';
  return target === graph.target || load === 'loaded'
    ? ''
    : `, which ${load === 'not-found' ? 'is not found' : load === 'masked' ? 'is masked' : 'cannot be loaded'}: systemd falls back to ${em('strong', target)}`;
}
