/** Our links after an operation beside systemctl's. */
import { folderTree } from '../../../src/snapshot/folder.ts';
import { openSnapshot } from '../../../src/snapshot/open.ts';
import { overlayTree } from '../../../src/snapshot/overlay.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { installRoot, overlayOf } from '../../../src/systemd/install/context.ts';
import { operate } from '../../../src/systemd/install/operate.ts';
import { isUnitName, nameKind, withInstance } from '../../../src/systemd/unit-name.ts';
import type { InstallRun } from './oracle.ts';

/** Every name of the root enabled, disabled, masked and unmasked, and all presets. */
export function operationsFor(copy: string, version: number): readonly string[] {
  const snapshot = openSnapshot(folderTree(copy), copy);
  const names = new Set<string>();
  for (const folder of installRoot(snapshot, version).searchPath)
    for (const { name } of snapshot.list(folder) ?? []) {
      if (!isUnitName(name)) continue;
      names.add(name);
      if (nameKind(name) === 'template') names.add(withInstance(name, 'one') ?? name);
    }
  return [
    'preset-all',
    ...[...names].flatMap((name) => ['enable', 'disable', 'mask', 'unmask'].map((verb) => `${verb} ${name}`)),
    ...[...names].filter((name) => name.endsWith('.target')).map((name) => `set-default ${name}`),
  ];
}

export function compareOperations(copy: string, version: number, runs: readonly InstallRun[]) {
  const tree = folderTree(copy);
  const before = openSnapshot(tree, copy);
  const differences: string[] = [];
  let refused = 0;
  for (const { operation, status, links } of runs) {
    const [verb = '', ...names] = operation.split(' ');
    const { changes } = operate(installRoot(before, version), verb as never, names);
    const after = linksOf(openSnapshot(overlayTree(tree, overlayOf(changes)), copy));
    if (status !== 0) refused++;
    for (const [path, target] of links)
      if (after.get(path) !== target)
        differences.push(`${operation}: ${path} → ${target}, ours ${after.get(path) ?? 'no link'}`);
    for (const [path, target] of after)
      if (!links.has(path)) differences.push(`${operation}: no ${path}, ours → ${target}`);
  }
  return { differences, refused };
}

/** `+path → target` and `-path`, sorted. */
export function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...[...after].filter(([path, to]) => before.get(path) !== to).map(([path, to]) => `+${path} → ${to}`),
    ...[...before.keys()].filter((path) => !after.has(path)).map((path) => `-${path}`),
  ].sort();
}

export function linksOfCopy(copy: string): ReadonlyMap<string, string> {
  return linksOf(openSnapshot(folderTree(copy), copy));
}

/** What our own operation changes, in the same form. */
export function ourChanges(copy: string, version: number, operation: string): readonly string[] {
  const tree = folderTree(copy);
  const [verb = '', ...names] = operation.split(' ');
  const { changes } = operate(installRoot(openSnapshot(tree, copy), version), verb as never, names);
  return changesOf(linksOfCopy(copy), linksOf(openSnapshot(overlayTree(tree, overlayOf(changes)), copy)));
}

function linksOf(snapshot: Snapshot): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const open = ['/etc/systemd/system'];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { name, kind } of snapshot.list(at) ?? [])
      if (kind === 'dir') open.push(`${at}/${name}`);
      else if (kind === 'link') links.set(`${at}/${name}`, snapshot.readlink(`${at}/${name}`) ?? '');
  return links;
}
