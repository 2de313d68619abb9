/**
 * Ordering cycles of public reports, in roots of our own that say what the thread says of the units, and nothing else. Expected is the
 * unit, and where the thread settled it the word of a line, that the thread holds to be at fault.
 */
import type { ExampleFiles } from '../../../src/audit/rule.ts';

export const VENDOR = '/usr/lib/systemd/system';
const EARLY = 'DefaultDependencies=no\n';

/** Lines of [Unit]; services, sockets and mounts get a section of their own. */
export function unit(name: string, lines: string): string {
  const type = name.slice(name.lastIndexOf('.') + 1);
  const own: Readonly<Record<string, string>> = {
    service: '[Service]\nExecStart=/bin/true\n',
    socket: '[Socket]\nListenStream=/run/x\n',
    mount: `[Mount]\nWhat=/dev/x\nWhere=/${name.replace('.mount', '').replaceAll('-', '/')}\n`,
    timer: '[Timer]\nOnBootSec=1min\n',
  };
  return `[Unit]\n${lines}${own[type] ?? ''}`;
}

/** The stock units that threads name, as far as they order each other. */
export const STOCK: ExampleFiles = {
  [`${VENDOR}/network-pre.target`]: '[Unit]\n',
  [`${VENDOR}/network.target`]: '[Unit]\nAfter=network-pre.target\n',
  [`${VENDOR}/network-online.target`]: '[Unit]\nAfter=network.target\n',
  [`${VENDOR}/sysinit.target`]:
    '[Unit]\nWants=local-fs.target swap.target\nAfter=local-fs.target swap.target\nDefaultDependencies=no\n',
  [`${VENDOR}/net-online.service`]: unit('net-online.service', 'Before=network-online.target\nAfter=net.service\n'),
  [`${VENDOR}/net.service`]: unit(
    'net.service',
    'Before=network.target\nAfter=network-pre.target\nWants=network.target\n',
  ),
  [`${VENDOR}/network-online.target.wants/net-online.service`]: { link: '../net-online.service' },
  [`${VENDOR}/network-online.target.wants/net.service`]: { link: '../net.service' },
};

export interface Report {
  readonly thread: string;
  /** Name → lines of [Unit]. */
  readonly units: Readonly<Record<string, string>>;
  /** `TARGET.wants/UNIT` links. */
  readonly links: readonly string[];
  readonly unit: string;
  readonly word?: string;
}

const SYSUSERS = {
  'systemd-sysusers.service': `${EARLY}Before=sysinit.target systemd-tmpfiles-setup-dev.service\n`,
  'systemd-tmpfiles-setup-dev.service': `${EARLY}Before=sysinit.target local-fs-pre.target\n`,
};
const SYSUSERS_LINKS = [
  'sysinit.target.wants/systemd-sysusers.service',
  'sysinit.target.wants/systemd-tmpfiles-setup-dev.service',
  'local-fs.target.wants/local-fs-pre.target',
];
const NETWORKD = {
  'systemd-networkd.service': `${EARLY}Before=network.target multi-user.target\nAfter=network-pre.target\n`,
  'systemd-networkd-wait-online.service': `${EARLY}After=systemd-networkd.service\nBefore=network-online.target\n`,
};

