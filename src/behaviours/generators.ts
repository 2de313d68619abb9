/** What systemd's generators write, by build. */
import type { Behaviour } from './behaviour.ts';

export const GENERATORS = {
  /** Links lead to the generator's own folder by its whole path. */
  'generators-link-by-path': { until: 235, seen: 'src/shared/generator.c: generator_add_symlink' },
  /** Percent signs of paths and options are doubled. */
  'generators-escape-specifiers': { since: 236, seen: 'src/shared/specifier.c: specifier_escape' },
  /** systemd-remount-fs.service is wanted by local-fs.target; before, by a link that is installed. */
  'fstab-links-remount': { since: 242, seen: 'fstab-generator.c' },
  /** Mounts are ordered before their target by the generator, those with an automount point aside. */
  'fstab-before-target-unless-automount': { until: 246, seen: 'fstab-generator.c' },
  /** Automount points are ordered before it, with nofail too. */
  'fstab-automounts-before-target': { until: 246, seen: 'fstab-generator.c' },
  /** … and those with noauto. */
  'fstab-before-target-unless-noauto': { until: 234, seen: 'fstab-generator.c' },
  /** A mount with an automount point is wanted by its target, too. */
  'fstab-links-automounted': { until: 230, untilToo: ['228.suse'], seen: 'fstab-generator.c' },
  /** x-systemd.requires= and its like belong to the automount point where there is one. */
  'fstab-automount-dependencies': { until: 246, seen: 'fstab-generator.c' },
  /** x-systemd.after= and x-systemd.before=. */
  'fstab-after-before': { since: 233, seen: 'fstab-generator.c' },
  /** x-systemd.wanted-by= and x-systemd.required-by=. */
  'fstab-wanted-by': { since: 245, seen: 'fstab-generator.c' },
  /** Links in a mount point's path are followed. */
  'fstab-canonical': { since: 234, sinceToo: ['219-78.10.el'], seen: 'fstab-generator.c' },
  /** A file system on a volume that /etc/crypttab has noauto for is noauto itself. */
  'fstab-goes-by-crypttab': {
    until: 240,
    builders: ['suse'],
    seen: 'fstab-generator.c: crypttab_noauto, patched by SUSE (branches 228 to 239)',
  },
  /** bg of nfs is understood as nofail. */
  'fstab-nfs-bg': { since: 234, sinceToo: ['228.suse'], seen: 'fstab-generator.c' },
  /** … and said so in the options. */
  'fstab-nfs-bg-says-nofail': {
    since: 247,
    sinceToo: ['228.suse', '234.suse', '244.5', '245.8', '246.6'],
    seen: 'fstab-generator.c',
  },
  /** x-systemd.mount-timeout= */
  'fstab-mount-timeout': { since: 233, seen: 'fstab-generator.c' },
  /** x-systemd.makefs and x-systemd.growfs. */
  'fstab-hooks': { since: 236, seen: 'fstab-generator.c' },
  /** systemd.volatile=state. */
  'fstab-volatile': { since: 233, seen: 'fstab-generator.c' },
  /** The device of a _netdev entry comes after the network. */
  'netdev-devices-wait': { since: 234, seen: 'src/shared/generator.c: generator_write_device_deps' },
  /** … unless its mount stays to the end anyway. */
  'netdev-extrinsic-devices': { since: 246, seen: 'src/shared/generator.c: generator_write_device_deps' },
  /** A device's timeout counts from when its job runs, and only devices have one. */
  'device-timeout-running': { since: 234, seen: 'src/shared/generator.c: generator_write_timeouts' },
  /** The check of /usr is wanted, not required. */
  'fsck-usr-wanted': { since: 243, seen: 'src/shared/generator.c: generator_write_fsck_deps' },
  /** A backslash in an option list escapes a comma, and empty words stay. */
  'options-know-escapes': { since: 247, seen: 'src/shared/fstab-util.c: fstab_filter_options' },
  /** x-systemd.rw-only. */
  'fstab-rw-only': { since: 246, seen: 'fstab-generator.c' },
  'volatile-var-is-small': { since: 246, seen: 'src/shared/volatile-util.h' },
  /** Scripts that rc0.d or rc6.d stop are stopped before shutdown.target, and those that they start belong to their targets. */
  'sysv-shutdown-links': { until: 231, seen: 'sysv-generator.c' },
  /** A script that provides the network wants network.target, too; LSB scripts may end with 5 or 6. */
  'sysv-network-wanted': { since: 234, sinceToo: ['219-33.el'], seen: 'sysv-generator.c' },
  /** .bak, .old and .new mark files that are left behind. */
  'bak-is-hidden': { since: 230, seen: 'src/basic/util.c: hidden_or_backup_file' },
  /** fstab is read with libmount, not with getmntent(3). */
  'fstab-libmount': { since: 259, seen: 'fstab-generator.c' },
  /** In option lists, `\\` and unknown escapes are understood; before, `\,` alone, and anything else is an error. */
  'options-unescape-relaxed': { since: 248, seen: 'src/shared/fstab-util.c: fstab_filter_options' },
  /** Options that are passed on keep their escapes as written. */
  'options-keep-escapes': { since: 259, seen: 'src/shared/fstab-util.c: fstab_filter_options' },
  /** Mounts are ordered before their target by the generator too. */
  'fstab-before-target': { since: 249, seen: 'fstab-generator.c' },
  /** … but for those with an automount point or noauto. */
  'fstab-before-target-of-plain-mounts': { since: 249, until: 250, seen: 'fstab-generator.c' },
  /** Of mounts that are mandatory, noauto, nofail and automount are dropped, from their options too. */
  'fstab-mandatory-filtered': { since: 255, sinceToo: ['254.6'], seen: 'fstab-generator.c' },
  /** /usr is mandatory like /. */
  'fstab-usr-mandatory': { since: 256, seen: 'fstab-generator.c' },
  /** x-systemd.wanted-by= and required-by= replace the target altogether, for automounts as well. */
  'fstab-wanted-by-replaces-target': { since: 256, seen: 'fstab-generator.c' },
  'fstab-wants-mounts-for': { since: 256, seen: 'fstab-generator.c' },
  'fstab-wants': { since: 257, seen: 'fstab-generator.c' },
  'fstab-quota': { since: 256, seen: 'fstab-generator.c' },
  'fstab-pcrfs': { since: 253, sinceToo: ['252-27.el'], seen: 'fstab-generator.c' },
  'fstab-validatefs': { since: 258, seen: 'fstab-generator.c' },
  /** systemd.mount-extra= and systemd.swap-extra= of the kernel command line. */
  'fstab-mount-extra': { since: 254, sinceToo: ['252-18.el'], seen: 'fstab-generator.c' },
  /** No fsck for types that need no block device or cannot be written. */
  'fsck-skips-unsuitable-types': { since: 258, seen: 'src/shared/generator.c: generator_write_fsck_deps' },
  'fsck-skips-binds': { since: 258, seen: 'src/shared/generator.c: generator_write_fsck_deps' },
  'fsck-skips-overlay': { since: 260, seen: 'src/shared/generator.c: generator_write_fsck_deps' },
  /** Whether there is a fsck program at all is looked at. */
  'fsck-needs-fsck': {
    since: 252,
    sinceToo: ['250.9', '251.6'],
    seen: 'src/shared/generator.c: generator_write_fsck_deps',
  },
  /** A link for systemd-fsck-root.service that exists is no error. */
  'fsck-root-link-may-exist': {
    since: 258,
    sinceToo: ['257.10'],
    seen: 'src/shared/generator.c: generator_write_fsck_deps',
  },
  /** systemd-growfs@.service is a file; before, each instance was generated. */
  'growfs-template': { since: 253, sinceToo: ['252-18.el'], seen: 'src/shared/generator.c: generator_hook_up_growfs' },
  'growfs-after-repart': {
    since: 252,
    sinceToo: ['250.9', '251.5'],
    seen: 'src/shared/generator.c: generator_hook_up_growfs',
  },
  /** _netdev swaps belong to remote-fs.target. */
  'network-swap': { since: 261, sinceToo: ['252-70.el', '257-25.el'], seen: 'fstab-generator.c: add_swap' },
  /** /dev itself is no path of a device. */
  'device-path-needs-name': {
    since: 255,
    sinceToo: ['252.19', '253.13', '254.6'],
    seen: 'src/basic/path-util.c: is_device_path',
  },
  /** `.` components of a path are dropped for its unit's name; before, no name could be made. */
  'unit-names-drop-dots': { since: 249, seen: 'src/basic/unit-name.c: unit_name_from_path' },
  /** Volumes called root and usr are the initrd's. */
  'initrd-volumes-by-name': { since: 254, seen: 'src/shared/generator.c: attach_in_initrd' },
  /** Before=umount.target stands where Conflicts= does, and not with every block device. */
  'volumes-before-umount-with-conflict': {
    since: 254,
    seen: 'src/shared/generator.c: generator_write_cryptsetup_unit_section',
  },
  /** Volumes in files load the loop module; before, they waited for the static device nodes. */
  'volumes-load-loop': { since: 254, seen: 'src/shared/generator.c: generator_write_cryptsetup_unit_section' },
  /** Volumes are After systemd-udevd-kernel.socket. */
  'volumes-after-kernel-events': {
    since: 248,
    sinceToo: ['247.2'],
    seen: 'src/shared/generator.c: generator_write_cryptsetup_unit_section',
  },
  'volumes-after-udevd': {
    since: 262,
    sinceToo: ['258.9', '259.7', '260.3', '261.1'],
    seen: 'src/shared/generator.c: generator_write_cryptsetup_unit_section',
  },
  'cryptsetup-after-tpm2': { since: 255, seen: 'cryptsetup-generator.c: create_disk' },
  /** _netdev in crypttab: remote-cryptsetup.target in place of cryptsetup.target. */
  'crypttab-netdev': { since: 235, sinceToo: ['219-45.el', '234.suse'], seen: 'cryptsetup-generator.c: create_disk' },
  /** … after remote-fs-pre.target; before, after remote-cryptsetup-pre.target. */
  'crypttab-netdev-after-remote-fs-pre': {
    since: 236,
    sinceToo: ['219-46.el', '234.suse'],
    seen: 'cryptsetup-generator.c: create_disk',
  },
  /** A volume's unit has the section that all kinds share; before, _netdev replaced what it comes after, and no blockdev@ target was there. */
  'volumes-share-their-section': {
    since: 245,
    seen: 'src/shared/generator.c: generator_write_cryptsetup_unit_section',
  },
  /** A volume BindsTo the device that it makes. */
  'cryptsetup-binds-to-its-device': {
    until: 235,
    untilToo: ['219-52.el', '234.suse'],
    seen: 'cryptsetup-generator.c: create_disk',
  },
  /** An error in one volume does not keep the others from being set up. */
  'cryptsetup-goes-on': { since: 257, seen: 'cryptsetup-generator.c: create_disk' },
  /** keyfile-timeout= makes the device of a key wanted, not required. */
  'cryptsetup-keyfile-may-fail': { since: 252, seen: 'cryptsetup-generator.c: create_disk' },
  /** nofail makes keys and headers wanted, not required. */
  'cryptsetup-nofail-files': { since: 256, seen: 'cryptsetup-generator.c: create_disk' },
  'cryptsetup-empty-is-none': { since: 258, seen: 'cryptsetup-generator.c: create_disk' },
  'cryptsetup-in-bin': { since: 255, seen: 'cryptsetup-generator.c: create_disk' },
  'cryptsetup-imports-credentials': { since: 256, seen: 'cryptsetup-generator.c: create_disk' },
  /** /etc/veritytab, and a target of its own; before, roothash= alone, under cryptsetup.target. */
  veritytab: { since: 248, seen: 'veritysetup-generator.c' },
  /** Verified volumes come after veritysetup-pre.target; before, after that of encrypted ones. */
  'verity-after-own-pre': { since: 255, sinceToo: ['252.14', '253.8', '254.1'], seen: 'veritysetup-generator.c' },
  'verity-usr': { since: 250, seen: 'veritysetup-generator.c' },
  'verity-special-shares-unit': { since: 254, seen: 'veritysetup-generator.c' },
  'integrity-xxhash': { since: 257, sinceToo: ['256.7'], seen: 'src/shared/integrity-util.c' },
  'integrity-more-hashes': { since: 259, seen: 'src/shared/integrity-util.c' },
  /** noauto, nofail and _netdev in integritytab. */
  'integrity-mount-options': { since: 258, seen: 'src/shared/integrity-util.c' },
  /** A later systemd.debug_shell=yes leaves a terminal that was named before. */
  'debug-shell-keeps-terminal': { since: 256, seen: 'debug-generator.c' },
  'default-debug-tty': { since: 256, seen: 'debug-generator.c' },
  /** systemd.break= */
  breakpoints: { since: 258, seen: 'debug-generator.c' },
  'system-update-in-etc': { since: 254, sinceToo: ['252-15.el'], seen: 'system-update-generator.c' },
  'getty-auto': { since: 250, seen: 'getty-generator.c' },
  'getty-auto-sources': { since: 258, seen: 'getty-generator.c' },
  /** systemd.tpm2_wait= holds only where the kernel and the libraries can use a TPM2. */
  'tpm2-needs-support': { since: 261, seen: 'tpm2-generator.c: generate_tpm_target_symlink' },

  /** File systems are made by systemd-makefs@; before, by systemd-mkfs@. */
  'makefs-name': { since: 242, seen: 'src/shared/generator.c: generator_hook_up_mkfs' },
  /** What makes a file system is stopped at shutdown. */
  'makefs-conflicts-shutdown': { since: 240, seen: 'src/shared/generator.c: generator_hook_up_mkfs' },
  /** Init scripts of rcS.d belong to sysinit.target: Debian's and its kin's patch, dropped with 231-1. */
  'sysv-debian-early': { until: 231, builders: ['debian'], seen: 'sysv-generator.c, patched; Debian 8, Ubuntu 16.04' },
  /** Init scripts of boot.d belong to sysinit.target, and Required-Start= wants what it names. */
  'sysv-suse-early': { until: 237, builders: ['suse'], seen: 'sysv-generator.c, patched by SUSE' },
  /** … by the folder of the link; later, by the script's name. */
  'sysv-suse-early-by-link': { until: 230, builders: ['suse'], seen: 'sysv-generator.c, patched by SUSE' },
  /** A facility `$x` without a meaning of its own is nothing; before and after, x.target. */
  'sysv-facilities-are-nothing': { since: 228, until: 233, seen: 'sysv-generator.c: sysv_translate_facility' },
  /** rc2.d to rc5.d belong to runlevel2.target to runlevel5.target; later, to what those are aliases of. */
  'sysv-runlevel-targets': { until: 220, seen: 'sysv-generator.c: rcnd_table' },
  /** A script with a start number above 10 is After network-online.target. */
  'sysv-late-after-network': {
    since: 'backports',
    sinceToo: ['219-2.el'],
    seen: 'sysv-generator.c, patched by Red Hat',
  } /** An entry of init.d that is a link is passed over. */,
  'sysv-skips-linked-scripts': {
    since: 219,
    until: 227,
    untilToo: ['219-19.el'],
    seen: 'sysv-generator.c: enumerate_sysv',
  } /** systemd-sysv-generator and systemd-rc-local-generator come with systemd. */,
  'init-scripts-are-read': {
    until: 260,
    seen: 'src/sysv-generator',
  } /** x-systemd.requires= and x-systemd.requires-mounts-for=. */,
  'fstab-requires': { since: 220, sinceToo: ['219-3.el'], seen: 'fstab-generator.c: add_mount' },
  /** x-systemd.idle-timeout=. */
  'fstab-idle-timeout': { since: 220, seen: 'fstab-generator.c: add_mount' },
} as const satisfies Record<string, Behaviour>;
