/** Random trees laid out as the folders of a root, with units and drop-ins whose values are the point. */
import { relative } from 'node:path/posix';
import { type Dice, dice } from '../random/dice.ts';
import { type Entry, LOAD_FOLDERS } from '../random/files.ts';
import { drawLoad } from '../random/load.ts';
import { SECTION_OF } from '../random/settings.ts';
import { drawValue } from './values.ts';

/** Where the folders of the random trees stand in the root. */
export const FOLDERS: Readonly<Record<string, string>> = {
  d0: 'etc/systemd/system',
  d1: 'usr/local/lib/systemd/system',
  d2: 'usr/lib/systemd/system',
};

/** Entries relative to the root; links that led to a folder of the load path do so still. */
export function drawVerifyTree(seed: number, trees: number, version: number): readonly Entry[] {
  const d = dice(seed * 7919 + 13);
  const load = drawLoad(seed, trees, 'graph', version);
  const entries: Entry[] = load.entries.map((entry) => placed(entry));
  for (const [i, tree] of load.trees.entries()) {
    const own = tree.entries.flatMap(({ path }) => /^d\d\/([^/]+\.[a-z]+)$/.exec(path)?.[1] ?? []);
    for (let n = d.pick([1, 2, 2, 3]); n > 0; n--) entries.push(valueUnit(d, `v${i}-${n}`, version));
    const host = own.length > 0 && d.chance(40) ? d.pick(own) : undefined;
    const section = host === undefined ? undefined : SECTION_OF[host.slice(host.lastIndexOf('.') + 1)];
    if (host !== undefined && section !== undefined && Buffer.byteLength(host) < 240)
      entries.push({
        path: `${FOLDERS.d0}/${host}.d/70-values.conf`,
        kind: 'file',
        text: lines(d, [section, 'Unit'], version),
      });
  }
  for (const name of ['true', 'sh']) entries.push({ path: `bin/${name}`, kind: 'file', text: '#!/bin/sh\n' });
  return entries;
}

function valueUnit(d: Dice, stem: string, version: number): Entry {
  const type = d.pick([
    'service',
    'service',
    'service',
    'socket',
    'timer',
    'path',
    'mount',
    'swap',
    'slice',
    'automount',
    'target',
  ]);
  const name = `${stem}${type === 'service' && d.chance(20) ? '@i' : ''}.${type}`;
  return {
    path: `${FOLDERS[d.pick(LOAD_FOLDERS)]}/${name}`,
    kind: 'file',
    text: lines(d, [SECTION_OF[type] ?? 'Unit', 'Unit', SECTION_OF[type] ?? 'Unit'], version),
  };
}

function lines(d: Dice, sections: readonly string[], version: number): string {
  return sections
    .map(
      (section) =>
        `[${section}]\n${Array.from({ length: 1 + d.below(9) }, () => `${drawValue(d, section, version)}\n`).join('')}`,
    )
    .join('');
}

function placed(entry: Entry): Entry {
  const path = place(entry.path);
  // verify does not change its root: what climbs out of the tree would not be found.
  if (entry.kind === 'link' && /^\.\.\/.*dev\/null$/.test(entry.to)) return { ...entry, path, to: '/dev/null' };
  if (entry.kind !== 'link' || !entry.to.startsWith('@/')) return { ...entry, path };
  if (/dev\/null$/.test(entry.to)) return { ...entry, path, to: '/dev/null' };
  return { path, kind: 'link', to: relative(`/${path}`.replace(/\/[^/]*$/, ''), `/${place(entry.to.slice(2))}`) };
}

function place(path: string): string {
  const [first = '', ...rest] = path.split('/');
  return [FOLDERS[first] ?? `srv/${first}`, ...rest].join('/');
}
