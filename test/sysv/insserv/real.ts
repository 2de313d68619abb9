/** Debian's insserv on a folder, and ours with the same order of names: to compare. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, opendirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderTree } from '../../../src/snapshot/folder.ts';
import { openSnapshot } from '../../../src/snapshot/open.ts';
import type { DependFile } from '../../../src/sysv/insserv/depend.ts';
import { type InsservOptions, runInsserv } from '../../../src/sysv/insserv/run.ts';
import { levelText } from '../../../src/sysv/level-sets.ts';

export const INSSERV = '/usr/sbin/insserv';

export interface RootFacts {
  /** `S:02:2 3:name`, sorted. */
  readonly order: readonly string[];
  readonly loops: readonly string[];
  readonly failed: boolean;
  /** Sorted `file: script < all before it`. */
  readonly before: readonly string[];
}

/** Names in the order of readdir(3), which insserv goes by. */
export function readdirOrder(root: string): (folder: string) => readonly string[] | undefined {
  return (folder) => {
    const path = join(root, folder);
    if (!existsSync(path)) return undefined;
    const dir = opendirSync(path);
    const names: string[] = [];
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
    dir.closeSync();
    return names;
  };
}

/** @param named scripts to enable by their headers' levels; none: put into order what is linked */
export function realInsserv(root: string, named: readonly string[]): RootFacts {
  const at = ['-p', join(root, 'etc/init.d'), '-i', join(root, 'etc/init.d')];
  const show = spawnSync(INSSERV, [...at, '-s'], { encoding: 'utf8', env: { LC_ALL: 'C' } });
  const run = spawnSync(INSSERV, [...at, ...(named.length > 0 ? ['-d', ...named] : [])], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  });
  const failed = run.status !== 0;
  return {
    order: show.stdout
      .split('\n')
      .filter((line) => /^[SK]:/.test(line))
      .sort(),
    loops: loopLines(named.length > 0 ? run.stderr : show.stderr),
    failed,
    before: failed ? [] : ['boot', 'start', 'stop'].flatMap((kind) => closure(kind, readDepend(root, kind))).sort(),
  };
}

function loopLines(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => /There is a loop (.*)$/.exec(line)?.[1] ?? [])
    .sort();
}

function readDepend(root: string, kind: string): DependFile {
  const rules = new Map<string, string[]>();
  const heads = new Map<string, string[]>();
  for (const line of readFileSync(join(root, `etc/init.d/.depend.${kind}`), 'utf8').split('\n')) {
    const words = line.split(' ').filter((word) => word !== '');
    if (words[1] === '=') heads.set(words[0] ?? '', words.slice(2));
    else if (words[0]?.endsWith(':')) rules.set(words[0].slice(0, -1), words.slice(1));
  }
  return { targets: heads.get('TARGETS') ?? [], interactive: heads.get('INTERACTIVE') ?? [], rules };
}

/** Each target with all that comes before it: lists may differ where one implies the other. */
function closure(kind: string, { targets, interactive, rules }: DependFile): string[] {
  return [
    `${kind} interactive ${[...interactive].sort().join(' ')}`,
    ...targets.map((target) => {
      const found = new Set<string>();
      const todo = [target];
      for (let next = todo.pop(); next !== undefined; next = todo.pop())
        for (const one of rules.get(next) ?? [])
          if (!found.has(one)) {
            found.add(one);
            todo.push(one);
          }
      return `${kind} ${target} < ${[...found].sort().join(' ')}`;
    }),
  ];
}

export function ourInsserv(root: string, options: InsservOptions = {}): RootFacts {
  const result = runInsserv(openSnapshot(folderTree(root), root), { listOrder: readdirOrder(root), ...options });
  return {
    // It stops before it prints any.
    order: (result.fatal.length > 0 ? [] : result.order)
      .map(({ script, mode, number, levels }) => {
        const two = String(number).padStart(2, '0');
        return `${mode === 'start' ? 'S' : 'K'}:${two}:${levelText(levels)}:${script}`;
      })
      .sort(),
    loops: result.loops
      .map(({ mode, between: [a = '', b] }) => {
        const when = mode === 'start' ? 'started' : 'stopped';
        return b === undefined ? `at service ${a} if ${when}` : `between service ${a} and ${b} if ${when}`;
      })
      .sort(),
    failed: result.fatal.length > 0,
    before:
      result.fatal.length > 0
        ? []
        : (['boot', 'start', 'stop'] as const).flatMap((kind) => closure(kind, result.depend[kind])).sort(),
  };
}

export function isInstalled(): boolean {
  return existsSync(INSSERV);
}

export function copyOf(root: string, to: string): void {
  execFileSync('cp', ['-a', `${root}/.`, to]);
}
