/** What most answers rest on: less than an opened root, so that the viewer's page, which has no files any more, asks the same. */
import type { Varying } from '../engine/transaction/varying.ts';
import type { OpenedRoot } from '../open.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export type RootFacts = Pick<
  OpenedRoot,
  'graph' | 'version' | 'aliasLink' | 'asked' | 'config' | 'cmdline' | 'startsInFiles' | 'upstartBoot'
> &
  Partial<Pick<OpenedRoot, 'loadPath'>> & {
    readonly snapshot: Pick<Snapshot, 'readlink'>;
    /** Jobs that chance decides, where they were worked out before: it takes as many boots as it has draws. */
    readonly varying?: readonly Varying[];
  };
