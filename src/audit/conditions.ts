/** Conditions of a unit that its files alone decide: does this path exist (systemd.unit(5)). */
import type { BootNode } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

const CHECKS: Readonly<Record<string, (snapshot: Snapshot, path: string) => boolean>> = {
  ConditionPathExists: (snapshot, path) => snapshot.stat(path) !== undefined,
  ConditionPathIsDirectory: (snapshot, path) => snapshot.stat(path)?.kind === 'dir',
  ConditionPathIsSymbolicLink: (snapshot, path) => snapshot.lstat(path)?.kind === 'link',
  ConditionDirectoryNotEmpty: (snapshot, path) => (snapshot.list(path)?.length ?? 0) > 0,
  ConditionFileNotEmpty: (snapshot, path) => (snapshot.stat(path)?.size ?? 0) > 0,
  ConditionFileIsExecutable: (snapshot, path) => ((snapshot.stat(path)?.mode ?? 0) & 0o111) !== 0,
};
/** Filled while the machine runs: what a disk shows of them says nothing. */
const RUNTIME = /^\/(dev|proc|run|sys|tmp)(\/|$)/;

/** Whether the unit is skipped for certain: one condition on a path of the disk is not met (`|` ones need all to fail). */
export function isSkipped(unit: BootNode, snapshot: Snapshot): boolean {
  let triggering: boolean | undefined;
  for (const { key, value } of unit.facts.conditions ?? []) {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key] : undefined;
    const [, pipe, not, path = ''] = /^(\|?)\s*(!?)\s*(.*)$/s.exec(value) ?? [];
    const known = check !== undefined && path.startsWith('/') && !path.includes('%') && !RUNTIME.test(path);
    const met = !known || check(snapshot, path) !== (not === '!');
    if (pipe === '|') triggering = (triggering ?? false) || met;
    else if (!met) return true;
  }
  return triggering === false;
}
