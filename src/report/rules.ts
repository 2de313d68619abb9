/** The inits' built-in rules in words: why an edge holds that nobody wrote down. */

/** By the id that stands in `Declaration.rule`. A rule without words here is shown by its id. */
const RULES: Readonly<Record<string, string>> = {
  'default-service-sysinit': 'every service needs sysinit.target',
  'default-service-basic': 'every service starts after basic.target',
  'default-socket': 'every socket is ready before sockets.target',
  'default-socket-sysinit': 'every socket needs sysinit.target',
  'default-timer': 'every timer is ready before timers.target',
  'default-timer-sysinit': 'every timer needs sysinit.target',
  'default-path': 'every path unit is ready before paths.target',
  'default-path-sysinit': 'every path unit needs sysinit.target',
  'default-shutdown': 'what runs is stopped before shutdown.target',
  'default-umount': 'what is mounted is unmounted before umount.target',
  'default-mount': 'a mount belongs before local-fs.target or remote-fs.target',
  'default-mount-network': 'a network file system needs the network to be up',
  'default-mount-tmpfs': 'a tmpfs is mounted after swap, since it may be swapped out',
  'default-automount': 'an automount point is ready before local-fs.target',
  'default-swap': 'swap is on before swap.target',
  'target-complement': 'a target starts after every unit that it requires or wants',
  'built-in-unit': 'systemd has this unit built in and takes it where there is no file of its name',
  'service-sockets': 'a service starts after the sockets that it takes over',
  'service-type-dbus': 'a D-Bus service needs dbus.socket',
  'socket-activates': 'a socket listens before the service that it activates',
  'timer-activates': 'a timer is set before the unit that it activates',
  'path-activates': 'a path is watched before the unit that it activates',
  'automount-activates': 'an automount point stands before the mount that it activates',
  'automount-parent': 'the folder of the automount point must be mounted',
  'mount-parent': 'a mount point inside another mount needs that one first',
  'mount-source': 'what is mounted must be there first',
  'device-of-mount': 'the device must be there first',
  'swap-source': 'the swap space must be there first',
  'swap-file': 'a swap file needs a writable file system',
  'socket-path': "the folder of the socket's path must be mounted",
  'socket-bind-device': 'the network device must be there first',
  'path-watches': 'the watched path must be mounted',
  'timer-persistent': "a persistent timer's stamps must be mounted",
  'timer-calendar': 'a calendar timer needs a set clock',
  'exec-working-directory': 'its working directory must be mounted',
  'exec-root': 'its root directory must be mounted',
  'exec-root-image': 'a disk image needs udev',
  'exec-directory': 'a directory of its own must be mounted and writable',
  'exec-private-tmp': 'PrivateTmp= needs /tmp and /var/tmp to be set up',
  'exec-log-namespace': 'its log namespace has a journal of its own',
  'exec-journal': 'its output goes to the journal',
  'exec-credentials': 'the folder of its credentials is unmounted after it has stopped',
  'exec-image-modules': 'a disk image under a device policy needs the loop and device-mapper modules',
  'mount-quota': 'a file system with quotas is checked and has them switched on after it is mounted',
  'default-swap-network': 'swap over the network belongs to remote-fs.target',
  'managed-oom': 'who is to be killed when memory is short needs systemd-oomd to be watched',
  'slice-parent': 'a slice lies in the one that its name says',
  'slice-setting': 'Slice= names its place in the tree of control groups',
  'slice-default': 'every unit with processes lies in a slice',
  'upstart-ifupdown': "ifupdown's hook tells Upstart of every interface that comes up",
  'upstart-udev-bridge': 'the udev bridge turns the devices that the kernel finds into events',
  'upstart-runlevel-cmdline': 'the kernel command line names the runlevel',
  'upstart-runlevel-asked': 'this runlevel was asked for',
  'upstart-starting-blocks': 'a job is not started until those that start on its "starting" event are up',
};

/** The rule in words. */
export function ruleWords(rule: string | undefined): string {
  return rule === undefined
    ? 'built into the init'
    : Object.hasOwn(RULES, rule)
      ? (RULES[rule] as string)
      : rule.replaceAll('-', ' ');
}

/** Whether DefaultDependencies=no would switch the rule off. */
export function isDefaultRule(rule: string | undefined): boolean {
  return (
    rule !== undefined && (rule.startsWith('default-') || rule === 'target-complement' || rule === 'timer-calendar')
  );
}
