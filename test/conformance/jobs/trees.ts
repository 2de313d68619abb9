/** Seeded random trees of unit files that are about jobs: requirements, conflicts, what is missing or masked, cycles. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../src/engine/transaction/chance.ts';

/**
 * `requirements`: no order at all. `ordered`: an order that has no cycle among starts. `cyclic`: any order.
 * `stock`: services with their default dependencies on the usual targets, some of them ordered before what they wait for.
 */
export type Flavour = 'requirements' | 'ordered' | 'cyclic' | 'stock';
export const FLAVOURS: readonly Flavour[] = ['requirements', 'ordered', 'cyclic', 'stock'];

/** File name → its text, or the target of a link. */
export type UnitTree = ReadonlyMap<string, { readonly content: string } | { readonly link: string }>;

const PULLS = ['Wants', 'Wants', 'Wants', 'Requires', 'Requires', 'BindsTo', 'Upholds', 'Requisite'] as const;
const TIES = ['Conflicts', 'Conflicts', 'PartOf', 'StopPropagatedFrom', 'PropagatesStopTo', 'OnFailure'] as const;

/** @param faults false: nothing missing, masked, broken or in conflict */
export function jobTree(seed: number, flavour: Flavour, faults = true): UnitTree {
  if (flavour === 'stock') return stockTree(seed);
  const random = seededRandom(seed);
  const chance = (probability: number): boolean => random() < probability;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const size = 3 + Math.floor(random() * (flavour === 'cyclic' ? 6 : 12));
  const names = Array.from({ length: size }, (_, i) => (chance(0.15) ? `t${i}.target` : `u${i}.service`));
  const tree = new Map<string, { content: string } | { link: string }>();
  const conflicts = faults && chance(0.6);
  const density = 0.5 + random() * 1.5;

  const unitText = (name: string, at: number): string => {
    const lines = ['[Unit]', 'DefaultDependencies=no'];
    for (let n = random() * density * 2; n > 0.5; n--) lines.push(`${pick(PULLS)}=${pick(names)}`);
    if (conflicts) for (let n = random() * density * 1.2; n > 0.5; n--) lines.push(`${pick(TIES)}=${pick(names)}`);
    if (flavour === 'ordered' && at > 0)
      for (let n = random() * 3; n > 1; n--) lines.push(`After=${names[Math.floor(random() * at)]}`);
    if (flavour === 'cyclic')
      for (let n = random() * 2.5; n > 0.5; n--) lines.push(`${pick(['After', 'Before'])}=${pick(names)}`);
    if (name.endsWith('.service') && !(faults && chance(0.04))) lines.push('[Service]', 'ExecStart=/bin/true');
    return `${lines.join('\n')}\n`;
  };

  for (const [at, name] of names.entries()) {
    if (faults && chance(0.06)) continue;
    if (faults && chance(0.05)) tree.set(name, { link: '/dev/null' });
    else tree.set(name, { content: unitText(name, at) });
  }
  const top = ['[Unit]', 'DefaultDependencies=no'];
  if (chance(0.8)) top.push('AllowIsolate=yes');
  for (const name of names) if (chance(0.5)) top.push(`${chance(0.3) ? 'Requires' : 'Wants'}=${name}`);
  if (conflicts && chance(0.15)) top.push(`Conflicts=${pick(names)}`);
  const text = `${top.join('\n')}\n`;
  const how = faults ? random() : 1;
  if (how < 0.03) tree.set('default.target', { link: '/dev/null' });
  else if (how < 0.12) {
    tree.set('graphical.target', { content: text });
    tree.set('default.target', { link: 'graphical.target' });
  } else if (how > 0.15) tree.set('default.target', { content: text });
  if (how < 0.15) tree.set('rescue.target', chance(0.1) ? { link: '/dev/null' } : { content: text });
  return tree;
}

const STOCK: Readonly<Record<string, string>> = {
  'default.target': 'Requires=multi-user.target\nAfter=multi-user.target\nAllowIsolate=yes',
  'multi-user.target': 'Requires=basic.target\nAfter=basic.target\nAllowIsolate=yes',
  'basic.target': 'Requires=sysinit.target\nWants=sockets.target\nAfter=sysinit.target sockets.target',
  'sysinit.target': 'Wants=local-fs.target\nAfter=local-fs.target',
  'local-fs.target': 'DefaultDependencies=no\nConflicts=shutdown.target',
  'sockets.target': '',
  'shutdown.target': 'DefaultDependencies=no',
};

function stockTree(seed: number): UnitTree {
  const random = seededRandom(seed);
  const chance = (probability: number): boolean => random() < probability;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const names = Array.from({ length: 3 + Math.floor(random() * 5) }, (_, i) => `u${i}.service`);
  const extra = new Map<string, string[]>(Object.keys(STOCK).map((name) => [name, []]));
  const tree = new Map<string, { content: string }>();
  for (const name of names) {
    const lines = ['[Unit]'];
    if (chance(0.25)) lines.push('DefaultDependencies=no');
    if (chance(0.4))
      lines.push(`Before=${pick(['local-fs.target', 'sysinit.target', 'sockets.target', 'basic.target'])}`);
    if (chance(0.5)) lines.push(`${pick(['After', 'Before'])}=${pick(names)}`);
    if (chance(0.4)) lines.push(`${pick(['Requires', 'Wants'])}=${pick(names)}`);
    tree.set(name, { content: `${[...lines, '[Service]', 'ExecStart=/bin/true'].join('\n')}\n` });
    extra
      .get(pick(['multi-user.target', 'sysinit.target', 'basic.target', 'local-fs.target']))
      ?.push(`${chance(0.15) ? 'Requires' : 'Wants'}=${name}`);
  }
  for (const [name, text] of Object.entries(STOCK))
    tree.set(name, { content: `${['[Unit]', text, ...(extra.get(name) ?? [])].filter((l) => l !== '').join('\n')}\n` });
  return tree;
}

/** Writes a tree as a folder that nobody can read. */
export function writeTree(folder: string, tree: UnitTree): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const [name, entry] of tree)
    if ('link' in entry) symlinkSync(entry.link, join(folder, name));
    else writeFileSync(join(folder, name), entry.content, { mode: 0o644 });
}
