/** What may go wrong with a change that makes a boot shorter, in an operator's words. */
import type { Proposal } from '../answers/speed-up.ts';
import type { BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { fewOf, listing } from './words.ts';

/** Of more units than this the rest are counted. */
const NAMED = 6;

export function riskWords({ graph }: Pick<OpenedRoot, 'graph'>, proposal: Proposal): string {
  const { kind, slow, units, goes, after, free, gone } = proposal;
  const [from, to] = [goes[0]?.from ?? '', goes[0]?.to ?? ''];
  switch (kind) {
    case 'later': {
      const targets = listing([...new Set(after.flatMap((one) => one.targets))]);
      const names = listing(after.map(({ unit }) => unit));
      const one = after.length === 1;
      return `${targets} then says nothing of ${names}: whoever takes it for "${names} ${one ? 'is' : 'are'} up" is wrong. ${one ? 'It' : 'They'} only ${one ? 'begins' : 'begin'} when all the rest of the boot is done, and what uses ${one ? 'it' : 'them'} without saying so in After= may come before.${describes(graph.nodes, slow)}`;
    }
    case 'order':
      return `nothing in the files says that ${from} needs ${to}: it neither requires nor wants it. If its program uses what ${to} makes ready, it may fail, or find it half done.${describes(graph.nodes, to)}`;
    case 'online':
      return `${named(units)} then ${units.length === 1 ? 'starts' : 'start'} before ${to} is reached: what it stands for may be missing. A program that binds a certain address, or looks up a name when it starts, fails or has to try again; one that only listens, or tries again by itself, loses nothing.`;
    case 'waiter':
      return free.length === 0
        ? `nothing waits for it by a line of its own, but what rests on it without saying so comes sooner.${describes(graph.nodes, slow)}`
        : `${named(free)} no longer ${free.length === 1 ? 'waits' : 'wait'} for what it waits for: where one of them binds a certain address, looks up a name or opens a device when it starts, it may fail, or has to try again.`;
    case 'on-demand':
      return `the first who connects waits until it is up. What it does by itself without being asked (timers of its own, work at start) is not done until then${gone.length > 1 ? `; ${named(gone.filter((unit) => unit !== slow))} ${gone.length === 2 ? 'goes' : 'go'} with it` : ''}.`;
  }
}

function named(units: readonly string[]): string {
  return fewOf(units, NAMED);
}

/** ` It is described as "…".`: what only its maker can say of what it is good for. */
function describes(nodes: ReadonlyMap<string, BootNode>, unit: string): string {
  const description = nodes.get(unit)?.description ?? '';
  return description === '' || description === unit ? '' : ` ${unit} is described as "${description}".`;
}
