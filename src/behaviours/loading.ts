/** How PID 1 finds, reads and takes unit files, by build. */
import type { Behaviour } from './behaviour.ts';

export const LOADING = {
  /** systemd.condition_first_boot= says whether presets are applied. */
  'first-boot-by-cmdline': { since: 252, scope: 'system', seen: 'main.c: log_execution_mode' },
  /** /etc/machine-id with the word uninitialized makes a first boot; before, only where there is no such file. */
  'first-boot-uninitialized': { since: 247, scope: 'system', seen: 'main.c: log_execution_mode' },
  /** systemd.unit= with what is no unit name is passed over; before, it was looked for in vain. */
  'cmdline-unit-is-a-name': { since: 233, scope: 'system', seen: 'main.c: parse_proc_cmdline_item' },
  'upholds-directories': { since: 254, seen: 'load-dropin.c: unit_load_dropin' },
  /** A template that depends on itself with %i, %n or %N in the instance drops that dependency. */
  'recursive-template-guard': { since: 250, seen: 'load-fragment.c: unit_is_likely_recursive_template_dependency' },
  'wants-mounts-for': { since: 256, seen: 'load-fragment.c: config_parse_unit_mounts_for' },
  /** RootImagePolicy= and its like; one that cannot be read fails the file. */
  'image-policies': { since: 254, seen: 'load-fragment.c: config_parse_image_policy' },
  /** Names of partitions and uses that it does not know are passed over. */
  'image-policy-graceful': { since: 259, sinceToo: ['258.4'], seen: 'image-policy.c: image_policy_from_string' },
  'private-tmp-disconnected': { since: 257, seen: 'load-fragment-gperf: PrivateTmp' },
  /** ImportCredential=NAME:OTHER. */
  'import-credential-renames': { since: 257, seen: 'load-fragment.c: config_parse_import_credential' },
  /** - and _ are letters of Base64 too. */
  'base64-for-urls': { since: 255, seen: 'hexdecoct.c: unbase64char' },
  'protect-control-groups-by-name': { since: 257, seen: 'load-fragment.c: config_parse_protect_control_groups' },
  /** Listen paths and PIDFile= in /proc, /sys, /dev are refused, ListenSpecial= aside. */
  'api-vfs-refused': { since: 256, seen: 'load-fragment.c: config_parse_socket_listen' },
  /** A link out of the load path, a mask included, is loaded as the file it leads to; before and after, as the link. */
  'linked-unit-is-its-target': { since: 246, until: 248, seen: 'unit-file.c: unit_file_build_name_map' },
  /** A link is one within the load path where its target lies in a folder of it, that folder's own links resolved. */
  'load-path-is-resolved': { since: 251, seen: 'unit-file.c: unit_file_build_name_map' },
  /** Drop-ins and links of a masked unit are not read. */
  'masked-skips-drop-ins': { since: 258, sinceToo: ['257.10'], seen: 'unit.c: unit_load_fragment_and_dropin' },
  /** ExecStart=|command runs the target user's shell. */
  'exec-via-shell': { since: 258, seen: 'load-fragment.c: config_parse_exec' },
  /** A few units have a copy built into PID 1, used where no file exists. */
  'builtin-units': { since: 262, scope: 'system', seen: 'load-fragment.c: builtin_unit_lookup' },
  'exec-reload-post': { since: 259, seen: 'load-fragment-gperf: ExecReloadPost' },
  /** StandardOutput=truncate:. */
  'output-truncate': { since: 248, seen: 'load-fragment.c: config_parse_exec_output' },
  /** StateDirectory= and its like take NAME:LINK. */
  'exec-directory-links': { since: 250, seen: 'load-fragment.c: config_parse_exec_directories' },
  /** StateDirectory= and its like take NAME:LINK:FLAGS. */
  'exec-directory-flags': { since: 257, seen: 'load-fragment.c: config_parse_exec_directories' },
  /** soft-reboot, kexec, halt are actions too. */
  'more-emergency-actions': { since: 254, seen: 'emergency-action.c: emergency_action_table' },
  /** What=UUID=… of a mount or swap becomes the device it means. */
  'mount-node-tags': { since: 256, seen: 'load-fragment.c: config_parse_mount_node' },
  /** A path too long for a unit name has one that ends in a hash; its key is in the library of 252, and not of 249. */
  'long-names-are-hashed': {
    since: 251,
    sinceToo: ['239-61.el', '249.suse'],
    seen: 'unit-name.c: unit_name_hash_long',
  },
  /** A slash at the end of a link's target asks for a folder. */
  'slash-behind-a-link-is-for-folders': { since: 258, seen: 'chase.c: chaseat' },
  /** The slash at the end of a link whose target's folder is missing, too. */
  'slash-behind-nothing-stays': { until: 254, seen: 'fs-util.c: chase_symlinks' },
  'dot-behind-nothing-fails': { until: 249, seen: 'fs-util.c: chase_symlinks' },
  'sysctl-names-are-no-interfaces': { since: 248, seen: 'socket-util.c: ifname_valid_full' },
  /** ListenStream=/ is no address. */
  'root-is-no-socket': { since: 247, seen: 'socket-util.c: sockaddr_un_set_path' },
  'port-refuses-space': { since: 250, seen: 'parse-util.c: parse_ip_port' },
  /** vsock-stream: and its like are addresses. */
  'vsock-types': { since: 254, seen: 'socket-netlink.c: socket_address_parse' },
  /** vsock:-1: is any machine. */
  'vsock-any-by-number': { since: 262, seen: 'socket-util.c: vsock_parse_cid' },
  /** A folder of drop-ins that is a link counts where its target, taken from the root, is a folder. */
  'folder-links-looked-for-from-root': { since: 251, seen: 'unit-file.c: unit_file_build_name_map' },
  'bind-to-device-specifiers': { since: 258, seen: 'load-fragment.c: config_parse_socket_bindtodevice' },
  /** %D: shared data. */
  'shared-data-specifier': { since: 256, seen: 'unit-printf.c: unit_full_printf_full' },
  /** %d: the folder of the unit's credentials. */
  'credentials-specifier': { since: 251, seen: 'unit-printf.c: unit_full_printf_full' },
  /** %y and %Y: the unit's own file, and its folder. */
  'fragment-specifiers': { since: 251, seen: 'unit-printf.c: unit_full_printf_full' },
  /**
   * What its file is called is a name of the unit, as it stands: of a mask, too, and of a template even where the instance has
   * another file. Before, only names that the map has for it.
   */
  'fragment-name-is-added': { since: 249, seen: 'unit-file.c: add_names' },
  /** An alias that is an instance of its own is known to the instance of the template that it leads to. */
  'instance-aliases-gathered': { since: 249, seen: 'unit-file.c: unit_file_build_name_map' },
  /** No map of names: a name's file is looked for when the name is loaded, and links on the way are names from then on. */
  'names-by-opening': { until: 243, seen: 'load-fragment.c: load_from_path' },
  /** A path through a file ends the search for a name; later, the next folder is looked at. */
  'opening-ends-at-no-folder': { until: 231, seen: 'load-fragment.c: load_from_path' },
  /** A template that leads to a loaded unit's template makes another name of that unit; before, a unit that is not found. */
  'templates-merge-into-instances': { since: 230, seen: 'load-fragment.c: merge_by_names' },
  /** A refused unit is a bad-setting; before, an error like any other. */
  'bad-settings-have-a-state': { since: 239, seen: 'unit.c: unit_load' },
  /** RootImage= is a key. */
  'root-images': { since: 233, seen: 'load-fragment-gperf' },
  /** DynamicUser= is a key, and brings a private /tmp. */
  'dynamic-users': { since: 232, seen: 'load-fragment-gperf' },
  /** Sockets and FIFOs in /var/run are taken to be in /run. */
  'var-run-is-run': { since: 242, seen: 'load-fragment.c: patch_var_run' },
  /** Drop-ins for all units whose name begins alike: foo-.service.d. */
  'prefix-drop-ins': { since: 239, sinceToo: ['234.suse'], seen: 'dropin.c: unit_file_find_dirs' },
  /** Drop-ins for all units of a type: service.d. */
  'type-drop-ins': { since: 244, sinceToo: ['239-59.el'], seen: 'dropin.c: unit_file_find_dropin_paths' },
  /** … and any other folder's file of the same name counts more; before, less. */
  'type-drop-ins-count-least': {
    since: 245,
    sinceToo: ['239-78.el'],
    seen: 'dropin.c: unit_file_find_dropin_paths',
  },
  /** Whatever stands in a .wants/ or .requires/ folder counts, in each folder of the load path: no links only, no masks. */
  'wants-folders-hold-anything': { until: 233, seen: 'load-dropin.c: unit_load_dropin' },
  /** A line of 2048 bytes or more is several. */
  'lines-are-split': { until: 235, seen: 'conf-parser.c: config_parse' },
  /** Some wrong settings fail the file; before, they are passed over. */
  'fatal-settings': { since: 234, seen: 'load-fragment.c: config_parse_exec' },
  /** PIDFile= without a usable path fails the file. */
  'pid-file-is-fatal': { since: 240, seen: 'load-fragment.c: config_parse_pid_file' },
  /** A socket's Service= that is no service fails the file. */
  'socket-service-is-fatal': { since: 234, until: 247, seen: 'load-fragment.c: config_parse_socket_service' },
  /** Commands may begin with + ! : too; before, with - and @ alone. */
  'exec-more-prefixes': { since: 231, seen: 'load-fragment.c: config_parse_exec' },
  /** A program named without its folder must be there when the file is read. */
  'exec-names-are-looked-up': { since: 239, until: 247, seen: 'load-fragment.c: config_parse_exec' },
  /** A program may be named without its folder. */
  'exec-by-name': { since: 239, seen: 'load-fragment.c: config_parse_exec' },
  /** StandardOutput=file: and fd:, StandardInput=data. */
  'output-files': { since: 236, seen: 'load-fragment.c: config_parse_exec_output' },
  /** StandardOutput=append:. */
  'output-append': { since: 240, seen: 'load-fragment.c: config_parse_exec_output' },
  /** LogNamespace= is a key. */
  'log-namespaces': { since: 245, seen: 'load-fragment-gperf: LogNamespace' },
  /** Any entry with a unit's name is one, a folder too. */
  'folders-are-units': { until: 250, seen: 'unit-file.c: unit_file_build_name_map' },
  /** A path that no unit name can be made of fails the unit that needs it; later, it needs no mount. */
  'unnameable-path-fails': { until: 249, seen: 'unit.c: unit_add_mount_dependencies' },
  /** `/..` is `/` at the beginning of a path; before, such a path was refused. */
  'parent-of-root-is-root': { since: 255, seen: 'path-util.c: path_simplify_full' },
  /** A path with a component of more than 255 bytes is refused. */
  'path-component-limit': { since: 248, seen: 'path-util.c: path_is_valid' },
  /** Quotes and control characters in a section header are fatal. */
  'section-names-checked': { since: 251, seen: 'conf-parser.c: parse_line' },
  /** `.` components of a device's path say nothing; before, /./dev was no folder of devices, and no name could be made of /dev/./x. */
  'device-paths-drop-dots': { since: 249, seen: 'unit-name.c: unit_name_path_escape' },
  /** /dev and /sys themselves count as device paths. */
  'device-folder-is-device': {
    until: 255,
    untilToo: ['252.19', '253.13', '254.6'],
    seen: 'device-util.h: is_device_path',
  },
  /** StandardInputData= and StandardInputText= that cannot be decoded fail the unit. */
  'input-data-is-fatal': { since: 236, until: 247, seen: 'load-fragment.c: config_parse_exec_input_data' },
  /** StandardOutput=file: and its like with no path are fatal. */
  'output-paths-are-fatal': { since: 236, until: 247, seen: 'load-fragment.c: config_parse_exec_output' },
  /** A command that ends in a dot or two names a directory, and is fatal. */
  'exec-dots-are-a-directory': { since: 256, seen: 'load-fragment.c: config_parse_exec' },
  /** Wildcards in a section's name or a command's path are fatal, and so is a section without a name. */
  'names-refuse-wildcards': { since: 261, seen: 'string-util.c: string_is_safe' },

  /** A link below .wants/ counts only where its way can be followed, though its end may be missing. */
  'wants-links-are-chased': { since: 258, seen: 'conf-files.c: conf_file_new' },
  /** Comments between continued lines are comments; before, part of the value. */
  'comments-within-lines': { since: 240, seen: 'src/shared/conf-parser.c: config_parse' },
  /** … those with blanks before them, too. */
  'indented-comments-within-lines': { since: 241, seen: 'src/shared/conf-parser.c: config_parse' },
  /** A file may end in a continued line. */
  'last-line-may-go-on': { since: 239, seen: 'src/shared/conf-parser.c: config_parse' },
  /** A line that is no UTF-8 fails the file. */
  'lines-are-utf8': { since: 239, seen: 'src/shared/conf-parser.c: parse_line' },
  /** A line without = is fatal; later it is passed over. */
  'lines-without-key-are-fatal': { until: 243, seen: 'src/shared/conf-parser.c: parse_line' },
  /** A carriage return ends a line. */
  'carriage-returns-end-lines': { since: 240, seen: 'src/basic/fileio.c: read_line_full' },
  /** .include FILE reads another file. */
  'include-lines': { until: 246, seen: 'src/shared/conf-parser.c: parse_line' },
  /** Letters that are no specifier stand for themselves. */
  'unknown-specifiers-stay': { until: 236, seen: 'src/shared/specifier.c: specifier_printf' },
  /** %U %u %m %H %b in unit names; before, those of the name alone. */
  'host-specifiers-in-names': { since: 233, seen: 'unit-printf.c: unit_name_printf' },
  /** %S %C %L. */
  'folder-specifiers': { since: 236, seen: 'unit-printf.c: unit_full_printf' },
  /** %j %J %E %T %V. */
  'prefix-specifiers': { since: 239, seen: 'unit-printf.c: unit_full_printf' },
  /** %g %G. */
  'group-specifiers': { since: 240, seen: 'unit-printf.c: unit_full_printf, unit_name_printf' },
  /** %j in unit names. */
  'prefix-specifiers-in-names': { since: 242, seen: 'unit-printf.c: unit_name_printf' },
  /** %a %o %w %B %W %v in unit names, and %l in paths. */
  'system-specifiers-in-names': { since: 246, seen: 'unit-printf.c: unit_name_printf' },
  /** … and in paths. */
  'system-specifiers': { since: 247, seen: 'src/shared/specifier.h: COMMON_SYSTEM_SPECIFIERS' },
  /** %A %M. */
  'image-specifiers': { since: 249, seen: 'src/shared/specifier.h: COMMON_SYSTEM_SPECIFIERS' },
  /** %q. */
  'pretty-name-specifier': { since: 251, seen: 'src/shared/specifier.h: COMMON_SYSTEM_SPECIFIERS' },
  'run-host-is-api': {
    since: 247,
    seen: 'mount-setup.c: mount_point_ignore',
  },
  /** systemd may be built for a /usr that is mounted late: its own units lie in /lib then. */
  'split-usr': { until: 255, seen: 'meson_options.txt: split-usr' },
  /** … and these builders did so to the end, on a merged /usr too. */
  'split-usr-though-merged': { until: 255, builders: ['debian'], seen: 'debian/rules: -Dsplit-usr=true' },
  /** Units are looked for in a profile of Nix, and in none of the folders below /usr/lib and /usr/local/lib. */
  'nix-profile-units': {
    builders: ['nixos'],
    seen: 'path-lookup.c: lookup_paths_init, patched by nixpkgs (Add some NixOS-specific unit directories)',
  },
} as const satisfies Record<string, Behaviour>;
