/** Trees of unit files, made to show whether loading and answering stay linear. */
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generator } from './view-roots.ts';

/** Every unit waits for and requires the next: as deep as it is long. */
export function chainRoot(length: number): string {
  return rootWith(length, (k) => (k + 1 < length ? [k + 1] : []));
}

/** Every unit requires three more: wide and flat. */
export function treeRoot(size: number): string {
  return rootWith(size, (k) => [3 * k + 1, 3 * k + 2, 3 * k + 3].filter((child) => child < size));
}

/** The first unit requires and waits for all others. */
export function hubRoot(size: number): string {
  return rootWith(size, (k) => (k === 0 ? Array.from({ length: size - 1 }, (_, n) => n + 1) : []));
}

/** Every unit requires three of those behind it, drawn: no cycle, and no shape. */
export function randomRoot(size: number): string {
  const random = generator(size);
  const drawn = (below: number): number => Math.floor(random() * below);
  return rootWith(size, (k) => {
    const left = size - k - 1;
    // The next one, too: so that all are reached.
    return left === 0 ? [] : [...new Set([k + 1, k + 1 + drawn(left), k + 1 + drawn(left)])];
  });
}

/** @returns the folder; units are in /etc/systemd/system, readable by anybody */
function rootWith(size: number, children: (k: number) => readonly number[]): string {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-bench-'));
  chmodSync(root, 0o755);
  const units = join(root, 'etc/systemd/system');
  mkdirSync(units, { recursive: true });
  for (let k = 0; k < size; k++) {
    const others = children(k)
      .map((child) => `u${child}.service`)
      .join(' ');
    const lines = others === '' ? [] : [`Requires=${others}`, `After=${others}`];
    writeFileSync(
      join(units, `u${k}.service`),
      ['[Unit]', ...lines, '[Service]', 'Type=oneshot', 'ExecStart=/bin/true', ''].join('\n'),
    );
  }
  writeFileSync(join(units, 'boot.target'), '[Unit]\nRequires=u0.service\nAfter=u0.service\nAllowIsolate=yes\n');
  for (const name of ['sysinit', 'basic', 'shutdown', 'rescue'])
    writeFileSync(join(units, `${name}.target`), '[Unit]\nDefaultDependencies=no\n');
  symlinkSync('boot.target', join(units, 'default.target'));
  return root;
}
