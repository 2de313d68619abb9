/** What a root's real generators wrote in an oracle run, as files to lay over its tree. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { OverlayEntry } from '../../src/snapshot/overlay.ts';

/** `system` is where netplan writes, beside the folders meant for generators. */
const SLOTS = ['generator', 'generator.early', 'generator.late', 'system'];

/** @param folder what `runInRoot` filled (its option `generated`). */
export function capturedEntries(folder: string): OverlayEntry[] {
  return SLOTS.flatMap((slot) => entriesUnder(join(folder, slot), `/run/systemd/${slot}`));
}

/** Every file and link below `folder`, as if it stood at `at`. */
export function entriesUnder(folder: string, at: string): OverlayEntry[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder).flatMap((name): OverlayEntry[] => {
    const [file, path] = [join(folder, name), `${at}/${name}`];
    const stat = lstatSync(file);
    if (stat.isDirectory()) return entriesUnder(file, path);
    if (stat.isSymbolicLink()) {
      const linkTarget = readlinkSync(file).replace(/^\/tmp\/systemd-temporary-[A-Za-z0-9]+\//, '/run/systemd/');
      return [{ path, linkTarget }];
    }
    return [{ path, content: readFileSync(file, 'utf8') }];
  });
}
