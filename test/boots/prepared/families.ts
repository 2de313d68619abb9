/** One unit of each kind of failure, and others that hang on it in every way. What it does is certain; what becomes of the others is compared. */
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';
import { type Breakage, type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

interface Kind {
  readonly healthy: string;
  /** null: there is no file; `masked`: it leads to /dev/null. */
  readonly broken: string | null | 'masked';
  /** Lines of [Unit] of the broken one alone. */
  readonly brokenLines?: string;
  readonly how: FailureMode;
  readonly preparing?: true;
  /** Its own name, where the type is another than a service. */
  readonly name?: string;
  /** From which systemd on there is such a thing. */
  readonly since?: number;
}

const service = (lines: string): string => `[Service]\n${lines}\n`;
const oneshot = (lines: string): string => service(`Type=oneshot\nRemainAfterExit=yes\n${lines}`);
const SLEEPS = 'ExecStart=/bin/sleep 600';

const KINDS: Readonly<Record<string, Kind>> = {
  oneshot: { healthy: STAYS, broken: oneshot('ExecStart=/bin/false'), how: 'failed' },
  'second-command': { healthy: STAYS, broken: oneshot('ExecStart=/bin/true\nExecStart=/bin/false'), how: 'failed' },
  simple: { healthy: service(SLEEPS), broken: service('ExecStart=/bin/false'), how: 'failed' },
  exec: {
    healthy: service(`Type=exec\n${SLEEPS}`),
    broken: service('Type=exec\nExecStart=/bin/sh -c "sleep 1; exit 1"'),
    how: 'failed',
  },
  'simple-later': {
    healthy: service(SLEEPS),
    broken: service('ExecStart=/bin/sh -c "sleep 1; exit 1"'),
    how: 'failed',
  },
  prepare: {
    healthy: service(`ExecStartPre=/bin/true\n${SLEEPS}`),
    broken: service(`ExecStartPre=/bin/false\n${SLEEPS}`),
    how: 'failed',
    preparing: true,
  },
  post: {
    healthy: service(`${SLEEPS}\nExecStartPost=/bin/true`),
    broken: service(`${SLEEPS}\nExecStartPost=/bin/false`),
    how: 'failed',
    preparing: true,
  },
  notify: {
    healthy: service(`Type=notify\n${SLEEPS}`),
    broken: service('Type=notify\nExecStart=/bin/false'),
    how: 'failed',
  },
  forking: {
    healthy: service('Type=forking\nExecStart=/bin/sh -c "sleep 600 &"'),
    broken: service('Type=forking\nExecStart=/bin/false'),
    how: 'failed',
  },
  bus: {
    healthy: service(`Type=dbus\nBusName=org.example.Boots\n${SLEEPS}`),
    broken: service('Type=dbus\nBusName=org.example.Boots\nExecStart=/bin/false'),
    how: 'failed',
  },
  'exec-no-program': {
    healthy: service(`Type=exec\n${SLEEPS}`),
    broken: service('Type=exec\nExecStart=/srv/nowhere/program'),
    how: 'failed',
    preparing: true,
  },
  'simple-no-program': {
    healthy: service(SLEEPS),
    broken: service('ExecStart=/srv/nowhere/program'),
    how: 'failed',
  },
  slow: {
    healthy: oneshot('TimeoutStartSec=2\nExecStart=/bin/true'),
    broken: oneshot('TimeoutStartSec=2\nExecStart=/bin/sleep 600'),
    how: 'timeout',
  },
  unready: {
    healthy: service(`Type=notify\nTimeoutStartSec=2\n${SLEEPS}`),
    broken: service(`Type=notify\nTimeoutStartSec=2\n${SLEEPS}`),
    how: 'timeout',
  },
  condition: { healthy: STAYS, broken: STAYS, brokenLines: 'ConditionPathExists=/srv/nowhere', how: 'skipped' },
  'any-condition': {
    healthy: STAYS,
    broken: STAYS,
    brokenLines: 'ConditionPathExists=/srv\nConditionPathExists=|/srv/nowhere\nConditionPathExists=|!/srv',
    how: 'skipped',
  },
  'exec-condition': {
    healthy: oneshot('ExecCondition=/bin/true\nExecStart=/bin/true'),
    broken: oneshot('ExecCondition=/bin/false\nExecStart=/bin/true'),
    how: 'skipped',
  },
  'exec-condition-fails': {
    healthy: oneshot('ExecCondition=/bin/true\nExecStart=/bin/true'),
    broken: oneshot('ExecCondition=/bin/sh -c "exit 255"\nExecStart=/bin/true'),
    how: 'failed',
  },
  missing: { healthy: STAYS, broken: null, how: 'missing' },
  masked: { healthy: STAYS, broken: 'masked', how: 'missing' },
  'no-command': { healthy: STAYS, broken: '[Service]\nType=oneshot\nRemainAfterExit=yes\n', how: 'missing' },
  restart: {
    healthy: oneshot('Restart=on-failure\nExecStart=/bin/true'),
    broken: oneshot('Restart=on-failure\nExecStart=/bin/false'),
    how: 'failed',
  },
  'restart-simple': {
    healthy: service(`Restart=always\n${SLEEPS}`),
    broken: service('Restart=always\nExecStart=/bin/false'),
    how: 'failed',
  },
  // Slower than five tries in ten seconds, so that nothing ends it.
  'restart-endless': {
    healthy: service(`Restart=always\nRestartSec=3\n${SLEEPS}`),
    broken: service('Restart=always\nRestartSec=3\nExecStart=/bin/false'),
    how: 'failed',
  },
  'restart-direct': {
    healthy: service(`Type=notify\nRestart=on-failure\nRestartMode=direct\n${SLEEPS}`),
    broken: service('Type=notify\nRestart=on-failure\nRestartMode=direct\nExecStart=/bin/false'),
    how: 'failed',
    since: 254,
  },
  mount: {
    name: 'srv-boots.mount',
    healthy: '[Mount]\nWhat=none\nType=tmpfs\nWhere=/srv/boots\n',
    broken: '[Mount]\nWhat=none\nType=nosuchfs\nWhere=/srv/boots\n',
    how: 'failed',
  },
  socket: {
    name: 't-socket.socket',
    healthy: '[Socket]\nListenStream=/run/t-socket\nAccept=yes\n',
    broken: '[Socket]\nListenStream=192.0.2.1:80\nAccept=yes\n',
    how: 'failed',
  },
};

/** How another unit hangs on it. `DEP` is its name. */
const TIES: Readonly<Record<string, string>> = {
  'requires-after': 'Requires=DEP\nAfter=DEP',
  'bindsto-after': 'BindsTo=DEP\nAfter=DEP',
  'requisite-after': 'Requisite=DEP\nAfter=DEP',
  'wants-after': 'Wants=DEP\nAfter=DEP',
  'requires-before': 'Requires=DEP\nBefore=DEP',
  requires: 'Requires=DEP',
  'partof-after': 'Wants=DEP\nPartOf=DEP\nAfter=DEP',
  'stopped-with': 'StopPropagatedFrom=DEP\nAfter=DEP',
};

/** @param version systemd's: kinds that it does not have are left out */
export function families(version: number): Prepared {
  const healthy: Record<string, string | null> = {};
  const broken: Record<string, string | null> = {};
  const breakages: Breakage[] = [];
  for (const [kind, one] of Object.entries(KINDS)) {
    if (one.since !== undefined && version < one.since) continue;
    const { how, name = `t-${kind}.service`, brokenLines = '' } = one;
    const common = `OnFailure=t-${kind}-rescue.service\nOnSuccess=t-${kind}-well.service`;
    Object.assign(healthy, wanted(name, unit(common, one.healthy)));
    broken[`${UNITS}/${name}`] =
      one.broken === null
        ? null
        : one.broken === 'masked'
          ? '-> /dev/null'
          : unit(`${common}\n${brokenLines}`, one.broken);
    breakages.push({ unit: name, how, ...(one.preparing ? { preparing: true } : {}) });
    Object.assign(healthy, followers(kind, name));
  }
  const late = lateKind();
  const upheld = upheldKind();
  return {
    healthy: { ...healthy, ...late.healthy, ...upheld.healthy, '/srv/boots/.keep': '' },
    broken: { ...broken, ...late.broken, ...upheld.broken },
    breakages: [...breakages, ...late.breakages, ...upheld.breakages],
  };
}

function followers(kind: string, name: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const helper of ['rescue', 'well', 'second-rescue']) files[`${UNITS}/t-${kind}-${helper}.service`] = STAYS;
  // A mount comes before local-fs.target, a socket before sockets.target: a service before these would be a cycle.
  for (const [tie, lines] of Object.entries(TIES))
    if (tie !== 'requires-before' || name.endsWith('.service'))
      Object.assign(files, wanted(`t-${kind}-${tie}.service`, unit(lines.replaceAll('DEP', name), STAYS)));
  const first = `t-${kind}-requires-after.service`;
  const rescue = `OnFailure=t-${kind}-second-rescue.service`;
  Object.assign(
    files,
    wanted(`t-${kind}-second.service`, unit(`Requires=${first}\nAfter=${first}\n${rescue}`, STAYS)),
    wanted(`t-${kind}-bound.service`, unit(`BindsTo=${first}\nAfter=${first}`, STAYS)),
  );
  return files;
}

