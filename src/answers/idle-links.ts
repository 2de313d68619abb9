/** Links that enable a unit under something that is not there: `systemctl enable` made them, and PID 1 never looks where they are. */
import type { RootFacts } from '../boot/root-facts.ts';
import type { Setting } from '../graph/model.ts';
import { LINK_KEYS } from '../systemd/install/link-keys.ts';

export interface IdleLink {
  /** What it is enabled under: `multiuser.target`. */
  readonly under: string;
  /** The link's path. */
  readonly link: string;
  /** The line of [Install] that asks for it. */
  readonly setting: Setting;
}

/** @param install lines of the [Install] section that are in force */
export function idleLinks(
  { graph, config, loadPath = [], snapshot }: RootFacts,
  unit: string,
  install: readonly Setting[],
): readonly IdleLink[] {
  return install.flatMap((setting) =>
    setting.value.split(/\s+/).flatMap((under) => {
      if (graph.nodes.get(graph.names.get(under) ?? '')?.load === 'loaded') return [];
      const [, , suffix] = LINK_KEYS.find(([key]) => key === setting.key) ?? [];
      const link = (suffix === undefined ? [] : [...new Set([config, ...loadPath])])
        .map((folder) => `${folder}/${under}.${suffix}/${unit}`)
        .find((path) => snapshot.readlink(path) !== undefined);
      return link === undefined ? [] : [{ under, link, setting }];
    }),
  );
}