export const REPORTS: readonly Report[] = [
  {
    thread: 'NVIDIA/mig-parted#103',
    units: {
      'systemd-resolved.service': `${EARLY}Before=sysinit.target\n`,
      'mig-manager.service': `${EARLY}After=sysinit.target local-fs.target\nBefore=basic.target systemd-resolved.service\n`,
    },
    links: ['sysinit.target.wants/systemd-resolved.service', 'multi-user.target.wants/mig-manager.service'],
    unit: 'mig-manager.service',
    word: 'systemd-resolved.service',
  },
  {
    thread: 'projectbluefin/common#1116',
    units: {
      ...SYSUSERS,
      'group-fix.service': `${EARLY}Before=systemd-sysusers.service\nAfter=local-fs.target\nWants=local-fs.target\n`,
    },
    links: [...SYSUSERS_LINKS, 'sysinit.target.wants/group-fix.service'],
    unit: 'group-fix.service',
    word: 'local-fs.target',
  },
  {
    thread: 'coreos/baselayout#46',
    units: {
      ...SYSUSERS,
      'coreos-tmpfiles.service': `${EARLY}Before=systemd-sysusers.service\nAfter=local-fs.target\n`,
    },
    links: [...SYSUSERS_LINKS, 'sysinit.target.wants/coreos-tmpfiles.service'],
    unit: 'coreos-tmpfiles.service',
    word: 'local-fs.target',
  },
  {
    thread: 'dkms-project/dkms#537',
    units: {
      ...NETWORKD,
      'dkms.service': 'Before=network-pre.target\nWants=network-pre.target\n',
      'cloud-init-network.service': `${EARLY}After=systemd-networkd-wait-online.service\nBefore=sysinit.target\nWants=systemd-networkd-wait-online.service systemd-networkd.service\n`,
    },
    links: ['sysinit.target.wants/cloud-init-network.service', 'multi-user.target.wants/dkms.service'],
    unit: 'dkms.service',
  },
  {
    thread: 'firewalld/firewalld#414',
    units: {
      'cloud-init-local.service': `${EARLY}After=local-fs.target\nBefore=network-pre.target\nWants=network-pre.target\n`,
      'cloud-init.service': `${EARLY}Wants=cloud-init-local.service\nAfter=cloud-init-local.service networking.service\nBefore=sysinit.target\n`,
      'networking.service': `${EARLY}After=network-pre.target\nBefore=network.target\n`,
      'firewalld.service': 'Before=network-pre.target\nWants=network-pre.target\n',
    },
    links: [
      'sysinit.target.wants/cloud-init.service',
      'multi-user.target.wants/firewalld.service',
      'multi-user.target.wants/networking.service',
    ],
    unit: 'firewalld.service',
  },
  {
    thread: 'crowdsecurity/crowdsec#2284',
    units: {
      'netfilter-persistent.service': `${EARLY}Before=network-pre.target\nWants=network-pre.target\n`,
      'bouncer.service': 'After=network.target\nBefore=netfilter-persistent.service\n',
    },
    links: [
      'multi-user.target.wants/netfilter-persistent.service',
      'multi-user.target.wants/bouncer.service',
      'multi-user.target.wants/net.service',
    ],
    unit: 'bouncer.service',
  },
  {
    thread: 'systemd/systemd#42353',
    units: {
      'resolve-hook.socket': `${EARLY}After=network-pre.target\nBefore=sockets.target\n`,
      'iptables.service': 'Before=network-pre.target\nWants=network-pre.target\n',
      'resolve-hook.service': '',
    },
    links: ['sockets.target.wants/resolve-hook.socket', 'multi-user.target.wants/iptables.service'],
    unit: 'resolve-hook.socket',
  },
  {
    thread: 'zifeo/terraform-openstack-rke2#68',
    units: { 'mnt.mount': 'After=local-fs.target\n' },
    links: ['multi-user.target.wants/mnt.mount'],
    unit: 'mnt.mount',
    word: 'local-fs.target',
  },
  {
    thread: 'systemd/particleos#13',
    units: {
      'slices.target': '',
      'user.slice': '',
      'basic.target': 'Requires=sysinit.target\nWants=slices.target\nAfter=sysinit.target slices.target\n',
      'preset-global.service': 'Before=user.slice\n',
    },
    links: ['slices.target.wants/user.slice', 'multi-user.target.wants/preset-global.service'],
    unit: 'preset-global.service',
  },
  {
    thread: 'aws/aws-imds-packet-analyzer#4',
    units: {
      'tracer.service': 'After=multi-user.target\nBefore=network-online.target\n',
      'chronyd.service': 'After=network-online.target\nWants=network-online.target\n',
    },
    links: ['multi-user.target.wants/tracer.service', 'multi-user.target.wants/chronyd.service'],
    unit: 'tracer.service',
    word: 'multi-user.target',
  },
  {
    thread: 'puppetlabs/puppetlabs-docker#844, moby/moby#41297',
    units: {
      'docker.service': 'After=multi-user.target\n',
      'docker-my.service': 'After=docker.service\nRequires=docker.service\n',
    },
    links: ['multi-user.target.wants/docker.service', 'multi-user.target.wants/docker-my.service'],
    unit: 'docker.service',
    word: 'multi-user.target',
  },
  {
    thread: 'flatcar/mantle#285',
    units: { 'create-swap.service': 'Before=swap.target\n' },
    links: ['swap.target.wants/create-swap.service'],
    unit: 'create-swap.service',
  },
  {
    thread: 'openzfs/zfs#5948',
    units: {
      'zfs-mount.service': `${EARLY}After=bcache.service\nBefore=local-fs.target\n`,
      'bcache.service': 'After=local-fs.target\n',
    },
    links: ['local-fs.target.wants/zfs-mount.service', 'multi-user.target.wants/bcache.service'],
    unit: 'zfs-mount.service',
  },
  {
    thread: 'zfsonlinux/pkg-zfs#205',
    units: {
      'systemd-remount-fs.service': `${EARLY}Before=local-fs-pre.target local-fs.target\n`,
      'systemd-random-seed.service': `${EARLY}After=systemd-remount-fs.service\nBefore=sysinit.target\n`,
      'cryptsetup.target': '',
      'systemd-cryptsetup.service': `${EARLY}After=systemd-random-seed.service\nBefore=cryptsetup.target\n`,
      'zfs-import-scan.service': `${EARLY}After=cryptsetup.target\n`,
      'zfs-mount.service': `${EARLY}After=zfs-import-scan.service\nBefore=systemd-remount-fs.service\nRequires=zfs-import-scan.service\n`,
    },
    links: [
      'local-fs.target.wants/systemd-remount-fs.service',
      'sysinit.target.wants/systemd-random-seed.service',
      'sysinit.target.wants/cryptsetup.target',
      'cryptsetup.target.wants/systemd-cryptsetup.service',
      'local-fs.target.wants/zfs-mount.service',
    ],
    unit: 'zfs-mount.service',
  },
  {
    thread: 'canonical/cloud-init#4101',
    units: {
      'cloud-init.service': `${EARLY}After=net.service\nWants=net.service\nBefore=sysinit.target\n`,
    },
    links: ['sysinit.target.wants/cloud-init.service'],
    unit: 'cloud-init.service',
    word: 'net.service',
  },
  {
    thread: 'mystilleef/FedoraZram#27',
    units: { 'mkzram.service': `${EARLY}After=multi-user.target\nBefore=swap.target\n` },
    links: ['swap.target.wants/mkzram.service'],
    unit: 'mkzram.service',
    word: 'multi-user.target',
  },
  {
    thread: 'NixOS/nixpkgs#47474',
    units: {
      'zram-init.service': 'Before=swap.target\n',
      'tmp.mount': `${EARLY}After=swap.target\nBefore=local-fs.target\n`,
    },
    links: ['swap.target.wants/zram-init.service', 'local-fs.target.wants/tmp.mount'],
    unit: 'zram-init.service',
  },
  {
    thread: 'canonical/cloud-init#5722',
    units: {
      'hotplugd.socket': 'After=cloud-config.target\n',
      'hotplugd.service': '',
      'cloud-config.target': 'After=late.service\nWants=late.service\n',
      'late.service': '',
    },
    links: ['sockets.target.wants/hotplugd.socket', 'multi-user.target.wants/cloud-config.target'],
    unit: 'hotplugd.socket',
  },
  {
    thread: 'scylladb/scylladb#8762',
    units: { 'var-lib-scylla.mount': 'After=local-fs.target\n', 'scylla.service': 'Requires=var-lib-scylla.mount\n' },
    links: ['multi-user.target.wants/scylla.service'],
    unit: 'var-lib-scylla.mount',
    word: 'local-fs.target',
  },
  {
    thread: 'systemd/systemd#39338',
    units: {
      'systemd-resolved.service': `${EARLY}Before=sysinit.target\n`,
      'nasty-cycles.service': 'Before=systemd-resolved.service\n',
    },
    links: ['sysinit.target.wants/systemd-resolved.service', 'multi-user.target.wants/nasty-cycles.service'],
    unit: 'nasty-cycles.service',
  },
  {
    thread: 'stratis-storage/stratisd#2178',
    units: {
      'dbus.socket': '',
      'stratisd.service': `${EARLY}After=dbus.socket\nBefore=local-fs-pre.target\n`,
      'ldconfig.service': `${EARLY}After=local-fs.target\nBefore=sysinit.target\n`,
    },
    links: [
      'sockets.target.wants/dbus.socket',
      'sysinit.target.wants/stratisd.service',
      'sysinit.target.wants/ldconfig.service',
      'local-fs.target.wants/local-fs-pre.target',
    ],
    unit: 'stratisd.service',
    word: 'dbus.socket',
  },
  {
    thread: 'systemd/systemd#3834',
    units: {
      'networking.service': `${EARLY}After=network-pre.target\nBefore=sysinit.target\n`,
      'my-test.service': 'Before=network-pre.target\nWants=network-pre.target\n',
    },
    links: ['sysinit.target.wants/networking.service', 'multi-user.target.wants/my-test.service'],
    unit: 'my-test.service',
  },
];
