/**
 * Units that PID 1 has built in, from version 262 on: what it takes where the load path has no file of that name
 * (builtin_unit_lookup). Read from its own dump on an empty load path; a user's manager has none of them.
 */
import { BUILT_IN, type Setting } from '../graph/model.ts';

type Line = readonly [key: string, value: string];

const calledAs = (description: string): Line => ['Description', description];
const BARE: Line = ['DefaultDependencies', 'no'];
const requiredFirst = (units: string): readonly Line[] => [
  ['Requires', units],
  ['After', units],
];

const rescued = (first: string): readonly Line[] => [
  ['Conflicts', 'rescue.service rescue.target'],
  ['After', `${first} rescue.service rescue.target`],
  ['AllowIsolate', 'yes'],
];

/** What ends the system: a target, and the service that does it when all has stopped. */
const ENDS: Readonly<Record<string, string>> = {
  exit: 'Exit the Container',
  halt: 'System Halt',
  kexec: 'Reboot via kexec',
  poweroff: 'System Power Off',
  reboot: 'System Reboot',
  'soft-reboot': 'Reboot System Userspace',
};

const endTarget = (word: string, description: string): readonly Line[] => [
  calledAs(description),
  BARE,
  ...requiredFirst(`systemd-${word}.service`),
  ['AllowIsolate', 'yes'],
  ['JobTimeoutSec', '30min'],
  ['JobTimeoutAction', `${word}-force`],
];

const endService = (word: string, description: string): readonly Line[] => [
  calledAs(description),
  BARE,
  ...requiredFirst('shutdown.target umount.target final.target'),
  ['SuccessAction', `${word}-force`],
];

const LINES = new Map<string, readonly Line[]>([
  [
    'sysinit.target',
    [
      calledAs('System Initialization'),
      ['Wants', 'local-fs.target swap.target'],
      ['After', 'local-fs.target swap.target'],
      ['Conflicts', 'emergency.service emergency.target'],
      ['Before', 'emergency.service emergency.target'],
    ],
  ],
  [
    'basic.target',
    [
      calledAs('Basic System'),
      ['Requires', 'sysinit.target'],
      ['Wants', 'sockets.target timers.target paths.target slices.target'],
      ['After', 'sysinit.target sockets.target paths.target slices.target tmp.mount'],
      ['RequiresMountsFor', '/var /var/tmp'],
      ['Wants', 'tmp.mount'],
    ],
  ],
  ['multi-user.target', [calledAs('Multi-User System'), ['Requires', 'basic.target'], ...rescued('basic.target')]],
  [
    'graphical.target',
    [
      calledAs('Graphical Interface'),
      ['Requires', 'multi-user.target'],
      ['Wants', 'display-manager.service'],
      ...rescued('multi-user.target display-manager.service'),
    ],
  ],
  ['shutdown.target', [calledAs('System Shutdown'), BARE, ['RefuseManualStart', 'yes']]],
  ['umount.target', [calledAs('Unmount All Filesystems'), BARE, ['RefuseManualStart', 'yes']]],
  [
    'final.target',
    [
      calledAs('Late Shutdown Services'),
      BARE,
      ['RefuseManualStart', 'yes'],
      ['After', 'shutdown.target umount.target'],
    ],
  ],
  ['sigpwr.target', [calledAs('Power Failure')]],
  ...Object.entries(ENDS).flatMap(([word, description]): [string, readonly Line[]][] => [
    [`${word}.target`, endTarget(word, description)],
    [`systemd-${word}.service`, endService(word, description)],
  ]),
]);

/** The lines of a built-in unit, numbered; undefined where PID 1 has none of this name. */
export function builtInSettings(name: string): readonly Setting[] | undefined {
  return LINES.get(name)?.map(([key, value], at) => ({ section: 'Unit', key, value, file: BUILT_IN, line: at + 1 }));
}
