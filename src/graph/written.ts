import type { Declaration, Origin } from './model.ts';

/** Origins of what an init adds by itself, or met on the machine. */
const NOT_WRITTEN: ReadonlySet<Origin> = new Set([
  'implicit',
  'default',
  'udev',
  'mountinfo',
  'proc-swap',
  'slice-property',
]);

/**
 * Whether somebody wrote this declaration down, in a unit file or as a link, rather than an init adding it by itself. Of what is only
 * recorded, its origin tells.
 */
export function isWritten({ how, origin }: Declaration): boolean {
  return how === 'record' ? !NOT_WRITTEN.has(origin) : how !== 'rule';
}
