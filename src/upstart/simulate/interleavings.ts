/**
 * Other ways in which the same boot may go: processes run side by side and events are queued by whoever comes first, so the simulation is
 * played again with other things first. What differs between them is order in neither direction, or chance.
 */
import type { Job } from '../job-files.ts';
import type { Interleaving } from './machine-record.ts';

/** Each played once besides the plain one: who came last goes first, and three mixtures. */
export const OTHER_INTERLEAVINGS: readonly Interleaving[] = [
  { place: (order) => -order, jobs: (jobs) => [...jobs].reverse() },
  mixed(1),
  mixed(2),
  mixed(3),
];

/** The same every time: an answer must not change from one call to the next. */
function mixed(seed: number): Interleaving {
  return {
    place: (order) => scatter(order, seed),
    jobs: (jobs) => [...jobs].sort((a, b) => nameSum(a, seed) - nameSum(b, seed)),
  };
}

/** An integer hash (Murmur3's last steps). */
function scatter(value: number, seed: number): number {
  let hash = Math.imul(value + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function nameSum({ name }: Job, seed: number): number {
  let sum = seed;
  for (let at = 0; at < name.length; at++) sum = scatter(sum ^ name.charCodeAt(at), seed);
  return sum;
}
