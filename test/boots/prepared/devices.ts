/** What a container does not have: disks that appear, or do not, and conditions that only a machine decides. */
import { DATA_LABEL } from '../virtual-machine.ts';
import { type Files, type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

const device = (label: string): string => `dev-disk-by\\x2dlabel-${label.replaceAll('-', '\\x2d')}.device`;
const DATA = device(DATA_LABEL);

/** Each in [Unit] of a unit of its own. Whether it is met is compared where it is told. */
const CONDITIONS: Readonly<Record<string, string>> = {
  vm: 'ConditionVirtualization=vm',
  container: 'ConditionVirtualization=container',
  'not-container': 'ConditionVirtualization=!container',
  cmdline: 'ConditionKernelCommandLine=root=/dev/vda',
  'cmdline-word': 'ConditionKernelCommandLine=quiet',
  'cmdline-not': 'ConditionKernelCommandLine=!quiet',
  'cmdline-other': 'ConditionKernelCommandLine=root=/dev/vdb',
  'first-boot': 'ConditionFirstBoot=yes',
  'not-first-boot': 'ConditionFirstBoot=no',
  update: 'ConditionNeedsUpdate=/etc',
  'not-update': 'ConditionNeedsUpdate=!/var',
  architecture: 'ConditionArchitecture=x86-64',
  'architecture-other': 'ConditionArchitecture=!native',
  kernel: 'ConditionKernelVersion=>=4.15',
  host: 'ConditionHost=4f1b9c0e7ad84f6f9c2b5d3e8a7f6012',
  'host-other': 'ConditionHost=elsewhere',
  'path-writable': 'ConditionPathIsReadWrite=/',
  'path-mount': 'ConditionPathIsMountPoint=/',
  'path-device': 'ConditionPathExists=/dev/vda',
  'path-sys': 'ConditionPathExists=/sys/class/block',
  'path-etc': 'ConditionPathExists=/etc/hostname',
  'path-glob': 'ConditionPathExistsGlob=/etc/syst*/system.conf.d/*.conf',
  'path-directory': 'ConditionPathIsDirectory=!/etc/passwd',
  'path-symlink': 'ConditionPathIsSymbolicLink=/etc/mtab',
  'path-executable': 'ConditionFileIsExecutable=/etc/passwd',
  'path-empty': 'ConditionDirectoryNotEmpty=/etc',
  'path-any': 'ConditionPathExists=|/srv/nowhere\nConditionPathExists=|/etc/passwd',
  'path-encrypted': 'ConditionPathIsEncrypted=/etc',
  selinux: 'ConditionSecurity=selinux',
  uefi: 'ConditionFirmware=uefi',
  memory: 'ConditionMemory=>=16M',
  cpus: 'ConditionCPUs=>=1',
  power: 'ConditionACPower=true',
  environment: 'ConditionEnvironment=BOOTSCOPE=1',
  group: 'ConditionGroup=root',
  user: 'ConditionUser=@system',
  'user-other': 'ConditionUser=!root',
  module: 'ConditionKernelModuleLoaded=nosuchmodule',
  capability: 'ConditionCapability=CAP_SYS_ADMIN',
  release: 'ConditionOSRelease=ID=debian',
  controller: 'ConditionControlGroupController=v2',
};

function conditioned(): Files {
  return Object.assign(
    {},
    ...Object.entries(CONDITIONS).flatMap(([name, line]) => [
      wanted(`t-if-${name}.service`, unit(line, STAYS)),
      // Bound to it, so that a skipped one takes it along.
      wanted(`t-if-${name}-bound.service`, unit(`BindsTo=t-if-${name}.service\nAfter=t-if-${name}.service`, STAYS)),
    ]),
  ) as Files;
}

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
