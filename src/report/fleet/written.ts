/** What `facts` did, in words. */
import { em } from '../style.ts';
import { count } from '../words.ts';
import { type Page, paragraph } from '../wrap.ts';

export interface FactsWritten {
  /** The snapshot's folder. */
  readonly folder: string;
  readonly taken: string;
  readonly parts: readonly FactsPart[];
  /** Parts that the whole list has. */
  readonly of: number;
  /** Roots that are not read, the first some of them. */
  readonly unread: readonly {
    readonly n: number;
    readonly root: string;
    readonly status: string;
    readonly error: string;
  }[];
}

export interface FactsPart {
  readonly part: number;
  readonly roots: number;
  readonly read: number;
  /** `there`: it was there already, or another run was first. `left-out`: not written, as a root of it is not read. */
  readonly state: 'written' | 'there' | 'left-out';
}

const TOLD = 10;

export function factsWrittenText({ folder, parts, of, unread }: FactsWritten, page: Page): string {
  const written = parts.filter(({ state }) => state === 'written');
  const there = parts.filter(({ state }) => state === 'there').length;
  const leftOut = parts.filter(({ state }) => state === 'left-out');
  const sum = (value: (part: FactsPart) => number): number => written.reduce((all, part) => all + value(part), 0);
  const [roots, read] = [sum((part) => part.roots), sum((part) => part.read)];
  const first =
    leftOut.length > 0
      ? `${count(leftOut.length, 'part')} not written: not every root of ${leftOut.length === 1 ? 'it' : 'them'} can be read, and --strict wants all.`
      : written.length === 0
        ? `${folder}: ${there === 1 ? 'this part is' : `all ${there} parts are`} there already; nothing is done again.`
        : `${read} of ${count(roots, 'root')} read; ${count(written.length, 'part')} of ${of} written to ${folder}${there > 0 ? `, ${there} there already` : ''}.`;
  const lines = [...paragraph(em('strong', first), page)];
  for (const { root, error } of unread.slice(0, TOLD))
    lines.push(...paragraph(error.startsWith(root) ? error : `${root}: ${error}`, page, '  '));
  if (leftOut.length === 0 && roots - read > Math.min(TOLD, unread.length))
    lines.push(
      `  … and ${roots - read - Math.min(TOLD, unread.length)} more: each is a row of hosts with its status and error.`,
    );
  return lines.join('\n');
}

/** `bootscope/facts-written@1`. */
export function factsWrittenJson({ folder, taken, parts, of, unread }: FactsWritten): unknown {
  return { format: 'bootscope/facts-written@1', folder, taken, of, parts, unread };
}

/** One line for who waits: how far, how fast, how long yet. */
export function progressLine(done: number, of: number, unread: number, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 ? Math.round((of - done) / rate) : 0;
  const time = left >= 90 ? `${Math.round(left / 60)} min` : `${left} s`;
  return `${done} of ${count(of, 'root')}, ${rate.toFixed(1)} a second${unread > 0 ? `, ${unread} not read` : ''}, ${time} left`;
}
