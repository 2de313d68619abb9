/** /etc/fstab as this root's systemd reads it: for the rules on its lines. */
import { type FstabEntry, parseFstab } from '../systemd/generators/fstab-parse.ts';
import type { AuditContext } from './context.ts';

export const FSTAB = '/etc/fstab';

/** Nothing where another init reads the file. */
export function fstabEntries({ snapshot, does, graph }: AuditContext): readonly FstabEntry[] {
  if (graph.init.system !== 'systemd') return [];
  return parseFstab(snapshot.read(FSTAB) ?? '', does('fstab-libmount'));
}
