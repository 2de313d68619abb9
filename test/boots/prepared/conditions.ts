/** Units with a condition each. Whether it is met is compared wherever it is told; what only a machine decides is taken from the boot. */
import { type Files, type Prepared, STAYS, unit, wanted } from './prepared.ts';

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
  'user-name': 'ConditionUser=root',
  'path-any-not': 'ConditionPathExists=|!/etc/passwd\nConditionPathExists=|!/srv/nowhere',
  'path-all-but-any': 'ConditionPathExists=/etc/passwd\nConditionPathExists=|/srv/nowhere\nConditionPathExists=|!/etc',
  'kinds-any': 'ConditionPathExists=|/srv/nowhere\nConditionArchitecture=|x86-64',
  'any-open': 'ConditionPathExists=|/srv/nowhere\nConditionSecurity=|uefi-secureboot',
  emptied: 'ConditionPathExists=/srv/nowhere\nConditionPathExists=',
  'emptied-other': 'ConditionPathExists=/srv/nowhere\nConditionUser=',
  'cmdline-systemd': 'ConditionKernelCommandLine=systemd.log_color=no',
  'cmdline-prefix': 'ConditionKernelCommandLine=systemd.log_color',
  credential: 'ConditionCredential=bootscope',
  'release-version': 'ConditionOSRelease=VERSION_ID>=11',
  'release-not': 'ConditionOSRelease=ID!=fedora',
  'memory-more': 'ConditionMemory=>=100T',
  'cpus-none': 'ConditionCPUs=<1',
  'path-specifier': 'ConditionPathExists=/etc/systemd/system/%n',
  'path-trailing': 'ConditionPathExists=/etc/passwd/',
  'path-relative': 'ConditionPathExists=etc/passwd',
  'path-link': 'ConditionPathIsDirectory=/bin',
  'path-glob-none': 'ConditionPathExistsGlob=/etc/nosuch*',
  'path-folder-empty': 'ConditionDirectoryNotEmpty=/mnt',
  'path-file-empty': 'ConditionFileNotEmpty=/etc/hostname',
  'bool-wrong': 'ConditionFirstBoot=perhaps',
  'negated-twice': 'ConditionPathExists=!!/etc/passwd',
  'blank-after-mark': 'ConditionPathExists=| /etc/passwd',
};

export function conditioned(): Files {
  return Object.assign(
    {},
    ...Object.entries(CONDITIONS).flatMap(([name, line]) => [
      wanted(`t-if-${name}.service`, unit(line, STAYS)),
      // Bound to it, so that a skipped one takes it along.
      wanted(`t-if-${name}-bound.service`, unit(`BindsTo=t-if-${name}.service\nAfter=t-if-${name}.service`, STAYS)),
    ]),
  ) as Files;
}

/** Conditions of each kind, alone and together, met and not. */
export function conditions(): Prepared {
  return { healthy: conditioned(), broken: {}, breakages: [] };
}
