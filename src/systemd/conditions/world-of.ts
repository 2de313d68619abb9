/** The world that a root's conditions are asked against. */
import type { Capture } from '../../capture/capture.ts';
import type { BootGraph } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { bootChanges } from './changes.ts';
import { updateDone } from './update-done.ts';
import type { Change, World } from './world.ts';

type Given = Pick<World, 'does' | 'version' | 'scope' | 'assume'> & { readonly capture: Capture };

/** Nothing is read before the first condition asks. */
export function worldOf(snapshot: Snapshot, graph: BootGraph, { capture, ...given }: Given): World {
  let changes: ((path: string) => Change | undefined) | undefined;
  let updated: ((unit: string) => Change | undefined) | undefined;
  const { cmdline, from } = capture.cmdline;
  return {
    ...given,
    snapshot,
    host: capture.host,
    cmdline: from === 'unknown' ? undefined : cmdline,
    knows: (path) => capture.wouldHold(path) || isWhole(snapshot, capture),
    changes: (path) => {
      changes ??= bootChanges(snapshot, graph);
      return changes(path);
    },
    updated: (unit) => {
      updated ??= updateDone(graph);
      return updated(unit);
    },
  };
}

const PID_1 = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'];

/** A root with PID 1's own program was copied from its top: a folder that it lacks, or that is empty, is so on the machine. */
function isWhole(snapshot: Snapshot, { kind }: Capture): boolean {
  return (kind === 'root' || kind === 'initramfs') && PID_1.some((path) => snapshot.stat(path) !== undefined);
}
