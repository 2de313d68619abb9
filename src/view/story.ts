/** What the page tells first of a boot: what is skipped, what comes later, on which units it hangs. Worked out once, where the page is written. */
import { impacts } from '../answers/impact.ts';
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { isLost } from '../engine/failure/fate.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { ViewStory } from './format.ts';

/** Of so many single points of failure the page tells. */
const PERILS = 12;

/** @returns undefined under an init whose failures are not computed */
export function storyOf(root: RootFacts): ViewStory | undefined {
  if (root.graph.init.system !== 'systemd') return undefined;
  const { plan, turns, later, uncertain } = bootOf(root);
  const of = (wanted: (fate: UnitFate['fate']) => boolean): string[] =>
    [...turns.values()].filter(({ fate }) => wanted(fate)).map(({ unit }) => unit);
  return {
    failed: plan.failed ?? '',
    skipped: of((fate) => fate === 'skipped'),
    lost: of((fate) => fate !== 'skipped' && fate !== 'not-asked' && isLost(fate)),
    later: [...later.keys()].filter((id) => root.graph.nodes.has(id) && !plan.started.has(id)),
    chance: [...uncertain.keys()],
    perils: impacts(root)
      .ranked.slice(0, PERILS)
      .map(({ unit, lost, perhaps, reached, emergency }) => ({
        unit,
        lost,
        perhaps,
        end: emergency ?? (reached === 'no' ? root.graph.target : ''),
      })),
  };
}
