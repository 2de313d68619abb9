/** Boots that end elsewhere than usual: in emergency mode, or with the machine switched off. */
import { type Prepared, UNITS, unit, wanted } from './prepared.ts';

/** A mount of /etc/fstab fails: local-fs.target is lost, and its OnFailure= starts emergency.target. */
export function emergency(): Prepared {
  const line = (type: string): string => `none /srv/boots ${type} defaults 0 0\n`;
  return {
    healthy: {
      '/etc/fstab': line('tmpfs'),
      '/srv/boots/.keep': '',
      [`${UNITS}/emergency.service.d/collect.conf`]:
        '[Service]\nExecStartPre=\nExecStart=\nExecStart=-/usr/local/sbin/bootscope-collect\nStandardInput=null\n',
    },
    broken: { '/etc/fstab': line('nosuchfs') },
    breakages: [{ unit: 'srv-boots.mount', how: 'failed' }],
    ends: 'emergency',
  };
}

/** FailureAction= takes the machine down before the target is reached. */
export function action(): Prepared {
  const text = (program: string): string =>
    unit(
      'FailureAction=poweroff-force\nBefore=multi-user.target',
      `[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${program}\n`,
    );
  return {
    healthy: wanted('t-action.service', text('/bin/true')),
    broken: { [`${UNITS}/t-action.service`]: text('/bin/false') },
    breakages: [{ unit: 't-action.service', how: 'failed' }],
    ends: 'action',
  };
}
