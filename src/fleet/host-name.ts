/** What a host is called, and to which group it belongs. */
import type { OpenedRoot } from '../open.ts';

export const HOST_FROM = ['path', 'hostname', 'machine-id'] as const;
export type HostFrom = (typeof HOST_FROM)[number];

/** Its root's path where the root has no such name, as an image has no machine id. */
export function hostName(root: string, from: HostFrom, opened?: OpenedRoot): string {
  const { hostname, machineId } = opened?.host ?? {};
  const own = from === 'hostname' ? hostname : from === 'machine-id' ? machineId : undefined;
  return own === undefined || own === 'uninitialized' ? root : own;
}

/**
 * @param pattern what names the group in a host's name: its first parenthesis, or all of it; undefined: hosts of one release are a group
 * @returns '' for a host that the pattern does not fit
 */
export function groupOf(host: string, pattern: RegExp | undefined, opened?: OpenedRoot): string {
  if (pattern !== undefined) {
    const found = pattern.exec(host);
    return found?.[1] ?? found?.[0] ?? '';
  }
  if (opened === undefined) return '';
  const { id, version } = opened.distribution;
  const { init } = opened.graph;
  return id === undefined ? [init.system, init.version ?? ''].join(' ').trim() : [id, version ?? ''].join(' ').trim();
}
