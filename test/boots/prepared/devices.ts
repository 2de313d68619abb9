/** What a container does not have: disks that appear, or do not. */
import { DATA_LABEL } from '../virtual-machine.ts';
import { conditioned } from './conditions.ts';
import { type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

const device = (label: string): string => `dev-disk-by\\x2dlabel-${label.replaceAll('-', '\\x2d')}.device`;
const DATA = device(DATA_LABEL);

/** Disks of /etc/fstab: one that is there, one that never comes and need not, one that is mounted when it is used. */
export function devices(): Prepared {
  return {
    healthy: {
      ...conditioned(),
      '/etc/fstab': [
        '/dev/vda / ext4 errors=remount-ro 0 1',
        `LABEL=${DATA_LABEL} /srv/data ext4 defaults 0 2`,
        'LABEL=boots-gone /srv/gone ext4 nofail,x-systemd.device-timeout=5s 0 2',
        'tmpfs /srv/scratch tmpfs size=8M 0 0',
        '/srv/data /srv/bound none bind 0 0',
        'tmpfs /srv/lazy tmpfs noauto,x-systemd.automount 0 0',
        '',
      ].join('\n'),
      '/srv/data/.keep': '',
      '/srv/gone/.keep': '',
      '/srv/scratch/.keep': '',
      '/srv/bound/.keep': '',
      '/srv/lazy/.keep': '',
      ...wanted('t-on-data.service', unit('RequiresMountsFor=/srv/data/below', STAYS)),
      ...wanted('t-on-gone.service', unit('RequiresMountsFor=/srv/gone', STAYS)),
      ...wanted('t-uses-lazy.service', unit('', STAYS.replace('/bin/true', '/bin/ls /srv/lazy/'))),
      [`${UNITS}/t-by-device.service`]: STAYS,
      [`${UNITS}/${DATA}.wants/t-by-device.service`]: '-> ../t-by-device.service',
      [`${UNITS}/t-with-device.service`]: STAYS,
      [`${UNITS}/t-by-rule@.service`]: unit('Wants=t-with-device.service', STAYS),
      [`${UNITS}/t-by-path@.service`]: STAYS,
      '/etc/udev/rules.d/99-boots.rules': [
        `SUBSYSTEM=="block", ENV{ID_FS_LABEL}=="${DATA_LABEL}", ENV{SYSTEMD_WANTS}+="t-by-rule@data.service"`,
        'SUBSYSTEM=="block", KERNEL=="vda", ENV{SYSTEMD_WANTS}+="t-by-path@.service"',
        '',
      ].join('\n'),
    },
    broken: {},
    breakages: [{ unit: device('boots-gone'), how: 'timeout' }],
  };
}

/** A disk of /etc/fstab that is not there: what needs it waits, and then the boot ends in emergency mode. */
export function lostDisk(): Prepared {
  return {
    healthy: {
      '/etc/fstab': '/dev/vda / ext4 defaults 0 1\nLABEL=boots-gone /srv/gone ext4 x-systemd.device-timeout=5s 0 2\n',
      '/srv/gone/.keep': '',
      [`${UNITS}/emergency.service.d/collect.conf`]:
        '[Service]\nExecStartPre=\nExecStart=\nExecStart=-/usr/local/sbin/bootscope-collect\nStandardInput=null\n',
    },
    broken: {},
    breakages: [{ unit: device('boots-gone'), how: 'timeout' }],
    ends: 'emergency',
  };
}
