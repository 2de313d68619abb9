/** What our generators make of one input, in the form in which the real ones' output is compared. */
import { openSnapshot } from '../../../src/snapshot/open.ts';
import { overlayTree } from '../../../src/snapshot/overlay.ts';
import type { Tree } from '../../../src/snapshot/snapshot.ts';
import type { GeneratorOptions } from '../../../src/systemd/generators/context.ts';
import { runGenerators } from '../../../src/systemd/generators/index.ts';
import { NOTHING } from '../../systemd/graph-of-files.ts';
import type { GeneratorCase } from './case.ts';
import type { Generated } from './compare.ts';

const FOLDER = '/usr/lib/systemd/system-generators';

/** @param base what lies beneath the case's files; @param generators which of them run, installed or not */
export function ourOutput(
  base: Tree,
  input: GeneratorCase,
  generators: readonly string[],
  options: Omit<GeneratorOptions, 'cmdline'>,
): Generated {
  const files = [...input.files].map(([path, { link, content, mode }]) =>
    link === undefined ? { path, content: content ?? '', mode: mode ?? 0o644 } : { path, linkTarget: link },
  );
  const missing = generators.filter((name) => base.lstat(`${FOLDER}/${name}`) === undefined);
  const programs = missing.map((name) => ({ path: `${FOLDER}/${name}`, content: 'x', mode: 0o755 }));
  const snapshot = openSnapshot(overlayTree(base, [...programs, ...files]), 'case');
  const { files: made } = runGenerators(snapshot, { ...options, cmdline: input.cmdline });
  const mine = made.filter(({ from }) => generators.includes(from.generator));
  return new Map(
    mine.map(({ path, linkTarget, content }) => [
      path.slice('/run/systemd/'.length),
      linkTarget === undefined ? (content ?? '') : `-> ${linkTarget}`,
    ]),
  );
}

/** A tree of nothing but the given files, folders and links. */
export function bareTree(files: ReadonlyMap<string, string>, links: ReadonlyMap<string, string> = new Map()): Tree {
  const tree = overlayTree(NOTHING, [
    ...[...files].map(([path, content]) => ({ path, content, mode: 0o755 })),
    ...[...links].map(([path, linkTarget]) => ({ path, linkTarget })),
  ]);
  return { ...tree, lstat: (path) => (path === '/' ? { kind: 'dir', size: 0, mode: 0o755 } : tree.lstat(path)) };
}
