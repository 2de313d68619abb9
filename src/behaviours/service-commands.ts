/** The commands that switch an init script on and off: each family of distributions has its own. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Tradition } from './distribution.ts';
import { sysvLayout } from './sysv-layout.ts';

export type ServiceTool = Tradition['serviceTool'];

/** The tool of this root: its family's, else the one whose program is there; Debian's where nothing tells. */
export function serviceTool(snapshot: Snapshot): ServiceTool {
  const { tradition } = sysvLayout(snapshot);
  if (tradition !== undefined) return tradition.serviceTool;
  const has = (name: string): boolean =>
    ['/sbin', '/usr/sbin'].some((f) => snapshot.stat(`${f}/${name}`) !== undefined);
  return !has('update-rc.d') && has('chkconfig') ? 'chkconfig' : 'update-rc.d';
}

export function disableCommand(tool: ServiceTool, name: string): string {
  return {
    'update-rc.d': `update-rc.d ${name} disable`,
    chkconfig: `chkconfig ${name} off`,
    insserv: `insserv -r ${name}`,
  }[tool];
}

export function enableCommand(tool: ServiceTool, name: string): string {
  return { 'update-rc.d': `update-rc.d ${name} enable`, chkconfig: `chkconfig ${name} on`, insserv: `insserv ${name}` }[
    tool
  ];
}

/** Whether its Upstart reads NAME.override and knows `manual`: since 1.3 (2011); Red Hat 6 and its kin have 0.6.5. */
export function readsOverrides(snapshot: Snapshot): boolean {
  return sysvLayout(snapshot).tradition?.upstartOverrides ?? true;
}
