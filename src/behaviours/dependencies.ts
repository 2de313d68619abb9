/** Dependencies that PID 1 adds by itself, and what it refuses, by build. */
import type { Behaviour } from './behaviour.ts';

export const DEPENDENCIES = {
  /** Upholds=, OnSuccess=, PropagatesStopTo=, StopPropagatedFrom= are keys; InSlice is an edge. */
  'dependency-atoms': { since: 249, seen: 'unit.h: UnitDependency' },
  /** JoinsNamespaceOf= is stored at both ends; before, only at the unit that wrote it. */
  'joins-namespace-both-ways': { since: 254, sinceToo: ['252-18.el'], seen: 'unit.c: unit_add_dependency_impl' },
  /** InSlice set by Slice= or by default has origin slice-property; before, file. */
  'slice-property-origin': { since: 250, seen: 'unit.c: unit_set_slice' },
  /** A mount unit's own device and default edges have origin mount-file; before, file. */
  'mount-file-origin': { since: 252, seen: 'mount.c: mount_add_default_dependencies' },
  /** RootDirectory=, RootImage= and WorkingDirectory=- give Wants on mounts; before: Requires, Requires, nothing. */
  'exec-paths-want-mounts': { since: 256, seen: 'unit.c: unit_add_exec_dependencies' },
  'root-mstack': { since: 260, seen: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=yes requires mounts for /tmp and /var/tmp. */
  'private-tmp-requires-both': { until: 249, seen: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=yes is After and Wants tmp.mount, and requires mounts for /var/tmp only. */
  'private-tmp-wants-tmp-mount': { since: 249, until: 256, seen: 'unit.c: unit_add_exec_dependencies' },
  'private-tmp-wants-both': { since: 256, seen: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=disconnected wants mounts for /var, and leaves /var/tmp alone in units that do not wait for it. */
  'private-var-tmp-by-itself': { since: 258, seen: 'unit.c: unit_get_private_var_tmp' },
  /** PrivateTmp=yes of units without default dependencies keeps off a /tmp that they do not wait for. */
  'private-tmp-needs-default-dependencies': { since: 260, seen: 'unit.c: unit_get_private_tmp' },
  /** BusName= of every service type belongs to one service, not only that of Type=dbus. */
  'any-type-claims-bus-name': { since: 251, sinceToo: ['249.11', '250.4'], seen: 'service.c: service_setup_bus_name' },
  'nextroot-is-extrinsic': { since: 254, seen: 'fstab-util.c: fstab_is_extrinsic' },
  /** LogNamespace= also requires systemd-journald-sync@NS.service. */
  'log-namespace-sync': { since: 256, seen: 'unit.c: unit_add_exec_dependencies' },
  'default-credentials-mount': { since: 254, until: 257, seen: 'unit.c: unit_add_default_credential_dependencies' },
  /** A service with credentials and no Type= is Type=exec. */
  'credentials-imply-exec': { since: 257, seen: 'service.c: service_add_extras' },
  /** OnCalendar= timers are After time-set.target too. */
  'calendar-after-time-set': { since: 248, seen: 'timer.c: timer_add_default_dependencies' },
  /** Mounts BindsTo their device whenever they have a fragment; later Requires, and StopPropagatedFrom. */
  'mount-binds-to-device': { until: 249, seen: 'mount.c: mount_is_bound_to_device' },
  /** x-systemd.device-bound=no is understood, and also turns the stop propagation off. */
  'device-bound-takes-a-boolean': { since: 255, seen: 'mount.c: mount_is_bound_to_device' },
  /** A mount met in /proc at start gets its default dependencies at once, not when its turn in the load queue comes (measured: 249 not yet). */
  'found-mounts-ordered-at-once': { since: 250, until: 258, seen: 'mount.c: mount_setup_new_unit' },
  /** Mounts with an automount option are not Before local-fs.target. */
  'automounted-not-before-local-fs': {
    since: 246,
    until: 250,
    untilToo: ['246.suse', '249.suse'],
    seen: 'mount.c: mount_add_default_ordering_dependencies',
  },
  'initrd-sysroot-after-local-fs-pre': {
    since: 254,
    sinceToo: ['252.8', '253.2'],
    seen: 'mount.c: mount_add_default_ordering_dependencies',
  },
  /** Quotas are looked for on file systems that need them switched on; before, on all but network file systems. */
  'quota-by-file-system': { since: 252, seen: 'mount.c: mount_needs_quota' },
  /** usrquota, grpquota, quota… options give Before and Wants on systemd-quotacheck.service and quotaon.service. */
  'mount-adds-quota': { until: 256, seen: 'mount.c: mount_add_quota_dependencies' },
  /** _netdev swaps go to remote-fs.target instead of swap.target. */
  'network-swap-remote-fs': {
    since: 261,
    sinceToo: ['252-70.el', '257-25.el'],
    seen: 'swap.c: swap_add_default_dependencies',
  },
  /** Type=oneshot refuses RestartForceExitStatus=. */
  'oneshot-refuses-restart-force': { since: 215, until: 256, seen: 'service.c: service_verify' },
  /** PAMName= takes KillMode=mixed in units of every type; before, in services only. */
  'pam-takes-mixed-kill-mode': { since: 257, seen: 'unit.c: unit_verify_contexts' },
  'pam-refuses-private-pids': { since: 261, seen: 'unit.c: unit_verify_contexts' },
  /** PAMName= with another KillMode= is refused before the type's own dependencies are added. */
  'pam-verified-early': { since: 257, seen: 'unit.c: unit_verify_contexts' },
  /** MaxConnections=0 is refused with Accept=no as well. */
  'max-connections-always-checked': { since: 257, seen: 'socket.c: socket_verify' },
  'exit-type': { since: 250, seen: 'service.c: service_verify' },
  'bind-log-sockets': { since: 257, seen: 'execute.c: exec_context_get_effective_bind_log_sockets' },
  'private-bpf': { since: 258, seen: 'execute.c: exec_needs_mount_namespace' },
  /** PrivateTmp=yes is known to need a mount namespace before the unit runs. */
  'private-tmp-always-mounts': { since: 260, seen: 'execute.c: exec_needs_mount_namespace' },
  'private-pids': { since: 257, seen: 'service.c: service_verify' },
  'defer-trigger': { since: 258, seen: 'socket.c: socket_verify' },
  'automount-extra-options': { since: 250, seen: 'automount.c: automount_verify' },
  /** A further Slice= leaves the edge to the slice of the one before. */
  'slices-add-up': { since: 249, until: 250, untilToo: ['249.suse'], seen: 'unit.c: unit_set_slice' },
  /** Type=notify-reload. */
  'notify-reload': { since: 253, seen: 'service.c: service_type_table' },
  /** An automount for / fails at its parent folder, before it is refused. */
  'path-extract-directory': { since: 252, seen: 'automount.c: automount_add_mount_dependencies' },
  /** Debian and its kin mount /run/lock themselves. */
  'debian-run-lock-is-api': {
    until: 256,
    builders: ['debian'],
    seen: 'mount-setup.c: mount_table, patched; Debian 8 to 12',
  },
  /** Units of type snapshot: made while the machine runs, never read from a file (snapshot_load). */
  snapshots: { until: 228, seen: 'snapshot.c' },
  /** Units of type busname. */
  'bus-names': { since: 209, until: 235, seen: 'busname.c' },
  /** Whatever is met in /proc is Before local-fs.target, / too. */
  'root-mount-before-local-fs': { until: 233, seen: 'mount.c: mount_setup_unit' },
  'masked-services-skip-drop-ins': { until: 244, seen: 'service.c: service_load' },
  /** Sockets that run nothing have a slice like any other; before, only the root of all slices above them. */
  'sockets-in-system-slice': { since: 235, seen: 'socket.c: socket_add_extras' },
  /** Targets are stopped before shutdown.target is reached; before, they only conflict with it. */
  'targets-before-shutdown': { since: 233, seen: 'target.c: target_add_default_dependencies' },
  /** Mounts that stay for as long as the system runs, and perpetual units, lie in no slice but the root; before, in system.slice. */
  'extrinsic-units-in-root-slice': { since: 247, seen: 'unit.c: unit_set_default_slice' },
  /** Mounts with a file are Before local-fs.target or remote-fs.target by themselves. */
  'mounts-before-their-target': {
    since: 240,
    sinceToo: ['228.suse', '234.suse'],
    seen: 'mount.c: mount_add_default_dependencies',
  },
  /** Automounts are After local-fs-pre.target by themselves. */
  'automounts-after-local-fs-pre': {
    since: 244,
    sinceToo: ['243.4'],
    seen: 'automount.c: automount_add_default_dependencies',
  },
  /** Automounts are Before local-fs.target by themselves. */
  'automounts-before-local-fs': { since: 246, seen: 'automount.c: automount_add_default_dependencies' },
  /** A unit of these types without a file is not found; before, it is loaded from its name. */
  'automounts-and-swaps-need-files': { since: 236, seen: 'automount.c: automount_load, swap.c: swap_load' },
  /** Swaps BindsTo their device; later Requires. */
  'swap-binds-to-device': { until: 245, seen: 'swap.c: swap_add_device_dependencies' },
  /** A device Wants what is mounted or swapped from it, unless noauto keeps that back. */
  'devices-want-their-mounts': { until: 244, seen: 'unit.c: unit_add_node_dependency' },
  /** … or an automount option does. */
  'automounts-kept-from-devices': { since: 230, seen: 'mount.c: mount_add_device_dependencies' },
  /** Mounts and swaps are After blockdev@DEVICE.target. */
  'blockdev-targets': { since: 245, seen: 'unit.c: unit_add_blockdev_dependency' },
  /** /dev/nfs is no device to wait for. */
  'dev-nfs-is-no-device': { since: 245, seen: 'mount.c: mount_add_device_dependencies' },
  /** A bind or loop mount needs the mounts above its source even where it needs the network. */
  'network-binds-need-their-source': {
    since: 230,
    sinceToo: ['228.suse'],
    seen: 'mount.c: mount_add_mount_dependencies',
  },
  /** So has a mount of /etc. */
  'etc-is-extrinsic': { since: 244, seen: 'mount.c: mount_is_extrinsic' },
  /** A tmpfs mount is After swap.target. */
  'tmpfs-after-swap': {
    since: 236,
    sinceToo: ['219-46.el', '228.suse', '234.suse'],
    seen: 'mount.c: mount_add_default_dependencies',
  },
  /** BusName= alone requires dbus.socket, and belongs to one service; later, in services of Type=dbus. */
  'any-bus-name-needs-the-bus': { since: 228, until: 247, seen: 'service.c: service_setup_bus_name' },
  /** A service with SuccessAction= needs no command. */
  'success-action-is-enough': { since: 240, sinceToo: ['239-54.el'], seen: 'service.c: service_verify' },
  /** Type=oneshot refuses Restart= of any kind; later, always and on-success only. */
  'oneshot-refuses-any-restart': { until: 244, seen: 'service.c: service_verify' },
  /** WorkingDirectory= with a dash needs no mounts. */
  'missing-folders-need-no-mounts': { since: 240, seen: 'unit.c: unit_add_exec_dependencies' },
  /** StateDirectory= and its like require mounts; before, there was RuntimeDirectory= alone, which did not. */
  'exec-directories-need-mounts': { since: 235, seen: 'unit.c: unit_add_exec_dependencies' },
  /** StateDirectory=, CacheDirectory= and LogsDirectory= are After systemd-remount-fs.service. */
  'exec-directories-after-remount': {
    since: 246,
    sinceToo: ['245.debian'],
    seen: "unit.c: unit_add_exec_dependencies; runs of Ubuntu's 245",
  },
  /** PrivateTmp=yes is After systemd-tmpfiles-setup.service. */
  'private-tmp-after-tmpfiles': { since: 233, seen: 'unit.c: unit_add_exec_dependencies' },
  /** RootImage= is After systemd-udevd.service. */
  'root-image-after-udevd': { since: 246, seen: 'unit.c: unit_add_exec_dependencies' },
  /** PID 1 makes -.mount by itself, and its output goes nowhere; before, it is met in /proc like any other. */
  'root-mount-is-perpetual': { since: 232, seen: 'mount.c: mount_load_root_mount' },
  /** PID 1 makes system.slice by itself. */
  'system-slice-is-perpetual': { since: 238, seen: 'slice.c: slice_enumerate_perpetual' },
  /** Before= a device is dropped. */
  'devices-cannot-wait': { since: 232, seen: 'unit.c: unit_add_dependency' },
  /** That a target comes after its members is settled when all are loaded; before, as each is. */
  'target-order-is-queued': {
    since: 239,
    sinceToo: ['219-58.el'],
    seen: 'manager.c: manager_dispatch_target_deps_queue',
  },
  /** Mounts and swaps whose file was given up get what their type adds all the same. */
  'failed-mounts-go-on': { since: 240, seen: 'mount.c: mount_load' },
  /** A mount met in /proc at start mentions local-fs.target and umount.target before its turn comes. */
  'found-mounts-conflict-at-once': { until: 240, seen: 'mount.c: mount_setup_unit' },
  /** A service's output goes where the manager says unless its input is anything but null; later, anything of a terminal or socket. */
  'only-null-input-is-fixed': { until: 245, seen: 'service.c: service_fix_output' },
  /** Control groups are of version 2 only. */
  'unified-control-groups-only': { since: 258, seen: 'main.c: mount_cgroup_legacy_controllers is gone' },
  /** Slices without Description= are called "Slice /path". */
  'slice-description': { since: 249, sinceToo: ['246.15', '247.8', '248.4'], seen: 'slice.c: slice_load' },

  /** A file with only After=tmp.mount in the place of what PrivateTmp= requires or wants of /tmp. */
  'private-tmp-after-tmp-mount': {
    since: 'backports',
    sinceToo: ['219-19.el', '239-8.el', '250-1.el', '252-1.el'],
    seen: 'unit.c: unit_add_exec_dependencies, patched by Red Hat',
  },
  /** tmp.mount is never required, nor wanted, for a path below it: /tmp is no tmpfs unless somebody enables it. */
  'tmp-mount-is-not-needed': {
    since: 'backports',
    sinceToo: ['219-31.el', '239-11.el', '250-1.el', '252-1.el', '257-7.el'],
    seen: 'unit.c: unit_add_mount_dependencies, patched by Red Hat',
  },
  /** … nor where it is loaded after the unit that needs it. */
  'tmp-mount-loaded-late-is-not-needed': {
    since: 'backports',
    sinceToo: ['219-74.el', '239-33.el', '250-1.el', '252-1.el', '257-8.el'],
    seen: 'mount.c: mount_add_mount_dependencies, patched by Red Hat',
  },
  /** Services require sysinit.target and are only After basic.target; before, they required basic.target alone. */
  'services-require-sysinit': { since: 228, seen: 'service.c: service_add_default_dependencies' },
  /** A service of Type=dbus requires dbus.socket. */
  'bus-services-need-the-bus': { since: 228, seen: 'service.c: service_setup_bus_name' },
  /** A unit requires its slice; before, it wanted it. */
  'slices-are-required': { since: 227, seen: 'unit.c: unit_add_slice_dependencies' },
  /** The slice of an instance has its template's name with every character escaped; before, only dashes were. */
  'slice-names-are-escaped': { since: 220, seen: 'unit.c: unit_add_default_slice' },
  /** PID 1 lies in init.scope. */
  'init-scope': { since: 226, seen: 'scope.c: scope_enumerate' },
  /** /usr has no default dependencies, as / has none. */
  'usr-is-extrinsic': { since: 216, seen: 'mount.c: mount_add_default_dependencies' },
  /** Mounts below /proc, /sys and /dev have none. */
  'api-mounts-are-extrinsic': { since: 219, seen: 'mount.c: mount_add_default_dependencies' },
  'initramfs-mounts-are-extrinsic': { since: 230, seen: 'mount.c: mount_add_default_dependencies' },
  /** Mounts with x-initrd.mount have none; before, all but the conflict with umount.target. */
  'initrd-mounts-are-extrinsic': { since: 233, seen: 'mount.c: mount_is_extrinsic' },
  /** /dev/root is no device to wait for. */
  'dev-root-is-no-device': { since: 220, seen: 'mount.c: mount_add_device_links' },
  /** A swap unit is Before swap.target by itself. */
  'swaps-before-their-target': {
    since: 229,
    sinceToo: ['219-31.el', '228.suse'],
    seen: 'swap.c: swap_add_default_dependencies',
  },
  /** OnCalendar= timers are After time-sync.target. */
  'calendar-after-time-sync': { since: 216, seen: 'timer.c: timer_add_default_dependencies' },
  /** After= in a device is dropped, too. */
  'devices-wait-for-nothing': { since: 236, until: 246, seen: 'unit.c: unit_add_dependency' },
  /** A dynamic user's home is no working directory. */
  'dynamic-homes-refused': { since: 256, seen: 'unit.c: unit_verify_contexts' },
  /** A working directory below /proc, /sys or /dev is refused where there is a mount namespace. */
  'api-working-directories-refused': { since: 257, sinceToo: ['256.2'], seen: 'unit.c: unit_verify_contexts' },

  /** The type needs the network: PID 1 and the generators ask the same function. */
  'sshfs-is-network': { since: 215, seen: 'src/shared/util.c: fstype_is_network' },
  'afs-is-network': { since: 220, seen: 'src/shared/util.c: fstype_is_network' },
  'pvfs2-is-network': { since: 230, seen: 'src/basic/mount-util.c: fstype_is_network' },
  'ocfs2-is-network': { since: 231, seen: 'src/basic/mount-util.c: fstype_is_network' },
  'lustre-is-network': { since: 232, seen: 'src/basic/mount-util.c: fstype_is_network' },
  'ceph-is-network': { since: 244, sinceToo: ['243.4'], seen: 'src/basic/mountpoint-util.c: fstype_is_network' },
  'smb3-is-network': { since: 244, sinceToo: ['243.3'], seen: 'src/basic/mountpoint-util.c: fstype_is_network' },
  'davfs-is-network': {
    since: 246,
    sinceToo: ['243.8', '244.4', '245.3'],
    seen: 'src/basic/mountpoint-util.c: fstype_is_network',
  },
  'orangefs-is-network': {
    since: 250,
    seen: 'src/basic/filesystems-gperf.gperf: network',
  } /** RequiresMountsFor= loads the mount units of its paths; before, those count that are loaded for another reason. */,
  'mounts-are-looked-for': { since: 228, sinceToo: ['219-62.el'], seen: 'unit.c: unit_add_mount_links' },
} as const satisfies Record<string, Behaviour>;
