/**
 * What systemd's generators do differently from version to version: the one table, as `manager.ts` is for PID 1.
 * Read in the sources of 247, 252, 257 and 262 and in the release notes; `inferred` marks a boundary that lies somewhere between
 * two of those and was not read.
 */
interface Behaviour {
  /** First version that behaves so; absent: always did. */
  readonly from?: number;
  /** First version that no longer does; absent: still does. */
  readonly until?: number;
  readonly boundary?: 'inferred';
}

const GENERATOR_BEHAVIOURS = {
  /** Links lead to the generator's own folder by its whole path. */
  'generators-link-by-path': { until: 237, boundary: 'inferred' },
  /** Percent signs of paths and options are doubled. */
  'generators-escape-specifiers': { from: 237, boundary: 'inferred' },
  /** What a device carries is After blockdev@DEVICE.target. */
  'blockdev-targets': { from: 245, boundary: 'inferred' },
  /** systemd-remount-fs.service is wanted by local-fs.target; before, by a link that is installed. */
  'fstab-links-remount': { from: 243, boundary: 'inferred' },
  /** Mounts are ordered before their target by the generator, those with an automount point aside. */
  'fstab-before-target-unless-automount': { until: 246, boundary: 'inferred' },
  /** Automount points are ordered before it, with nofail too. */
  'fstab-automounts-before-target': { from: 243, until: 246, boundary: 'inferred' },
  /** … and those with noauto. */
  'fstab-before-target-unless-noauto': { until: 237, boundary: 'inferred' },
  /** A mount with an automount point is wanted by its target, too. */
  'fstab-links-automounted': { until: 237, boundary: 'inferred' },
  /** x-systemd.requires= and its like belong to the automount point where there is one. */
  'fstab-automount-dependencies': { until: 246, boundary: 'inferred' },
  /** x-systemd.after= and x-systemd.before=. */
  'fstab-after-before': { from: 233, boundary: 'inferred' },
  /** x-systemd.wanted-by= and x-systemd.required-by=. */
  'fstab-wanted-by': { from: 245, boundary: 'inferred' },
  /** Links in a mount point's path are followed. */
  'fstab-canonical': { from: 237, boundary: 'inferred' },
  /** bg of nfs is understood as nofail. */
  'fstab-nfs-bg': { from: 237, boundary: 'inferred' },
  /** … and said so in the options. */
  'fstab-nfs-bg-says-nofail': { from: 246, boundary: 'inferred' },
  /** x-systemd.mount-timeout= */
  'fstab-mount-timeout': { from: 237, boundary: 'inferred' },
  /** x-systemd.makefs and x-systemd.growfs. */
  'fstab-hooks': { from: 237, boundary: 'inferred' },
  /** systemd.volatile=state. */
  'fstab-volatile': { from: 237, boundary: 'inferred' },
  /** The device of a _netdev entry comes after the network. */
  'netdev-devices-wait': { from: 237, boundary: 'inferred' },
  /** … unless its mount stays to the end anyway. */
  'netdev-extrinsic-devices': { from: 246, boundary: 'inferred' },
  /** A device's timeout counts from when its job runs, and only devices have one. */
  'device-timeout-running': { from: 237, boundary: 'inferred' },
  /** The check of /usr is wanted, not required. */
  'fsck-usr-wanted': { from: 243, boundary: 'inferred' },
  /** pvfs2, ocfs2 and lustre need the network. */
  'cluster-types-are-network': { from: 237, boundary: 'inferred' },
  /** So do ceph, smb3 and davfs. */
  'ceph-is-network': { from: 243, boundary: 'inferred' },
  /** A backslash in an option list escapes a comma, and empty words stay. */
  'options-know-escapes': { from: 246, boundary: 'inferred' },
  /** x-systemd.rw-only. */
  'fstab-rw-only': { from: 246, boundary: 'inferred' },
  /** File systems are made by systemd-makefs@, which is stopped at shutdown; before, by systemd-mkfs@. */
  'makefs-name': { from: 243, boundary: 'inferred' },
  /** Mount points below /run/host are PID 1's own. */
  'run-host-is-api': { from: 246, boundary: 'inferred' },
  'volatile-var-is-small': { from: 246, boundary: 'inferred' },
  /** Init scripts of rcS.d belong to sysinit.target: Debian's and its kin's patch. */
  'sysv-debian-early': { until: 237, boundary: 'inferred' },
  /** Scripts that rc0.d or rc6.d stop are stopped before shutdown.target, and those that they start belong to their targets. */
  'sysv-shutdown-links': { until: 237, boundary: 'inferred' },
  /** A facility `$x` without a meaning of its own is x.target; before, nothing. */
  'sysv-facilities-are-targets': { from: 237, boundary: 'inferred' },
  /** A script that provides the network wants network.target, too; LSB scripts may end with 5 or 6. */
  'sysv-network-wanted': { from: 237, boundary: 'inferred' },
  /** .bak, .old and .new mark files that are left behind. */
  'bak-is-hidden': { from: 237, boundary: 'inferred' },
  /** fstab is read with libmount, not with getmntent(3). */
  'fstab-libmount': { from: 259, boundary: 'inferred' },
  /** In option lists, `\\` and unknown escapes are understood; before, `\,` alone, and anything else is an error. */
  'options-unescape-relaxed': { from: 249, boundary: 'inferred' },
  /** Options that are passed on keep their escapes as written. */
  'options-keep-escapes': { from: 259, boundary: 'inferred' },
  /** Mounts are ordered before their target by the generator too. */
  'fstab-before-target': { from: 249, boundary: 'inferred' },
  /** … but for those with an automount point or noauto. */
  'fstab-before-target-of-plain-mounts': { from: 249, until: 250, boundary: 'inferred' },
  /** Of mounts that are mandatory, noauto, nofail and automount are dropped, from their options too. */
  'fstab-mandatory-filtered': { from: 254, boundary: 'inferred' },
  /** /usr is mandatory like /. */
  'fstab-usr-mandatory': { from: 256, boundary: 'inferred' },
  /** x-systemd.wanted-by= and required-by= replace the target altogether, for automounts as well. */
  'fstab-wanted-by-replaces-target': { from: 256, boundary: 'inferred' },
  'fstab-wants-mounts-for': { from: 256 },
  'fstab-wants': { from: 257 },
  'fstab-quota': { from: 256 },
  'fstab-pcrfs': { from: 253 },
  'fstab-validatefs': { from: 258 },
  /** systemd.mount-extra= and systemd.swap-extra= of the kernel command line. */
  'fstab-mount-extra': { from: 254 },
  /** No fsck for types that need no block device or cannot be written. */
  'fsck-skips-unsuitable-types': { from: 254, boundary: 'inferred' },
  'fsck-skips-binds': { from: 258, boundary: 'inferred' },
  'fsck-skips-overlay': { from: 258, boundary: 'inferred' },
  /** Whether there is a fsck program at all is looked at. */
  'fsck-needs-fsck': { from: 250, boundary: 'inferred' },
  /** A link for systemd-fsck-root.service that exists is no error. */
  'fsck-root-link-may-exist': { from: 253, boundary: 'inferred' },
  /** systemd-growfs@.service is a file; before, each instance was generated. */
  'growfs-template': { from: 253 },
  'growfs-after-repart': { from: 250, boundary: 'inferred' },
  /** _netdev swaps belong to remote-fs.target. */
  'network-swap': { from: 261 },
  /** /dev itself is no path of a device. */
  'device-path-needs-name': { from: 250, boundary: 'inferred' },
  /** `.` components of a path are dropped for its unit's name; before, no name could be made. */
  'unit-names-drop-dots': { from: 249, boundary: 'inferred' },
  /** The network file systems came from one table, with orangefs in it. */
  'orangefs-is-network': { from: 250, boundary: 'inferred' },
  /** Volumes called root and usr are the initrd's. */
  'initrd-volumes-by-name': { from: 254, boundary: 'inferred' },
  /** Before=umount.target stands where Conflicts= does, and not with every block device. */
  'volumes-before-umount-with-conflict': { from: 253, boundary: 'inferred' },
  /** Volumes in files load the loop module; before, they waited for the static device nodes. */
  'volumes-load-loop': { from: 253, boundary: 'inferred' },
  /** Volumes are After systemd-udevd-kernel.socket. */
  'volumes-after-kernel-events': { from: 246, boundary: 'inferred' },
  'volumes-after-udevd': { from: 258, boundary: 'inferred' },
  'cryptsetup-after-tpm2': { from: 255, boundary: 'inferred' },
  /** An error in one volume does not keep the others from being set up. */
  'cryptsetup-goes-on': { from: 256, boundary: 'inferred' },
  /** keyfile-timeout= makes the device of a key wanted, not required. */
  'cryptsetup-keyfile-may-fail': { from: 248, boundary: 'inferred' },
  /** nofail makes keys and headers wanted, not required. */
  'cryptsetup-nofail-files': { from: 256, boundary: 'inferred' },
  'cryptsetup-empty-is-none': { from: 258, boundary: 'inferred' },
  'cryptsetup-in-bin': { from: 253, boundary: 'inferred' },
  'cryptsetup-imports-credentials': { from: 256, boundary: 'inferred' },
  /** /etc/veritytab, and a target of its own; before, roothash= alone, under cryptsetup.target. */
  veritytab: { from: 248 },
  /** Verified volumes come after veritysetup-pre.target; before, after that of encrypted ones. */
  'verity-after-own-pre': { from: 250, boundary: 'inferred' },
  'verity-usr': { from: 250 },
  'verity-special-shares-unit': { from: 255, boundary: 'inferred' },
  'integrity-xxhash': { from: 256, boundary: 'inferred' },
  'integrity-more-hashes': { from: 258, boundary: 'inferred' },
  /** noauto, nofail and _netdev in integritytab. */
  'integrity-mount-options': { from: 258, boundary: 'inferred' },
  /** A later systemd.debug_shell=yes leaves a terminal that was named before. */
  'debug-shell-keeps-terminal': { from: 256, boundary: 'inferred' },
  'default-debug-tty': { from: 256 },
  /** systemd.break= */
  breakpoints: { from: 258 },
  'system-update-in-etc': { from: 254 },
  'getty-auto': { from: 250 },
  'getty-auto-sources': { from: 258, boundary: 'inferred' },
  /** systemd.tpm2_wait= holds only where the kernel and the libraries can use a TPM2. */
  'tpm2-needs-support': { from: 258, boundary: 'inferred' },
} as const satisfies Record<string, Behaviour>;

export type GeneratorBehaviour = keyof typeof GENERATOR_BEHAVIOURS;

/** Whether systemd `version` behaves so. */
export function generatorDoes(version: number, name: GeneratorBehaviour): boolean {
  const { from = 0, until = Number.POSITIVE_INFINITY }: Behaviour = GENERATOR_BEHAVIOURS[name];
  return version >= from && version < until;
}
