/** `systemctl list-units`: a table of what is loaded, in the state it is in. By hand up to 245, then by systemd's own tables. */

export interface ListedUnit {
  readonly unit: string;
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly description: string;
  /** 1-based. */
  readonly line: number;
}

const HEAD = /^\s*UNIT +LOAD +ACTIVE +SUB +(?:JOB +)?DESCRIPTION\s*$/;
/** Before the name stands a bullet where any row needs one (219), of the locale's characters. */
const ROW = /^(?:[●○×↻*] | {2})?(\S+\.[a-z]+) +([a-z-]+) +([a-z-]+) +([a-z-]+)(?: +(.*))?$/s;

/** Rows between the head and the legend; empty where there is no head. A name that was cut (`…`) is no name, and is left out. */
export function listedUnits(text: string): readonly ListedUnit[] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => HEAD.test(line));
  if (head < 0) return [];
  const jobs = / JOB /.test(lines[head] ?? '');
  const rows: ListedUnit[] = [];
  for (let i = head + 1; i < lines.length && lines[i]?.trim() !== ''; i++) {
    const [, unit, load = '', active = '', sub = '', rest = ''] = ROW.exec((lines[i] ?? '').trimEnd()) ?? [];
    if (unit === undefined || /…|\.\.\./.test(unit)) continue;
    const description = jobs ? rest.replace(/^(?:start|stop|restart|reload|verify-active|nop) +/, '') : rest;
    rows.push({ unit, load, active, sub, description, line: i + 1 });
  }
  return rows;
}
