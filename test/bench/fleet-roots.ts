/**
 * Variations of real roots: each a root with some files laid over it (overlayfs, so that a thousand take no room), as hosts of one release come
 * to differ: names and disks of their own, units enabled, masked, added, lines changed. Wants root and a mount namespace of its own.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The same numbers at every run. */
export function drawer(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 12345;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** A root whose services can be named, and what is laid over it. */
interface Base {
  readonly root: string;
  /** Where its packages' units lie. */
  readonly units: string;
  readonly services: readonly string[];
}

/** undefined: no root of a systemd. */
export function unitFolderOf(root: string): string | undefined {
  return ['/usr/lib/systemd/system', '/lib/systemd/system'].find((folder) => existsSync(join(root, folder, PLANTED)));
}

function baseOf(root: string): Base {
  const units = unitFolderOf(root) ?? '';
  const services = readdirSync(join(root, units)).filter(
    (name) =>
      /^[a-z][a-z-]+\.service$/.test(name) && statSync(join(root, units, name), { throwIfNoEntry: false })?.isFile(),
  );
  return { root, units, services: services.sort() };
}

function put(upper: string, path: string, text: string): void {
  const file = join(upper, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function link(upper: string, path: string, target: string): void {
  const file = join(upper, path);
  mkdirSync(dirname(file), { recursive: true });
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) symlinkSync(target, file);
}

/** What sites do to machines; the draws are few, so that hosts share changes. */
const CHANGES: readonly ((upper: string, base: Base, draw: (below: number) => number) => void)[] = [
  (upper, { services }, draw) => {
    const [unit, other] = [services[draw(6)], services[8 + draw(6)]];
    put(upper, `/etc/systemd/system/${unit}.d/order.conf`, `[Unit]\nAfter=${other}\n`);
  },
  (upper, { services }, draw) => link(upper, `/etc/systemd/system/${services[20 + draw(8)]}`, '/dev/null'),
  (upper, { services, units }, draw) => {
    const unit = services[30 + draw(10)];
    link(upper, `/etc/systemd/system/multi-user.target.wants/${unit}`, `${units}/${unit}`);
  },
  (upper, _, draw) => {
    const name = `site-${draw(5)}.service`;
    put(
      upper,
      `/etc/systemd/system/${name}`,
      `[Unit]\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/sleep ${1000 + draw(3)}\n`,
    );
    link(upper, `/etc/systemd/system/multi-user.target.wants/${name}`, `/etc/systemd/system/${name}`);
  },
  (upper, { services }, draw) =>
    put(upper, `/etc/systemd/system/${services[draw(20)]}.d/env.conf`, `[Service]\nEnvironment=TUNE=${draw(4)}\n`),
];

export const PLANTED = 'systemd-logind.service';

/** @returns the file and the line that is changed: another word behind its first After= */
function plant(upper: string, { root, units }: Base): { readonly file: string; readonly line: number } {
  const file = `${units}/${PLANTED}`;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.startsWith('After='));
  lines[at] = `${lines[at]} time-sync.target`;
  put(upper, file, lines.join('\n'));
  return { file, line: at + 1 };
}

export interface Variations {
  readonly roots: readonly string[];
  /** Roots with the one line, and where it stands. */
  readonly planted: { readonly roots: readonly string[]; readonly file: string; readonly line: number };
}

/**
 * Mounts them below a folder of this mount namespace.
 */
export function mountVariations(folder: string, bases: readonly string[], count: number): Variations {
  const known = bases.map(baseOf);
  const roots: string[] = [];
  const planted: string[] = [];
  let place = { file: '', line: 0 };
  for (let k = 0; k < count; k++) {
    const draw = drawer(k + 1);
    const base = known[k % known.length] as Base;
    const [upper, at] = [join(folder, `over/${k}`), join(folder, `roots/host-${String(k).padStart(4, '0')}`)];
    mkdirSync(upper, { recursive: true });
    mkdirSync(at, { recursive: true });
    const hex = (digits: number): string => Array.from({ length: digits }, () => draw(16).toString(16)).join('');
    put(upper, '/etc/hostname', `host-${k}\n`);
    put(upper, '/etc/machine-id', `${hex(32)}\n`);
    const uuid = [hex(8), hex(4), hex(4), hex(4), hex(12)].join('-');
    const fstab = join(base.root, 'etc/fstab');
    put(
      upper,
      '/etc/fstab',
      `${existsSync(fstab) ? readFileSync(fstab, 'utf8') : ''}UUID=${uuid} /srv/data ext4 defaults 0 2\n`,
    );
    for (let change = draw(4); change > 0; change--) CHANGES[draw(CHANGES.length)]?.(upper, base, draw);
    // Hosts of the first root only: of one group.
    if (k % known.length === 0 && [1, 5, 9].includes(k / known.length)) {
      place = plant(upper, base);
      planted.push(at);
    }
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', `ro,lowerdir=${upper}:${base.root}`, at]);
    roots.push(at);
  }
  return { roots, planted: { roots: planted, ...place } };
}
