/** A throw-away overlay of a root, and files laid into it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from './prepared/prepared.ts';

/** Where what is thrown away is kept meanwhile. */
export function workFolder(): string {
  return mkdtempSync(join(process.env.BOOTSCOPE_BOOTS_WORK ?? tmpdir(), 'bootscope-boot-'));
}

/** A folder with the root's files in it, whose changes are gone afterwards. */
export function inOverlay<T>(root: string, use: (tree: string) => T): T {
  const work = workFolder();
  const [upper, below, tree] = ['upper', 'work', 'tree'].map((name) => join(work, name)) as [string, string, string];
  run('mount', '-t', 'tmpfs', 'tmpfs', work);
  try {
    for (const folder of [upper, below, tree]) mkdirSync(folder);
    run('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${below}`, tree);
    return use(tree);
  } finally {
    spawnSync('umount', [tree]);
    spawnSync('umount', [work]);
    rmSync(work, { recursive: true, force: true });
  }
}

/** Files laid into a tree, over what is there. */
export function lay(tree: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    rmSync(tree + path, { force: true });
    if (content === null) continue;
    mkdirSync(dirname(tree + path), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), tree + path);
    else writeFileSync(tree + path, content);
  }
}

/** @throws where it does not end well */
export function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
