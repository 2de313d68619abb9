/** Which values systemd takes for a key, where no edge comes of it: what audit tells, by build. */
import type { Behaviour } from './behaviour.ts';

export const VALUES = {
  'lenient-jobs': { since: 258, seen: 'src/basic/unit-def.c: job_mode_table' },
  'jobs-restart-dependencies': { since: 254, seen: 'job.c: job_mode_table' },
  /** RuntimeDirectoryPreserve= and FileDescriptorStorePreserve= know on-success. */
  'preserved-on-success': { since: 261, seen: 'execute.c: exec_preserve_mode_table' },
  /** RestartMode=debug. */
  'restart-debugs': { since: 257, seen: 'service.c: service_restart_mode_table' },
  'prefer-many-nodes': { since: 262, seen: 'src/shared/cpu-set-util.c: mpol_table' },
  'multipath-tcp': { since: 257, seen: 'load-fragment.c: config_parse_socket_protocol' },
  /** CPUSchedulingPolicy=ext. */
  'extensible-scheduling': { since: 260, seen: 'src/basic/process-util.c: sched_policy_table' },
  /** A number of a scheduling class is refused where there is none of it. */
  'scheduling-numbers-checked': {
    since: 258,
    seen: 'src/basic/process-util.c: sched_policy_table, ioprio_class_table',
  },
  /** PrivateUsers=self and identity. */
  'private-users-by-name': { since: 257, seen: 'namespace.c: private_users_table' },
  'private-users-full': { since: 258, seen: 'namespace.c: private_users_table' },
  'private-users-managed': { since: 260, seen: 'namespace.c: private_users_table' },
  /** CPUWeight=idle. */
  'idle-weight': { since: 252, seen: 'load-fragment.c: config_parse_cg_cpu_weight' },
  /** SystemCallFilter=NAME:kill. */
  'kill-as-errno': { since: 247, seen: 'src/shared/seccomp-util.h: seccomp_parse_errno_or_action' },
  /** SystemCallFilter= says what it passes over. */
  'system-calls-checked': { since: 248, seen: 'load-fragment.c: config_parse_syscall_filter; runs' },
  /** SocketBindAllow=0. */
  'any-port-is-0': { since: 253, seen: 'src/shared/parse-helpers.c: parse_socket_bind_item; runs' },
  /** root-secondary and its like are names of partitions. */
  'secondary-partitions': { until: 253, seen: 'src/shared/dissect-image.c: partition_designator_table' },
  /** !! before a command does nothing. */
  'no-ambient-prefix': { since: 258, seen: 'load-fragment.c: config_parse_exec' },
  /** The greatest number there is of a CPU is refused, too. */
  'cpu-numbers-checked': { since: 258, seen: 'src/shared/cpu-set-util.c: parse_cpu_set' },
  /** NUMAMask= has specifiers. */
  'numa-mask-specifiers': { since: 258, seen: 'load-fragment.c: config_parse_numa_mask; runs' },
  /** MessageQueueMessageSize= takes sizes. */
  'message-sizes': { since: 258, seen: 'load-fragment-gperf: MessageQueueMessageSize; runs' },
  /** PrivateMounts= may be empty. */
  'private-mounts-reset': { since: 254, seen: 'load-fragment-gperf: PrivateMounts' },
  /** ProtectHostname=private, and NAME behind it. */
  'protect-hostname-by-name': { since: 258, seen: 'load-fragment.c: config_parse_protect_hostname' },
  /** Names of network interfaces may be alternative ones. */
  'alternative-interface-names': {
    since: 253,
    seen: 'load-fragment.c: config_parse_restrict_network_interfaces; runs',
  },
  /** RebootArgument= has specifiers. */
  'reboot-argument-checked': {
    since: 256,
    sinceToo: ['252.25', '253.19', '254.12', '255.6'],
    seen: 'load-fragment.c: config_parse_reboot_parameter',
  },
  /** BindToDevice= is looked at. */
  'bind-to-device-checked': { since: 250, seen: 'load-fragment.c: config_parse_socket_bindtodevice; runs' },
  /** SetCredential= is looked at. */
  'credentials-checked': { since: 250, seen: 'load-fragment.c: config_parse_set_credential; runs' },
} as const satisfies Record<string, Behaviour>;
