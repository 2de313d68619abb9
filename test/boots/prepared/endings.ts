/** Boots that end elsewhere than usual: in emergency mode, or with the machine switched off. */
import { type Breakage, type Files, type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

/** A mount of /etc/fstab fails: local-fs.target is lost, and its OnFailure= starts emergency.target. */
export function emergency(): Prepared {
  const line = (type: string): string => `none /srv/boots ${type} defaults 0 0\n`;
  return {
    healthy: {
      '/etc/fstab': line('tmpfs'),
      '/srv/boots/.keep': '',
      [`${UNITS}/emergency.service.d/collect.conf`]:
        '[Service]\nExecStartPre=\nExecStart=\nExecStart=-/usr/local/sbin/bootscope-collect\nStandardInput=null\n',
    },
    broken: { '/etc/fstab': line('nosuchfs') },
    breakages: [{ unit: 'srv-boots.mount', how: 'failed' }],
    ends: 'emergency',
  };
}

const oneshot = (program: string, lines = ''): string =>
  `[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=${program}\n${lines}`;
const NAME = 't-action.service';

/** A unit that takes the machine down before the target is reached, one that waits for it, and one that does not. */
function ending(healthy: string, broken: string, breakage: Omit<Breakage, 'unit'>, more: Files = {}): Prepared {
  return {
    healthy: {
      ...wanted(NAME, healthy),
      ...wanted('t-action-waits.service', unit(`After=${NAME}`, STAYS)),
      ...more,
    },
    broken: { [`${UNITS}/${NAME}`]: broken },
    breakages: [{ unit: NAME, ...breakage }],
    ends: 'action',
  };
}

/** FailureAction= takes the machine down. */
export function action(): Prepared {
  const text = (program: string): string =>
    unit('FailureAction=poweroff-force\nBefore=multi-user.target', oneshot(program));
  return ending(text('/bin/true'), text('/bin/false'), { how: 'failed' });
}

/** A service that is tried until StartLimitBurst= is reached. */
export function startLimit(): Prepared {
  const text = (program: string): string =>
    unit(
      'StartLimitAction=poweroff-force\nStartLimitIntervalSec=60\nStartLimitBurst=3',
      oneshot(program, 'Restart=on-failure\n'),
    );
  return ending(text('/bin/true'), text('/bin/false'), { how: 'failed' });
}

/** A job that waits longer than it may. */
export function impatience(): Prepared {
  const text = (seconds: number): string => unit('', oneshot(`/bin/sleep ${seconds}`));
  const waits = unit(`After=${NAME}\nJobTimeoutSec=5\nJobTimeoutAction=poweroff-force`, STAYS);
  return {
    ...ending(text(0), text(600), { how: 'timeout' }, wanted('t-impatient.service', waits)),
    breakages: [{ unit: NAME, how: 'timeout', acting: 't-impatient.service' }],
  };
}
