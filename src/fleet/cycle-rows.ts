import { bootOf, mendedOf } from '../boot/boot.ts';
import { cycleKey } from '../engine/cycles/cycle.ts';
import type { OpenedRoot } from '../open.ts';
import type { Mask } from './mask.ts';
import type { Row } from './tables.ts';

/**
 * Ordering cycles that the boot meets.
 * @param mend whether the line at fault is looked for: each is found by opening the root again with a change, as the audit does, too
 */
export function cycleRows(
  of: { readonly n: number; readonly host: string },
  opened: OpenedRoot,
  mask: Mask,
  mend: boolean,
): readonly Row<'cycles'>[] {
  const { cycles, plan } = bootOf(opened);
  if ((plan.transaction?.cycles.length ?? 0) === 0) return [];
  const mended = mend ? mendedOf(opened).byCycle : undefined;
  return cycles.cycles.map((cycle) => {
    const key = cycleKey(cycle);
    const place = mended?.get(key)?.culprit.edge.declared.find(({ file }) => file !== undefined);
    const { file, line } = place?.source ?? place ?? {};
    return {
      ...of,
      cycle: mask.of(key),
      members: mask.of(cycle.members.join('\n')),
      victims: mask.of(cycle.victims.join('\n')),
      unbreakable: cycle.unbreakable,
      file: file === undefined ? null : mask.of(file),
      line: line ?? null,
    };
  });
}
