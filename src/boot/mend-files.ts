/** The files that a change of an order writes: where the unit's manager reads them, and before what they cover. */

import { isLocalFile } from '../engine/cycles/blame.ts';
import type { Change } from '../engine/cycles/change.ts';
import type { OpenedRoot } from '../open.ts';
import { canonicalPath } from '../snapshot/canonical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { unitsOfFacility } from '../systemd/generators/sysv-patch.ts';

export interface MendFile {
  readonly path: string;
  /** Whole. */
  readonly content: string;
  /** Its permissions, where they are not the usual ones. */
  readonly mode?: number;
}

/**
 * What all of these changes write, by the change; two of one file share its text.
 * @returns undefined where a file to change cannot be read, or has no such word
 */
export function filesOf(
  opened: Pick<OpenedRoot, 'snapshot' | 'config'>,
  changes: readonly Change[],
): ReadonlyMap<Change, MendFile> | undefined {
  const texts = new Map<string, string>();
  const made = new Map<Change, MendFile>();
  // A line that goes moves those below it: the last of a file first.
  const lineOf = (change: Change): number => ('line' in change ? change.line : 0);
  for (const change of [...changes].sort((a, b) => lineOf(b) - lineOf(a))) {
    const file = fileOf(opened, change, texts);
    if (file === undefined) return undefined;
    texts.set(file.path, file.content);
    made.set(change, file);
  }
  return new Map([...made].map(([change, file]) => [change, { ...file, content: texts.get(file.path) ?? '' }]));
}

/** @param known files that changes before this one write, by path */
function fileOf(
  opened: Pick<OpenedRoot, 'snapshot' | 'config'>,
  change: Change,
  known: ReadonlyMap<string, string>,
): MendFile | undefined {
  const { snapshot, config: folder } = opened;
  if (change.kind === 'no-default-dependencies') {
    const path = canonicalPath(snapshot, `${folder}/${change.unit}.d/no-default-dependencies.conf`);
    return { path, content: `${change.lines.join('\n')}\n` };
  }
  const path = canonicalPath(snapshot, change.kind === 'remove-word' ? whereToWrite(change.file, folder) : change.file);
  const text = known.get(path) ?? snapshot.read(change.file);
  if (text === undefined) return undefined;
  const content =
    change.kind === 'remove-word'
      ? withoutWord(text, change.line, change.word)
      : onLine(text, change.line, (line) =>
          change.kind === 'add-option' ? withOption(line, change.option) : withoutSourceWord(line, change.word),
        );
  const mode = (path === change.file ? (snapshot.stat(path)?.mode ?? 0) & 0o7777 : 0) || 0o644;
  return content === text ? undefined : { path, content, ...(mode === 0o644 ? {} : { mode }) };
}

/** The same change at what the generator reads, where a word of it stands for the word of the unit. */
export function sourceChange(snapshot: Snapshot, change: Change): Change | undefined {
  if (change.kind !== 'remove-word' || change.generator === undefined || change.source?.line === undefined)
    return undefined;
  const { file, line } = change.source;
  const text = snapshot.read(file)?.split('\n')[line - 1] ?? '';
  const made = { unit: change.unit, file, line, generator: change.generator, makes: `${change.key}=${change.word}` };
  const header = /^#\s*([A-Za-z-]+):\s*(.*)$/s.exec(text) ?? /^#(\s+)(.*)$/s.exec(text);
  if (header !== null) {
    const word = (header[2] ?? '').split(/[\s,]+/).find((one) => unitsOfFacility(one).includes(change.word));
    const key = header[1]?.trim() || 'LSB header';
    return word === undefined ? undefined : { kind: 'edit-source', ...made, key, word };
  }
  const option = text
    .split(/\s+/)[3]
    ?.split(',')
    .find((one) => /^x-systemd\./.test(one) && one.endsWith(`=${change.word}`));
  return option === undefined ? undefined : { kind: 'edit-source', ...made, key: 'options', word: option };
}

/** The administrator's own files are edited; every other is covered by a copy, which comes before it. */
export function whereToWrite(file: string, folder: string): string {
  if (isLocalFile(file) && !file.startsWith('/run/')) return file;
  const parts = file.split('/');
  const dropIn = parts.at(-2)?.endsWith('.d') === true;
  return [folder, ...parts.slice(dropIn ? -2 : -1)].join('/');
}

/** Takes one word out of an assignment that may run over several lines; an assignment left empty goes altogether. */
export function withoutWord(text: string, line: number, word: string): string {
  const lines = text.split('\n');
  const first = line - 1;
  let last = first;
  while (lines[last]?.endsWith('\\') === true) last++;
  const pattern = new RegExp(`(^|[\\s=])${escaped(word)}(?=[\\s\\\\]|$)`, 'g');
  const kept = lines.slice(first, last + 1).map((l) => l.replace(pattern, '$1'));
  const empty = /^\s*[A-Za-z]+\s*=[\s\\]*$/.test(kept.join('\n'));
  return [...lines.slice(0, first), ...(empty ? [] : kept), ...lines.slice(last + 1)].join('\n');
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function onLine(text: string, line: number, change: (line: string) => string): string {
  return text
    .split('\n')
    .map((one, at) => (at === line - 1 ? change(one) : one))
    .join('\n');
}

/** Out of an LSB header's list, or of fstab's options. */
function withoutSourceWord(line: string, word: string): string {
  if (line.startsWith('#')) return line.replace(new RegExp(`[ \\t]+${escaped(word)}(?=[\\s,]|$)`), '');
  return line
    .replace(new RegExp(`${escaped(word)},|,${escaped(word)}(?=[\\s,]|$)`), '')
    .replace(new RegExp(`(\\s)${escaped(word)}(\\s)`), '$1defaults$2');
}

function withOption(line: string, option: string): string {
  const fields = /^(\s*\S+\s+\S+\s+\S+\s+)(\S+)(.*)$/s.exec(line);
  return fields === null ? line : `${fields[1]}${fields[2]},${option}${fields[3]}`;
}
