/** What an archive had to be read with, said once an entry and not without end. */
import type { SnapshotProblem } from '../snapshot.ts';

/** Of each kind; a hostile archive has as many as it likes. */
const TOLD = 200;

export interface ProblemList {
  readonly told: SnapshotProblem[];
  note(code: SnapshotProblem['code'], file: string, message: string): void;
  /** Those of a part: a layer. */
  addAll(others: readonly SnapshotProblem[]): void;
}

export function problemList(): ProblemList {
  const told: SnapshotProblem[] = [];
  const counts = new Map<string, number>();
  function note(code: SnapshotProblem['code'], file: string, message: string): void {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count < TOLD) told.push({ code, file: file.slice(0, 4096), message });
    else if (count === TOLD)
      told.push({ code, file: '/', message: `more than ${TOLD} entries like this; the others are not listed` });
  }
  return {
    told,
    note,
    addAll: (others) => {
      for (const { code, file, message } of others) note(code, file, message);
    },
  };
}
