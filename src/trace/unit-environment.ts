/** Who a service runs as, where, and with which environment: by the settings in force of its unit. */
import type { BootNode, Setting } from '../graph/model.ts';
import { globFiles, isPattern } from '../snapshot/glob.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { parseEnvironmentFile, splitWords } from '../systemd/exec-line.ts';
import type { RunsAs } from './model.ts';

/** Assignments of a key that count: since the last empty one. */
export function assignments(node: BootNode, key: string): readonly Setting[] {
  const all = node.settings.filter((one) => one.key === key && one.section !== 'Unit' && one.section !== 'Install');
  return all.slice(all.findLastIndex((one) => one.value === '') + 1);
}

export function lastValue(node: BootNode, key: string): string | undefined {
  return assignments(node, key).at(-1)?.value;
}

/** @param expand specifiers */
export function unitRunsAs(node: BootNode, snapshot: Snapshot, expand: (text: string) => string): RunsAs {
  const user = lastValue(node, 'User');
  const group = lastValue(node, 'Group');
  const written = lastValue(node, 'WorkingDirectory')?.replace(/^-/, '');
  const folder = written === '~' ? (homeOf(snapshot, user ?? 'root') ?? '~') : written;
  return {
    ...(user === undefined ? {} : { user: expand(user) }),
    ...(group === undefined ? {} : { group: expand(group) }),
    ...(folder === undefined ? {} : { folder: expand(folder) }),
  };
}

export interface UnitEnvironment {
  readonly values: ReadonlyMap<string, string>;
  readonly files: readonly {
    readonly path: string;
    readonly state: 'read' | 'missing' | 'optional';
    readonly file: string;
    readonly line: number;
  }[];
}

/** Environment=, then the files of EnvironmentFile= over it. */
export function unitEnvironment(node: BootNode, snapshot: Snapshot, expand: (text: string) => string): UnitEnvironment {
  const values = new Map<string, string>();
  for (const { value } of assignments(node, 'Environment'))
    for (const { text } of splitWords(expand(value))) {
      const cut = text.indexOf('=');
      if (cut > 0) values.set(text.slice(0, cut), text.slice(cut + 1));
    }
  const files: UnitEnvironment['files'][number][] = [];
  for (const { value, file, line } of assignments(node, 'EnvironmentFile')) {
    const optional = value.startsWith('-');
    const named = expand(value.replace(/^-/, ''));
    const matched = isPattern(named) ? globFiles(snapshot, named) : [named];
    for (const path of matched.length === 0 ? [named] : matched) {
      const text = snapshot.read(path);
      files.push({ path, state: text !== undefined ? 'read' : optional ? 'optional' : 'missing', file, line });
      for (const [name, one] of parseEnvironmentFile(text ?? '')) values.set(name, one);
    }
  }
  return { values, files };
}

function homeOf(snapshot: Snapshot, user: string): string | undefined {
  const line = (snapshot.read('/etc/passwd') ?? '').split('\n').find((one) => one.startsWith(`${user}:`));
  return line?.split(':')[5] || undefined;
}
