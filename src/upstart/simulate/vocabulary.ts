/**
 * Events that come from outside the jobs, and when (upstart-events(7)). Those of `boot` are emitted in the simulation by whoever the
 * root shows to emit them; the others are never, since no copy of a disk tells whether they come.
 */

export type EventOccasion =
  | 'boot'
  | 'hardware'
  | 'operator'
  | 'login'
  | 'shutdown'
  | 'demand'
  | 'container'
  | 'timeout';

interface KnownEvent {
  readonly occasion: EventOccasion;
  /** What has to happen, to go after "comes only when". */
  readonly when: string;
}

const EVENTS: readonly (readonly [pattern: RegExp, known: KnownEvent])[] = [
  [/^startup$/, { occasion: 'boot', when: 'init has read its jobs' }],
  [/^(starting|started|stopping|stopped)$/, { occasion: 'boot', when: 'a job changes its state' }],
  [/^runlevel$/, { occasion: 'boot', when: 'telinit is run' }],
  [/^(mounting|mounted)$/, { occasion: 'boot', when: 'mountall comes to a file system' }],
  [
    /^(virtual-filesystems|local-filesystems|remote-filesystems|all-swaps|filesystem)$/,
    { occasion: 'boot', when: 'mountall has mounted all of that class' },
  ],
  [/^(net-device-up|static-network-up)$/, { occasion: 'boot', when: 'ifup brings interfaces up' }],
  [/^net-device-(added|changed)$/, { occasion: 'hardware', when: 'the kernel finds that network device' }],
  [/^net-device-(down|removed)$/, { occasion: 'operator', when: 'a network device goes down' }],
  [/-device-(added|changed|removed|online|offline)$/, { occasion: 'hardware', when: 'the kernel finds such a device' }],
  [/^container$/, { occasion: 'container', when: 'the system runs in a container' }],
  [/^control-alt-delete$/, { occasion: 'operator', when: 'someone presses Control-Alt-Delete' }],
  [/^keyboard-request$/, { occasion: 'operator', when: 'someone presses Alt-UpArrow' }],
  [/^power-status-changed$/, { occasion: 'operator', when: 'the power supply reports a failure' }],
  [
    /^(login-session-start|desktop-session-start|session-start|session-end|desktop-start|desktop-end|desktop-shutdown)$/,
    { occasion: 'login', when: 'someone logs in at a display manager' },
  ],
  [/^(deconfiguring-networking|unmounted-remote-filesystems)$/, { occasion: 'shutdown', when: 'the system goes down' }],
  [/^socket$/, { occasion: 'demand', when: 'a client connects to the socket' }],
  [/^file$/, { occasion: 'demand', when: 'the watched file changes' }],
  [/^dbus-activation$/, { occasion: 'demand', when: 'a D-Bus client asks for the service' }],
  [/^dbus$|^dconf$|^avahi$|^:sys:/, { occasion: 'demand', when: 'that bridge passes a message on' }],
  [/^failsafe-boot$/, { occasion: 'timeout', when: 'the network has not come up in two minutes' }],
];

export function knownEvent(name: string): KnownEvent | undefined {
  return EVENTS.find(([pattern]) => pattern.test(name))?.[1];
}

/** Whether a job that declares `emits NAME` is taken to do so in the course of a boot that nothing disturbs. */
export function isBootEvent(name: string): boolean {
  return (knownEvent(name)?.occasion ?? 'boot') === 'boot';
}
