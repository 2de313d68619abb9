/** What an answer's words rest on: less than an opened root, so that the viewer, which has no root any more, can say them too. */
import type { OpenedRoot } from '../open.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export type Told = Pick<OpenedRoot, 'graph' | 'version' | 'aliasLink' | 'asked' | 'upstartBoot'> & {
  readonly snapshot: Pick<Snapshot, 'readlink'>;
};
