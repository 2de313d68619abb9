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

/** What makes the links of a script by its header again, and what differs from it on purpose. */
export function relinkAdvice(tool: ServiceTool, name: string): string {
  return {
    'update-rc.d': `update-rc.d ${name} defaults makes the links by the header; update-rc.d ${name} enable|disable LEVEL is the way to differ on purpose.`,
    chkconfig: `chkconfig ${name} reset makes the links by the header; chkconfig --level LEVELS ${name} on|off is the way to differ on purpose.`,
    insserv: `insserv -d ${name} makes the links by the header; insserv ${name},start=LEVELS is the way to differ on purpose.`,
  }[tool];
}

/** Whether its Upstart reads NAME.override and knows `manual`: since 1.3 (2011); Red Hat 6 and its kin have 0.6.5. */
export function readsOverrides(snapshot: Snapshot): boolean {
  return sysvLayout(snapshot).tradition?.upstartOverrides ?? true;
}
