/** Seeded sets of init scripts: chains, loops, aliases, facilities, `$all`, interactive ones, odd headers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNLEVELS } from '../../../src/behaviours/runlevels.ts';

/** A small generator of numbers in [0, 1): mulberry32. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Flavour {
  /** How often a header asks for something: 0.5 makes loops likely, 0.15 rare. */
  readonly density: number;
  readonly odd: boolean;
}

const FACILITIES = ['$local_fs', '$network', '$remote_fs', '$syslog', '$time', '$null', '$unknown'];

const CONF = `# test
$local_fs  +s1 +s2
$network   s3 +nothing
$remote_fs $local_fs +s4
$syslog    +s5
$time      +s6 $network
<interactive> s7
`;

/** Writes etc/init.d, rcN.d and insserv.conf below `root`; returns the scripts' names. */
export function writeScripts(root: string, seed: number, { density, odd }: Flavour): readonly string[] {
  const random = numbersFrom(seed);
  const chance = (p: number): boolean => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const names = Array.from({ length: 4 + Math.floor(random() * 14) }, (_, i) => `s${i}`);
  const some = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      chance(0.25) ? pick(FACILITIES) : chance(0.1) ? `v${pick(names)}` : pick(names),
    ).join(odd && chance(0.2) ? ', ' : ' ');
  mkdirSync(join(root, 'etc/init.d'), { recursive: true });
  for (const level of RUNLEVELS) mkdirSync(join(root, `etc/rc${level}.d`));
  writeFileSync(join(root, 'etc/insserv.conf'), CONF);
  for (const name of names) {
    const boot = chance(0.25);
    const lines = [`# Provides: ${name}${chance(0.15) ? ` v${name}` : ''}`];
    const key = (written: string, p: number, value: () => string): void => {
      if (chance(p)) lines.push(`# ${written}: ${value()}`);
    };
    lines.push(`# Required-Start: ${chance(density / 2) ? some() : ''}`);
    lines.push(`# Required-Stop: ${chance(density / 2) ? some() : ''}`);
    key('Should-Start', density, some);
    key('Should-Stop', density, some);
    key('X-Start-Before', density / 3, some);
    key('X-Stop-After', density / 3, some);
    lines.push(`# Default-Start: ${boot ? 'S' : chance(0.8) ? '2 3 4 5' : chance(0.5) ? '3 5' : ''}`);
    lines.push(`# Default-Stop: ${chance(0.7) ? '0 1 6' : chance(0.5) ? '0 6' : ''}`);
    key('X-Interactive', 0.1, () => 'true');
    if (chance(0.06)) lines[1] = '# Required-Start: $all';
    if (odd && chance(0.1)) lines.splice(Math.floor(random() * lines.length), 1);
    const header = odd && chance(0.08) ? [] : ['### BEGIN INIT INFO', ...lines, '### END INIT INFO'];
    writeFileSync(join(root, 'etc/init.d', name), ['#!/bin/sh', ...header, 'exit 0', ''].join('\n'), { mode: 0o755 });
  }
  return names;
}
