/** What was met while files were read, as diagnostics of the graph. */
import type { Diagnostic } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

const NOTICES: ReadonlySet<string> = new Set(['duplicate-entry', 'deployment-chosen', 'etc-layered', 'nixos-system']);

/** What the files themselves were like: unreadable, cut off, left out. @param snapshots of one root, plain and overlaid; each problem is told once */
export function sourceNotes(snapshots: readonly Snapshot[]): readonly Diagnostic[] {
  const met = new Map(
    snapshots.flatMap((one) => one.problems()).map((problem) => [`${problem.code} ${problem.file}`, problem]),
  );
  return [...met.values()].map(({ code, file, message }) => ({
    severity: code === 'root-within' ? 'info' : NOTICES.has(code) ? 'notice' : 'warning',
    code,
    file,
    message,
  }));
}
