/**
 * The text form of a dump, line by line: which unit a line belongs to, and its key and value. The running manager prints units without
 * indentation (manager_dump with no prefix: `systemd-analyze dump`, what sos(1) records), `systemd --test` indents all by one tab; copies
 * that were pasted have spaces in place of tabs. The arrow is `->`, or `→` where PID 1's locale has it (256 on), or escaped for HTML.
 */

const UNIT = /^([ \t]*)(?:->|→|-&gt;) Unit (\S+):\s*$/;
const ANY_UNIT = /^[ \t]*(?:->|→|-&gt;) Unit \S+:[ \t\r]*$/m;
const JOB = /^[ \t]*(?:->|→|-&gt;) Job \d+:\s*$/;
const ACTION = /^[ \t]*Action: (\S+) (?:->|→|-&gt;) (\S+)\s*$/;
const FIELD = /^([A-Za-z][A-Za-z0-9_ -]*): ?(.*)$/;

/** What a dump says, in its order. `line` is 1-based. */
export type DumpLine =
  | { readonly kind: 'manager'; readonly key: string; readonly value: string; readonly line: number }
  | { readonly kind: 'unit'; readonly unit: string; readonly line: number }
  | { readonly kind: 'field'; readonly key: string; readonly value: string; readonly line: number }
  | { readonly kind: 'job'; readonly unit: string; readonly type: string; readonly line: number };

/** Whether a text is a dump at all: it names a unit as dumps do. */
export function isDump(text: string): boolean {
  return ANY_UNIT.test(text);
}

/** Every line that says something; those of a unit follow its own. Fields deeper than a unit's own (of its commands) are left out. */
export function* dumpLines(text: string): Generator<DumpLine> {
  let prefix: string | undefined;
  let indent: string | undefined;
  let number = 0;
  for (let from = 0; from < text.length; ) {
    const cut = text.indexOf('\n', from);
    const end = cut < 0 ? text.length : cut;
    const raw = text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
    const line = ++number;
    from = end + 1;
    const head = raw.includes(' Unit ') ? UNIT.exec(raw) : null;
    if (head !== null && (prefix === undefined || head[1] === prefix)) {
      prefix = head[1] ?? '';
      yield { kind: 'unit', unit: head[2] ?? '', line };
      continue;
    }
    if (prefix === undefined) {
      const said = FIELD.exec(raw.trim());
      if (said) yield { kind: 'manager', key: said[1] ?? '', value: said[2] ?? '', line };
      continue;
    }
    const action = raw.includes('Action: ') ? ACTION.exec(raw) : null;
    if (action) yield { kind: 'job', unit: action[1] ?? '', type: action[2] ?? '', line };
    if (action || JOB.test(raw)) continue;
    const own = /^[ \t]*/.exec(raw)?.[0] ?? '';
    if (own.length <= prefix.length || !own.startsWith(prefix)) continue;
    indent ??= own;
    if (own !== indent) continue;
    const field = FIELD.exec(raw.slice(indent.length));
    if (field) yield { kind: 'field', key: field[1] ?? '', value: field[2] ?? '', line };
  }
}
