/** What most answers rest on, before anything is asked: for whoever has a moment until then. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';

/** @returns the pieces of it in their order; each is worked out once, and what was not is when an answer needs it */
export function preparations(root: () => RootFacts): readonly (() => unknown)[] {
  return [
    () => root(),
    () => bootOf(root()).plan,
    () => bootOf(root()).simulation,
    () => bootOf(root()).turns,
    () => bootOf(root()).uncertain,
  ];
}
