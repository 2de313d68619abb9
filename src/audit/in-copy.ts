/** What a finding may say of a unit that the copy lacks: absent from the copy is not absent from the machine. */
import type { BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { loadWords } from '../report/words.ts';

/** Whether folders of units, or of links to them, were not copied. */
export function lacksUnits({ capture }: OpenedRoot): boolean {
  return capture.holding('units').extent !== 'complete';
}

/** Whether a unit that was not found may lie in a folder that was not copied. */
export function mayExist(opened: OpenedRoot, node: BootNode | undefined): boolean {
  return (node === undefined || node.load === 'not-found') && lacksUnits(opened);
}

/** `not found: …`, or that this copy cannot tell. */
export function absenceWords(opened: OpenedRoot, node: BootNode): string {
  return mayExist(opened, node) ? 'not in this copy, which lacks unit files: the machine may have it' : loadWords(node);
}

/** Whether the copy holds every preset that the machine has: what one of them says, another may have said otherwise before. */
export function knowsPresets({ capture }: OpenedRoot): boolean {
  return !['/usr/lib', '/etc'].some((folder) => !capture.wouldHold(`${folder}/systemd/system-preset/x.preset`));
}
