/** What an archive had to be read with, said once an entry and not without end. */
import type { SnapshotProblem } from '../snapshot.ts';

/** Of each kind; a hostile archive has as many as it likes. */
const LISTED = 200;

export interface ProblemList {
  readonly listed: SnapshotProblem[];
  note(code: SnapshotProblem['code'], file: string, message: string): void;
  /** Those of a part: a layer. */
  addAll(others: readonly SnapshotProblem[]): void;
}

export function problemList(): ProblemList {
  const listed: SnapshotProblem[] = [];
  const counts = new Map<string, number>();
  function note(code: SnapshotProblem['code'], file: string, message: string): void {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count < LISTED) listed.push({ code, file: file.slice(0, 4096), message });
    else if (count === LISTED)
      listed.push({ code, file: '/', message: `more than ${LISTED} entries like this; the others are not listed` });
  }
  return {
    listed,
    note,
    addAll: (others) => {
      for (const { code, file, message } of others) note(code, file, message);
    },
  };
}
