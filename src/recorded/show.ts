/** `systemctl show`: blocks of `Key=value`, one a unit, an empty line between; without a unit's name, the manager's own block. */

export interface ShowBlock {
  /** Of its first line, 1-based. */
  readonly line: number;
  readonly values: ReadonlyMap<string, string>;
  /** Of each property, 1-based. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Whether a text is of systemctl show: its first line that says something is a property, and a unit or the manager is named. */
export function isShow(text: string): boolean {
  return (
    /^\s*[A-Z][A-Za-z0-9]*=/.test(text) &&
    /^(?:Id|UserspaceTimestampMonotonic|InactiveExitTimestampMonotonic)=/m.test(text)
  );
}

/** Every block that has a property. A value that goes over several lines (Environment=) is cut at the first. */
export function showBlocks(text: string): readonly ShowBlock[] {
  const blocks: ShowBlock[] = [];
  let values: Map<string, string> | undefined;
  let lines = new Map<string, number>();
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    const found = /^([A-Z][A-Za-z0-9]*)=(.*?)\r?$/.exec(line);
    if (found) {
      if (values === undefined) {
        values = new Map();
        lines = new Map();
        blocks.push({ line: number, values, lines });
      }
      const key = found[1] ?? '';
      if (!values.has(key)) {
        values.set(key, found[2] ?? '');
        lines.set(key, number);
      }
    } else if (line.trim() === '') values = undefined;
  }
  return blocks;
}

/** The manager's own block: it has a version, and no unit's name. */
export function managerBlock(blocks: readonly ShowBlock[]): ShowBlock | undefined {
  return blocks.find(
    ({ values }) => !values.has('Id') && (values.has('Version') || values.has('UserspaceTimestampMonotonic')),
  );
}