/** A start that is slower than another's patience: JobTimeoutSec= of the one that waits for it. */
function lateKind(): Prepared {
  const head = (program: string): string => oneshot(`TimeoutStartSec=12\nExecStart=${program}`);
  const waits = 'Wants=t-late.service\nAfter=t-late.service\nJobTimeoutSec=8\nOnFailure=t-late-rescue.service';
  const more = 'Requires=t-late-waits.service\nAfter=t-late-waits.service';
  return {
    healthy: {
      ...wanted('t-late.service', unit('', head('/bin/true'))),
      ...wanted('t-late-waits.service', unit(waits, STAYS)),
      ...wanted('t-late-further.service', unit(more, STAYS)),
      [`${UNITS}/t-late-rescue.service`]: STAYS,
    },
    broken: { [`${UNITS}/t-late.service`]: unit('', head('/bin/sleep 600')) },
    breakages: [{ unit: 't-late.service', how: 'timeout' }],
  };
}

/** Upholds=: what it names is tried again for as long as the one that names it is up. What hangs on it is lost at the first failure. */
function upheldKind(): Prepared {
  const name = 't-upheld.service';
  return {
    healthy: {
      ...wanted(name, unit('', STAYS)),
      ...wanted('t-upheld-by.service', unit(`Upholds=${name}\nAfter=${name}`, STAYS)),
      ...wanted('t-upheld-requires.service', unit(`Requires=${name}\nAfter=${name}`, STAYS)),
      ...wanted('t-upheld-wants.service', unit(`Wants=${name}\nAfter=${name}`, STAYS)),
    },
    broken: { [`${UNITS}/${name}`]: unit('', oneshot('ExecStart=/bin/false')) },
    breakages: [{ unit: name, how: 'failed' }],
  };
}
