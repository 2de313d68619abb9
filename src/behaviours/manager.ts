/**
 * What systemd does differently from version to version, as far as the graph is concerned: the one table.
 * Everything else asks `behaviours(version)` by name and never compares version numbers.
 *
 * Measured on 229 and 237 (Ubuntu's), 245, 247, 249, 252, 254, 255, 257, 259 and 262. Where a change lies between two of those,
 * `from`/`until` is the later one, or what design/systemd.md 4.12 or the release notes give, and `boundary: 'inferred'` says so.
 */

interface Behaviour {
  /** First version that behaves so; absent: always did. */
  readonly from?: number;
  /** First version that no longer does; absent: still does. */
  readonly until?: number;
  readonly boundary?: 'inferred';
  /** PID 1 only: a user's manager does not behave so. */
  readonly scope?: 'system';
  /** Function upstream (src/core, unless a path says otherwise). */
  readonly where: string;
}

export const BEHAVIOURS = {
  /** Upholds=, OnSuccess=, PropagatesStopTo=, StopPropagatedFrom= are keys; InSlice is an edge. */
  'dependency-atoms': { from: 249, where: 'unit.h: UnitDependency' },
  'upholds-directories': { from: 254, where: 'load-dropin.c: unit_load_dropin' },
  /** A template that depends on itself with %i, %n or %N in the instance drops that dependency. */
  'recursive-template-guard': { from: 250, where: 'load-fragment.c: unit_is_likely_recursive_template_dependency' },
  /** JoinsNamespaceOf= is stored at both ends; before, only at the unit that wrote it. */
  'joins-namespace-both-ways': { from: 253, boundary: 'inferred', where: 'unit.c: unit_add_dependency_impl' },
  /** InSlice set by Slice= or by default has origin slice-property; before, file. */
  'slice-property-origin': { from: 251, boundary: 'inferred', where: 'unit.c: unit_set_slice' },
  /** A mount unit's own device and default edges have origin mount-file; before, file. */
  'mount-file-origin': { from: 252, boundary: 'inferred', where: 'mount.c: mount_add_default_dependencies' },
  'wants-mounts-for': { from: 256, where: 'load-fragment.c: config_parse_unit_mounts_for' },
  /** RootDirectory=, RootImage= and WorkingDirectory=- give Wants on mounts; before: Requires, Requires, nothing. */
  'exec-paths-want-mounts': { from: 256, where: 'unit.c: unit_add_exec_dependencies' },
  /** RootImagePolicy= and its like; one that cannot be read fails the file. */
  'image-policies': { from: 254, boundary: 'inferred', where: 'load-fragment.c: config_parse_image_policy' },
  /** Names of partitions and uses that it does not know are passed over. */
  'image-policy-graceful': { from: 258, boundary: 'inferred', where: 'image-policy.c: image_policy_from_string' },
  'root-mstack': { from: 261, where: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=yes requires mounts for /tmp and /var/tmp. */
  'private-tmp-requires-both': { until: 249, where: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=yes is After and Wants tmp.mount, and requires mounts for /var/tmp only. */
  'private-tmp-wants-tmp-mount': { from: 249, until: 256, where: 'unit.c: unit_add_exec_dependencies' },
  'private-tmp-wants-both': { from: 256, where: 'unit.c: unit_add_exec_dependencies' },
  'private-tmp-disconnected': { from: 257, where: 'load-fragment-gperf: PrivateTmp' },
  /** PrivateTmp=disconnected wants mounts for /var, and leaves /var/tmp alone in units that do not wait for it. */
  'private-var-tmp-by-itself': { from: 258, boundary: 'inferred', where: 'unit.c: unit_get_private_var_tmp' },
  /** PrivateTmp=yes of units without default dependencies keeps off a /tmp that they do not wait for. */
  'private-tmp-needs-default-dependencies': { from: 260, where: 'unit.c: unit_get_private_tmp' },
  /** BusName= of every service type belongs to one service, not only that of Type=dbus. */
  'any-type-claims-bus-name': { from: 248, boundary: 'inferred', where: 'service.c: service_setup_bus_name' },
  'nextroot-is-extrinsic': { from: 254, boundary: 'inferred', where: 'fstab-util.c: fstab_is_extrinsic' },
  /** LogNamespace= also requires systemd-journald-sync@NS.service. */
  'log-namespace-sync': { from: 256, where: 'unit.c: unit_add_exec_dependencies' },
  'default-credentials-mount': { from: 254, until: 256, where: 'unit.c: unit_add_default_credential_dependencies' },
  /** ImportCredential=NAME:OTHER. */
  'import-credential-renames': { from: 257, where: 'load-fragment.c: config_parse_import_credential' },
  /** - and _ are letters of Base64 too. */
  'base64-for-urls': { from: 253, boundary: 'inferred', where: 'hexdecoct.c: unbase64char' },
  /** A service with credentials and no Type= is Type=exec. */
  'credentials-imply-exec': { from: 257, where: 'service.c: service_add_extras' },
  /** OnCalendar= timers are After time-set.target too. */
  'calendar-after-time-set': { from: 248, where: 'timer.c: timer_add_default_dependencies' },
  /** Mounts BindsTo their device whenever they have a fragment; later Requires, and StopPropagatedFrom. */
  'mount-binds-to-device': { until: 249, where: 'mount.c: mount_is_bound_to_device' },
  /** x-systemd.device-bound=no is understood, and also turns the stop propagation off. */
  'device-bound-takes-a-boolean': { from: 255, boundary: 'inferred', where: 'mount.c: mount_is_bound_to_device' },
  /** A mount met in /proc at start gets its default dependencies at once, not when its turn in the load queue comes (measured: 249 not yet). */
  'found-mounts-ordered-at-once': {
    from: 250,
    until: 258,
    boundary: 'inferred',
    where: 'mount.c: mount_setup_new_unit',
  },
  /** Mounts with an automount option are not Before local-fs.target. */
  'automounted-not-before-local-fs': {
    from: 246,
    until: 250,
    where: 'mount.c: mount_add_default_ordering_dependencies',
  },
  'initrd-sysroot-after-local-fs-pre': {
    from: 252,
    boundary: 'inferred',
    where: 'mount.c: mount_add_default_ordering_dependencies',
  },
  /** Quotas are looked for on file systems that need them switched on; before, on all but network file systems. */
  'quota-by-file-system': { from: 251, boundary: 'inferred', where: 'mount.c: mount_needs_quota' },
  /** usrquota, grpquota, quota… options give Before and Wants on systemd-quotacheck.service and quotaon.service. */
  'mount-adds-quota': { until: 256, boundary: 'inferred', where: 'mount.c: mount_add_quota_dependencies' },
  /** _netdev swaps go to remote-fs.target instead of swap.target. */
  'network-swap-remote-fs': { from: 261, where: 'swap.c: swap_add_default_dependencies' },
  /** Type=oneshot refuses RestartForceExitStatus=. */
  'oneshot-refuses-restart-force': { until: 256, boundary: 'inferred', where: 'service.c: service_verify' },
  /** PAMName= takes KillMode=mixed in units of every type; before, in services only. */
  'pam-takes-mixed-kill-mode': { from: 256, boundary: 'inferred', where: 'unit.c: unit_verify_contexts' },
  'pam-refuses-private-pids': { from: 260, boundary: 'inferred', where: 'unit.c: unit_verify_contexts' },
  /** PAMName= with another KillMode= is refused before the type's own dependencies are added. */
  'pam-verified-early': { from: 256, boundary: 'inferred', where: 'unit.c: unit_verify_contexts' },
  /** MaxConnections=0 is refused with Accept=no as well. */
  'max-connections-always-checked': { from: 256, boundary: 'inferred', where: 'socket.c: socket_verify' },
  'exit-type': { from: 250, boundary: 'inferred', where: 'service.c: service_verify' },
  'bind-log-sockets': { from: 257, where: 'execute.c: exec_context_get_effective_bind_log_sockets' },
  'protect-control-groups-by-name': { from: 257, where: 'load-fragment.c: config_parse_protect_control_groups' },
  'private-bpf': { from: 258, where: 'execute.c: exec_needs_mount_namespace' },
  /** PrivateTmp=yes is known to need a mount namespace before the unit runs. */
  'private-tmp-always-mounts': { from: 260, boundary: 'inferred', where: 'execute.c: exec_needs_mount_namespace' },
  'private-pids': { from: 257, where: 'service.c: service_verify' },
  'defer-trigger': { from: 258, boundary: 'inferred', where: 'socket.c: socket_verify' },
  'automount-extra-options': { from: 250, boundary: 'inferred', where: 'automount.c: automount_verify' },
  /** Listen paths and PIDFile= in /proc, /sys, /dev are refused, ListenSpecial= aside. */
  'api-vfs-refused': { from: 256, boundary: 'inferred', where: 'load-fragment.c: config_parse_socket_listen' },
  /** A link out of the load path, a mask included, is loaded as the file it leads to; before and after, as the link. */
  'linked-unit-is-its-target': {
    from: 246,
    until: 249,
    boundary: 'inferred',
    where: 'unit-file.c: unit_file_build_name_map',
  },
  /** A link is one within the load path where its target lies in a folder of it, that folder's own links resolved. */
  'load-path-is-resolved': { from: 251, boundary: 'inferred', where: 'unit-file.c: unit_file_build_name_map' },
  /** A further Slice= leaves the edge to the slice of the one before. */
  'slices-add-up': { from: 249, until: 251, boundary: 'inferred', where: 'unit.c: unit_set_slice' },
  /** Drop-ins and links of a masked unit are not read. */
  'masked-skips-drop-ins': { from: 256, boundary: 'inferred', where: 'unit.c: unit_load_fragment_and_dropin' },
  /** ExecStart=|command runs the target user's shell. */
  'exec-via-shell': { from: 258, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec' },
  /** A few units have a copy built into PID 1, used where no file exists. */
  'builtin-units': { from: 262, scope: 'system', boundary: 'inferred', where: 'load-fragment.c: builtin_unit_lookup' },
  /** Type=notify-reload. */
  'notify-reload': { from: 253, where: 'service.c: service_type_table' },
  'exec-reload-post': { from: 259, boundary: 'inferred', where: 'load-fragment-gperf: ExecReloadPost' },
  /** StandardOutput=truncate:. */
  'output-truncate': { from: 248, where: 'load-fragment.c: config_parse_exec_output' },
  /** StateDirectory= and its like take NAME:LINK. */
  'exec-directory-links': { from: 250, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec_directories' },
  /** StateDirectory= and its like take NAME:LINK:FLAGS. */
  'exec-directory-flags': { from: 257, where: 'load-fragment.c: config_parse_exec_directories' },
  /** soft-reboot, kexec, halt are actions too. */
  'more-emergency-actions': { from: 254, boundary: 'inferred', where: 'emergency-action.c: emergency_action_table' },
  /** What=UUID=… of a mount or swap becomes the device it means. */
  'mount-node-tags': { from: 257, boundary: 'inferred', where: 'load-fragment.c: config_parse_mount_node' },
  /** A path too long for a unit name has one that ends in a hash; its key is in the library of 252, and not of 249. */
  'long-names-are-hashed': { from: 250, boundary: 'inferred', where: 'unit-name.c: unit_name_hash_long' },
  /** An automount for / fails at its parent folder, before it is refused. */
  'path-extract-directory': { from: 250, boundary: 'inferred', where: 'automount.c: automount_add_mount_dependencies' },
  /** A slash at the end of a link's target asks for a folder. */
  'slash-behind-a-link-is-for-folders': { from: 258, boundary: 'inferred', where: 'chase.c: chaseat' },
  /** A link's target may not go on with `.` behind what does not exist. */
  /** A link below .wants/ counts only where its way can be followed, though its end may be missing. */
  'wants-links-are-chased': { from: 258, boundary: 'inferred', where: 'conf-files.c: conf_file_new' },
  /** The slash at the end of a link whose target's folder is missing, too. */
  'slash-behind-nothing-stays': { until: 254, boundary: 'inferred', where: 'fs-util.c: chase_symlinks' },
  'dot-behind-nothing-fails': { until: 249, boundary: 'inferred', where: 'fs-util.c: chase_symlinks' },
  'sysctl-names-are-no-interfaces': { from: 248, boundary: 'inferred', where: 'socket-util.c: ifname_valid_full' },
  /** ListenStream=/ is no address. */
  'root-is-no-socket': { from: 246, boundary: 'inferred', where: 'socket-util.c: sockaddr_un_set_path' },
  'port-refuses-space': { from: 248, boundary: 'inferred', where: 'parse-util.c: parse_ip_port' },
  /** vsock-stream: and its like are addresses. */
  'vsock-types': { from: 254, boundary: 'inferred', where: 'socket-netlink.c: socket_address_parse' },
  /** vsock:-1: is any machine. */
  'vsock-any-by-number': { from: 258, boundary: 'inferred', where: 'socket-util.c: vsock_parse_cid' },
  /** A folder of drop-ins that is a link counts where its target, taken from the root, is a folder. */
  'folder-links-looked-for-from-root': {
    from: 251,
    boundary: 'inferred',
    where: 'unit-file.c: unit_file_build_name_map',
  },
  'bind-to-device-specifiers': {
    from: 258,
    boundary: 'inferred',
    where: 'load-fragment.c: config_parse_socket_bindtodevice',
  },
  /** %D: shared data. */
  'shared-data-specifier': { from: 256, boundary: 'inferred', where: 'unit-printf.c: unit_full_printf_full' },
  /** %d: the folder of the unit's credentials. */
  'credentials-specifier': { from: 250, boundary: 'inferred', where: 'unit-printf.c: unit_full_printf_full' },
  /** %y and %Y: the unit's own file, and its folder. */
  'fragment-specifiers': { from: 249, boundary: 'inferred', where: 'unit-printf.c: unit_full_printf_full' },
  /**
   * What its file is called is a name of the unit, as it stands: of a mask, too, and of a template even where the instance has
   * another file. Before, only names that the map has for it.
   */
  'fragment-name-is-added': { from: 249, boundary: 'inferred', where: 'unit-file.c: add_names' },
  /** An alias that is an instance of its own is known to the instance of the template that it leads to. */
  'instance-aliases-gathered': { from: 249, boundary: 'inferred', where: 'unit-file.c: unit_file_build_name_map' },
  /** Debian and its kin mount /run/lock themselves. */
  'debian-run-lock-is-api': { until: 253, boundary: 'inferred', where: 'mount-setup.c: mount_table, as patched' },
  'run-host-is-api': { from: 246, boundary: 'inferred', where: 'mount-setup.c: mount_point_ignore' },
  'run-credentials-is-api': { from: 254, boundary: 'inferred', where: 'mount-setup.c: mount_table' },
  /** No map of names: a name's file is looked for when the name is loaded, and links on the way are names from then on. */
  'names-by-opening': { until: 243, boundary: 'inferred', where: 'load-fragment.c: load_from_path' },
  /** A path through a file ends the search for a name; later, the next folder is looked at. */
  'opening-ends-at-no-folder': { until: 237, boundary: 'inferred', where: 'load-fragment.c: load_from_path' },
  /** A template that leads to a loaded unit's template makes another name of that unit; before, a unit that is not found. */
  'templates-merge-into-instances': { from: 237, boundary: 'inferred', where: 'load-fragment.c: merge_by_names' },
  /** Units of type busname. */
  'bus-names': { until: 237, boundary: 'inferred', where: 'busname.c' },
  /** Whatever is met in /proc is Before local-fs.target, / too. */
  'root-mount-before-local-fs': { until: 237, boundary: 'inferred', where: 'mount.c: mount_setup_unit' },
  'masked-services-skip-drop-ins': { until: 243, boundary: 'inferred', where: 'service.c: service_load' },
  /** Sockets that run nothing have a slice like any other; before, only the root of all slices above them. */
  'sockets-in-system-slice': { from: 237, boundary: 'inferred', where: 'socket.c: socket_add_extras' },
  /** Targets are stopped before shutdown.target is reached; before, they only conflict with it. */
  'targets-before-shutdown': { from: 237, boundary: 'inferred', where: 'target.c: target_add_default_dependencies' },
  /** Mounts that stay for as long as the system runs, and perpetual units, lie in no slice but the root; before, in system.slice. */
  'extrinsic-units-in-root-slice': { from: 246, boundary: 'inferred', where: 'unit.c: unit_set_default_slice' },
  /** Mounts with a file are Before local-fs.target or remote-fs.target by themselves. */
  'mounts-before-their-target': { from: 243, boundary: 'inferred', where: 'mount.c: mount_add_default_dependencies' },
  /** Automounts are After local-fs-pre.target by themselves. */
  'automounts-after-local-fs-pre': {
    from: 243,
    boundary: 'inferred',
    where: 'automount.c: automount_add_default_dependencies',
  },
  /** Automounts are Before local-fs.target by themselves. */
  'automounts-before-local-fs': {
    from: 246,
    boundary: 'inferred',
    where: 'automount.c: automount_add_default_dependencies',
  },
  /** A unit of these types without a file is not found; before, it is loaded from its name. */
  'automounts-and-swaps-need-files': {
    from: 237,
    boundary: 'inferred',
    where: 'automount.c: automount_load, swap.c: swap_load',
  },
  /** Swaps BindsTo their device; later Requires. */
  'swap-binds-to-device': { until: 243, boundary: 'inferred', where: 'swap.c: swap_add_device_dependencies' },
  /** A device Wants what is mounted or swapped from it, unless noauto keeps that back. */
  'devices-want-their-mounts': { until: 243, boundary: 'inferred', where: 'unit.c: unit_add_node_dependency' },
  /** … or an automount option does. */
  'automounts-kept-from-devices': { from: 237, boundary: 'inferred', where: 'mount.c: mount_add_device_dependencies' },
  /** Mounts and swaps are After blockdev@DEVICE.target. */
  'blockdev-targets': { from: 245, boundary: 'inferred', where: 'unit.c: unit_add_blockdev_dependency' },
  /** /dev/nfs is no device to wait for. */
  'dev-nfs-is-no-device': { from: 243, boundary: 'inferred', where: 'mount.c: mount_add_device_dependencies' },
  /** A bind or loop mount needs the mounts above its source even where it needs the network. */
  'network-binds-need-their-source': {
    from: 237,
    boundary: 'inferred',
    where: 'mount.c: mount_add_mount_dependencies',
  },
  /** Mounts below /run/initramfs, and with x-initrd.mount, have no default dependencies; before, the latter had but no conflict with umount.target. */
  'mounts-may-be-extrinsic': { from: 237, boundary: 'inferred', where: 'mount.c: mount_is_extrinsic' },
  /** So has a mount of /etc. */
  'etc-is-extrinsic': { from: 243, boundary: 'inferred', where: 'mount.c: mount_is_extrinsic' },
  /** A tmpfs mount is After swap.target. */
  'tmpfs-after-swap': { from: 237, boundary: 'inferred', where: 'mount.c: mount_add_default_dependencies' },
  /** BusName= alone requires dbus.socket, and belongs to one service; later, in services of Type=dbus. */
  'any-bus-name-needs-the-bus': { until: 246, boundary: 'inferred', where: 'service.c: service_setup_bus_name' },
  /** A service with SuccessAction= needs no command. */
  'success-action-is-enough': { from: 243, boundary: 'inferred', where: 'service.c: service_verify' },
  /** Type=oneshot refuses Restart= of any kind; later, always and on-success only. */
  'oneshot-refuses-any-restart': { until: 244, boundary: 'inferred', where: 'service.c: service_verify' },
  /** A refused unit is a bad-setting; before, an error like any other. */
  'bad-settings-have-a-state': { from: 241, boundary: 'inferred', where: 'unit.c: unit_load' },
  /** WorkingDirectory= with a dash needs no mounts. */
  'missing-folders-need-no-mounts': { from: 243, boundary: 'inferred', where: 'unit.c: unit_add_exec_dependencies' },
  /** StateDirectory= and its like require mounts; before, there was RuntimeDirectory= alone, which did not. */
  'exec-directories-need-mounts': { from: 235, boundary: 'inferred', where: 'unit.c: unit_add_exec_dependencies' },
  /** StateDirectory=, CacheDirectory= and LogsDirectory= are After systemd-remount-fs.service. */
  'exec-directories-after-remount': { from: 243, boundary: 'inferred', where: 'unit.c: unit_add_exec_dependencies' },
  /** PrivateTmp=yes is After systemd-tmpfiles-setup.service. */
  'private-tmp-after-tmpfiles': { from: 237, boundary: 'inferred', where: 'unit.c: unit_add_exec_dependencies' },
  /** RootImage= is a key, and DynamicUser= another, which brings a private /tmp. */
  'root-images': { from: 235, boundary: 'inferred', where: 'load-fragment-gperf' },
  /** RootImage= is After systemd-udevd.service. */
  'root-image-after-udevd': { from: 243, boundary: 'inferred', where: 'unit.c: unit_add_exec_dependencies' },
  /** PID 1 makes -.mount by itself, and its output goes nowhere; before, it is met in /proc like any other. */
  'root-mount-is-perpetual': { from: 237, boundary: 'inferred', where: 'mount.c: mount_load_root_mount' },
  /** PID 1 makes system.slice by itself. */
  'system-slice-is-perpetual': { from: 243, boundary: 'inferred', where: 'slice.c: slice_enumerate_perpetual' },
  /** Sockets and FIFOs in /var/run are taken to be in /run. */
  'var-run-is-run': { from: 243, boundary: 'inferred', where: 'load-fragment.c: patch_var_run' },
  /** Before= a device is dropped. */
  'devices-cannot-wait': { from: 237, boundary: 'inferred', where: 'unit.c: unit_add_dependency' },
  /** Drop-ins for all units whose name begins alike: foo-.service.d. */
  'prefix-drop-ins': { from: 239, boundary: 'inferred', where: 'dropin.c: unit_file_find_dirs' },
  /** Drop-ins for all units of a type: service.d. */
  'type-drop-ins': { from: 244, boundary: 'inferred', where: 'dropin.c: unit_file_find_dropin_paths' },
  /** Whatever stands in a .wants/ or .requires/ folder counts, in each folder of the load path: no links only, no masks. */
  'wants-folders-hold-anything': { until: 237, boundary: 'inferred', where: 'load-dropin.c: unit_load_dropin' },
  /** That a target comes after its members is settled when all are loaded; before, as each is. */
  'target-order-is-queued': { from: 243, boundary: 'inferred', where: 'manager.c: manager_dispatch_target_deps_queue' },
  /** Comments within continued lines are part of the value, a line without = is fatal, one that is no UTF-8 is not; .include is understood. */
  'old-line-syntax': { until: 243, boundary: 'inferred', where: 'conf-parser.c: config_parse' },
  /** A line of 2048 bytes or more is several. */
  'lines-are-split': { until: 235, boundary: 'inferred', where: 'conf-parser.c: config_parse' },
  /** Some wrong settings fail the file; before, they are passed over. */
  'fatal-settings': { from: 237, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec' },
  /** PIDFile= without a usable path fails the file. */
  'pid-file-is-fatal': { from: 243, boundary: 'inferred', where: 'load-fragment.c: config_parse_pid_file' },
  /** A socket's Service= that is no service fails the file. */
  'socket-service-is-fatal': {
    from: 237,
    until: 246,
    boundary: 'inferred',
    where: 'load-fragment.c: config_parse_socket_service',
  },
  /** Commands may begin with + ! : too; before, with - and @ alone. */
  'exec-more-prefixes': { from: 231, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec' },
  /** A program named without its folder must be there when the file is read. */
  'exec-names-are-looked-up': {
    from: 239,
    until: 246,
    boundary: 'inferred',
    where: 'load-fragment.c: config_parse_exec',
  },
  /** A program may be named without its folder. */
  'exec-by-name': { from: 239, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec' },
  /** Mounts and swaps whose file was given up get what their type adds all the same. */
  'failed-mounts-go-on': { from: 243, boundary: 'inferred', where: 'mount.c: mount_load' },
  /** A mount met in /proc at start mentions local-fs.target and umount.target before its turn comes. */
  'found-mounts-conflict-at-once': { until: 243, boundary: 'inferred', where: 'mount.c: mount_setup_unit' },
  /** StandardOutput=file: and fd:, StandardInput=data. */
  'output-files': { from: 236, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec_output' },
  /** StandardOutput=append:. */
  'output-append': { from: 240, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec_output' },
  /** LogNamespace= is a key. */
  'log-namespaces': { from: 245, boundary: 'inferred', where: 'load-fragment-gperf: LogNamespace' },
  /** A service's output goes where the manager says unless its input is anything but null; later, anything of a terminal or socket. */
  'only-null-input-is-fixed': { until: 243, boundary: 'inferred', where: 'service.c: service_fix_output' },
  /** pvfs2, ocfs2 and lustre need the network. */
  'cluster-types-are-network': { from: 237, boundary: 'inferred', where: 'mount-util.c: fstype_is_network' },
  /** So do ceph, smb3, davfs and orangefs. */
  'ceph-is-network': { from: 243, boundary: 'inferred', where: 'mount-util.c: fstype_is_network' },
  /** There are nearly none in unit names, and one that is none stands for itself. */
  'unknown-specifiers-stay': { until: 237, boundary: 'inferred', where: 'specifier.c: specifier_printf' },
  /** No %j, %l, %o, %g, %E, %T, %V, …. */
  'few-specifiers': { until: 239, boundary: 'inferred', where: 'unit-printf.c: unit_full_printf' },
  /** Any entry with a unit's name is one, a folder too. */
  'folders-are-units': { until: 250, boundary: 'inferred', where: 'unit-file.c: unit_file_build_name_map' },
  /** A path that no unit name can be made of fails the unit that needs it; later, it needs no mount. */
  'unnameable-path-fails': {
    from: 246,
    until: 249,
    boundary: 'inferred',
    where: 'unit.c: unit_add_mount_dependencies',
  },
  /** `/..` is `/` at the beginning of a path; before, such a path was refused. */
  'parent-of-root-is-root': { from: 255, where: 'path-util.c: path_simplify_full' },
  /** A path with a component of more than 255 bytes is refused. */
  'path-component-limit': { from: 249, boundary: 'inferred', where: 'path-util.c: path_is_valid' },
  /** Quotes and control characters in a section header are fatal. */
  'section-names-checked': { from: 250, boundary: 'inferred', where: 'conf-parser.c: parse_line' },
  /** `.` components of a device's path say nothing; before, /./dev was no folder of devices, and no name could be made of /dev/./x. */
  'device-paths-drop-dots': { from: 249, boundary: 'inferred', where: 'unit-name.c: unit_name_path_escape' },
  /** /dev and /sys themselves count as device paths. */
  'device-folder-is-device': { until: 250, boundary: 'inferred', where: 'device-util.h: is_device_path' },
  /** StandardInputData= and StandardInputText= that cannot be decoded fail the unit. */
  'input-data-is-fatal': {
    from: 236,
    until: 246,
    boundary: 'inferred',
    where: 'load-fragment.c: config_parse_exec_input_data',
  },
  /** StandardOutput=file: and its like with no path are fatal. */
  'output-paths-are-fatal': {
    from: 236,
    until: 246,
    boundary: 'inferred',
    where: 'load-fragment.c: config_parse_exec_output',
  },
  /** A command that ends in a dot or two names a directory, and is fatal. */
  'exec-dots-are-a-directory': { from: 256, boundary: 'inferred', where: 'load-fragment.c: config_parse_exec' },
  /** Wildcards in a section's name or a command's path are fatal, and so is a section without a name. */
  'names-refuse-wildcards': { from: 262, boundary: 'inferred', where: 'string-util.c: string_is_safe' },
  /** A working directory that a mount namespace or a dynamic user rules out is refused. */
  'exec-contexts-verified': { from: 256, boundary: 'inferred', where: 'unit.c: unit_verify_contexts' },
  /** Slices without Description= are called "Slice /path". */
  'slice-description': { from: 248, boundary: 'inferred', where: 'slice.c: slice_load' },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof BEHAVIOURS;

/** Whether a manager behaves so: what every room asks in place of comparing version numbers. */
export type Does = (name: BehaviourName) => boolean;

/** What one version's manager does. @param version systemd's major version, 229 or later. */
export function behaviours(version: number, whose: 'system' | 'user' = 'system'): Does {
  const holding = new Set<string>();
  for (const [name, { from = 0, until = Number.POSITIVE_INFINITY, scope }] of Object.entries<Behaviour>(BEHAVIOURS))
    if (version >= from && version < until && (scope === undefined || scope === whose)) holding.add(name);
  return (name) => holding.has(name);
}
