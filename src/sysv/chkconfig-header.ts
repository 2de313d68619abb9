/** Red Hat's comment in an init script, `# chkconfig: 2345 55 25` (chkconfig(8)): levels, start number, stop number. */
import { RUNLEVELS, type Runlevel } from '../behaviours/runlevels.ts';

export interface ChkconfigHeader {
  /** Empty for `-`: the script is started in none unless somebody asks. */
  readonly levels: readonly Runlevel[];
  readonly start: number;
  readonly stop: number;
  readonly line: number;
}

/** The first such comment; undefined where there is none, or it lacks a number. */
export function parseChkconfigHeader(text: string): ChkconfigHeader | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    const match = /^#\s*chkconfig:\s*(-|[0-6]+)\s+(\d{1,2})\s+(\d{1,2})\b/.exec(line);
    if (match === null) continue;
    const [, levels = '', start, stop] = match;
    return {
      levels: RUNLEVELS.filter((level) => levels.includes(level)),
      start: Number(start),
      stop: Number(stop),
      line: index + 1,
    };
  }
  return undefined;
}
