/**
 * Lines of /etc/fstab as the generator of each version gets them: glibc's getmntent(3), and libmount in the newest versions.
 */
import { trimmedEnd } from '../../words/trim.ts';

export interface FstabEntry {
  readonly line: number;
  readonly what: string;
  readonly where: string;
  readonly type: string;
  readonly options: string;
  readonly passno: number;
}

/** getmntent's buffer: what is beyond it in a line is not seen. */
const GETMNTENT_LINE_MAX = 4095;

export function parseFstab(text: string, libmount: boolean): readonly FstabEntry[] {
  const entries: FstabEntry[] = [];
  let passno = 0;
  text.split('\n').forEach((raw, index) => {
    const entry = libmount ? libmountLine(raw, index + 1) : getmntentLine(raw, index + 1, passno);
    if (entry === undefined) return;
    entries.push(entry);
    passno = entry.passno;
  });
  return entries;
}

/** glibc: missing fields are empty; two numbers are read with scanf, a missing or bad one is 0. */
function getmntentLine(raw: string, line: number, previousPassno: number): FstabEntry | undefined {
  const content = trimmedEnd(raw.slice(0, GETMNTENT_LINE_MAX), ' \t');
  const head = content.replace(/^[ \t]+/, '');
  if (head === '' || head.startsWith('#')) return undefined;
  const match = /^([^ \t]*)(?:[ \t]+([^ \t]*))?(?:[ \t]+([^ \t]*))?(?:[ \t]+([^ \t]*))?(?:[ \t]+(.*))?$/s.exec(head);
  if (match === null) return undefined;
  const rest = match[5];
  const numbers = rest === undefined ? null : /^\s*[+-]?\d+\s*([+-]?\d+)?/.exec(rest);
  return {
    line,
    what: decode(match[1] ?? ''),
    where: decode(match[2] ?? ''),
    type: decode(match[3] ?? ''),
    options: decode(match[4] ?? ''),
    passno: rest === '' ? previousPassno : Number(numbers?.[1] ?? 0),
  };
}

/** libmount: a line without a mount point, or with a number that is none, is skipped as a whole. */
function libmountLine(raw: string, line: number): FstabEntry | undefined {
  const head = raw.replace(/\r$/, '').replace(/^[ \t]+/, '');
  if (head === '' || head.startsWith('#')) return undefined;
  const fields = head.split(/[ \t]+/).filter((field, index) => field !== '' || index === 0);
  const [what, where, type, options, freq, passno] = fields;
  if (what === undefined || where === undefined || type === undefined) return undefined;
  if ((freq !== undefined && !/^[+-]?\d+$/.test(freq)) || (passno !== undefined && !/^[+-]?\d+$/.test(passno)))
    return undefined;
  return {
    line,
    what: decodeOctal(what),
    where: decodeOctal(where),
    type: decodeOctal(type),
    options: decodeOctal(options ?? ''),
    passno: Number(passno ?? 0),
  };
}

/** glibc's decode_name knows the four escapes that addmntent writes. */
function decode(text: string): string {
  const known: Readonly<Record<string, string>> = {
    '\\040': ' ',
    '\\011': '\t',
    '\\012': '\n',
    '\\134': '\\',
    '\\\\': '\\',
  };
  return text.replace(/\\(?:040|011|012|134|\\)/g, (found) => known[found] ?? found);
}

function decodeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8) & 0xff));
}
