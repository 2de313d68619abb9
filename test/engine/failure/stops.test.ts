import { describe, expect, test } from 'vitest';
import { impact, impacts } from '../../../src/answers/impact.ts';
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';
import { managerConfig, managerSettings } from '../../../src/systemd/manager-config.ts';
import { service, smallBoot } from '../../systemd/small-boot.ts';

const STAYS = 'oneshot+';
const after = (lines: string): string => service(`${lines}\nAfter=x.service`, STAYS);

/** `unit fate`, with ? where it is not certain. Facts as real boots of 252, 257 and 262 showed them. */
function lost(
  x: string,
  others: Readonly<Record<string, string>>,
  mode: FailureMode = 'failed',
  version = 252,
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  const opened = smallBoot({ 'x.service': x, ...others }, files, { version: version as never });
  return impact(opened, 'x.service', mode).losses.lost.map(
    ({ unit, fate, certain }) => `${unit.replace('.service', '')} ${fate}${certain ? '' : '?'}`,
  );
}

function started(
  x: string,
  others: Readonly<Record<string, string>>,
  mode: FailureMode = 'failed',
  version = 252,
): readonly string[] {
  const opened = smallBoot({ 'x.service': x, ...others }, {}, { version: version as never });
  return impact(opened, 'x.service', mode).losses.started.map(({ unit, certain }) => `${unit}${certain ? '' : '?'}`);
}

describe('a stop is passed on', () => {
  test('to what requires the one that is stopped, in whichever order they start', () => {
    const units = {
      'bound.service': after('BindsTo=x.service'),
      'requires.service': service('Requires=bound.service\nAfter=bound.service', STAYS),
      'before.service': service('Requires=bound.service\nBefore=bound.service', STAYS),
      'part.service': service('PartOf=bound.service', STAYS),
    };
    expect(lost(service(''), units)).toEqual(['before stopped', 'bound stopped', 'part stopped', 'requires stopped']);
  });
  test('not to what is part of a unit that fails: only a stop that somebody asks for is', () => {
    expect(lost(service(''), { 'part.service': after('PartOf=x.service') })).toEqual([]);
  });
  test('by PropagatesStopTo= of a unit that ends: to what runs by then', () => {
    const units = {
      'later.service': after('StopPropagatedFrom=x.service'),
      'sooner.service': service('StopPropagatedFrom=x.service\nBefore=x.service', STAYS),
    };
    expect(lost(service('', STAYS), units)).toEqual(['sooner stopped']);
    expect(lost(service(''), units)).toEqual(['later stopped?', 'sooner stopped']);
  });
  test('what OnFailure= stops passes it on to nobody where it neither runs nor has a job', () => {
    const units = {
      'rescue.service': service('Conflicts=idle.service #not-wanted', STAYS),
      'idle.service': service('#not-wanted', STAYS),
      'part.service': service('PartOf=idle.service', STAYS),
    };
    expect(lost(service('OnFailure=rescue.service', STAYS), units)).toEqual([]);
  });
  test('what OnFailure= stops while it waits for the failed unit has not done its work', () => {
    const units = {
      'rescue.service': service('Conflicts=target.service #not-wanted', STAYS),
      'target.service': service('After=x.service', STAYS),
      'ends.service': service('Requires=target.service\nAfter=target.service', 'oneshot'),
    };
    expect(lost(service('OnFailure=rescue.service', STAYS), units)).toEqual(['ends cancelled', 'target cancelled']);
  });
});

describe('OnFailureJobMode=', () => {
  const failing = (mode: string): string => service(`OnFailure=rescue.service\nOnFailureJobMode=${mode}`, STAYS);
  const units = {
    'rescue.service': service('AllowIsolate=yes\n#not-wanted', STAYS),
    'waits.service': service('After=x.service', STAYS),
    'free.service': service('', STAYS),
    'stays.service': service('After=x.service\nIgnoreOnIsolate=yes', STAYS),
  };
  const own = (mode: string): readonly string[] =>
    lost(failing(mode), units).filter((text) => !text.startsWith('multi-user'));
  test('replace takes nothing away that what is started does not conflict with', () =>
    expect(own('replace')).toEqual([]));
  test('isolate stops all but what says otherwise', () =>
    expect(own('isolate')).toEqual(['free cancelled', 'waits cancelled']));
  test('isolate is refused where the unit does not allow it: nothing is started, and nothing stopped', () => {
    const shut = { ...units, 'rescue.service': service('#not-wanted', STAYS) };
    expect(lost(failing('isolate'), shut)).toEqual([]);
    expect(started(failing('isolate'), shut)).toEqual([]);
  });
  test('flush cancels what is still queued, and leaves what is up', () =>
    expect(own('flush')).toEqual(['free cancelled?', 'waits cancelled']));
});

describe('a service that is tried again', () => {
  const units = {
    'requires.service': after('Requires=x.service'),
    'second.service': service('Requires=requires.service\nAfter=requires.service', STAYS),
    'bound.service': after('BindsTo=x.service'),
    'part.service': after('PartOf=x.service'),
  };
  test('takes what requires it along at each try, and at the last for good', () => {
    expect(lost(service('', 'simple', 'Restart=always\n'), units)).toEqual([
      'bound dependency',
      'requires dependency',
      'second dependency',
    ]);
  });
  test('without end where nothing limits the tries: what requires it comes and goes, and OnFailure= never runs', () => {
    const endless = service('StartLimitIntervalSec=0\nOnFailure=rescue.service', 'simple', 'Restart=always\n');
    const rescue = { 'rescue.service': service('#not-wanted', STAYS) };
    expect(lost(endless, units)).toEqual(['bound stopped', 'requires stopped?', 'second stopped?']);
    expect(started(endless, rescue)).toEqual([]);
    // From 254 on each failure counts.
    expect(started(endless, rescue, 'failed', 257)).toEqual(['rescue.service']);
    expect(started(service('OnFailure=rescue.service', 'simple', 'Restart=always\n'), rescue)).toEqual([
      'rescue.service',
    ]);
  });
  test('slower than the limit counts, it has no end either; system.conf may change both', () => {
    const slow = service('OnFailure=rescue.service', 'simple', 'Restart=on-failure\nRestartSec=3\n');
    const rescue = { 'rescue.service': service('#not-wanted', STAYS) };
    expect(started(slow, rescue)).toEqual([]);
    const conf = { '/etc/systemd/system.conf.d/limits.conf': '[Manager]\nDefaultStartLimitIntervalSec=1min\n' };
    const opened = smallBoot({ 'x.service': slow, ...rescue }, conf);
    expect(impact(opened, 'x.service').losses.started.map(({ unit }) => unit)).toEqual(['rescue.service']);
  });
  test('with RestartMode=direct leaves alone what requires it, from 254 on', () => {
    const direct = service('', 'simple', 'Restart=always\nRestartMode=direct\n');
    expect(lost(direct, units, 'failed', 257)).toEqual(['bound stopped']);
    expect(lost(direct, units, 'failed', 252)).toEqual([
      'bound dependency',
      'requires dependency',
      'second dependency',
    ]);
  });
  test('where Restart= does not cover the way it fails, it is not', () => {
    expect(lost(service('', 'simple', 'Restart=on-abnormal\n'), units)).toEqual(['bound stopped']);
  });
});

describe('what else a failure does', () => {
  test('OnFailure= of what is only asked to be running, and is not, does not run', () => {
    // From 254 on a missing requirement takes the start job; another's Requisite= leaves a job that only looks.
    const units = {
      'a.service': service('Requires=x.service\nOnFailure=rescue.service', STAYS),
      'b.service': service('Requisite=a.service\nAfter=a.service', STAYS),
      'rescue.service': service('#not-wanted', STAYS),
    };
    expect(started(service('', STAYS), units, 'missing', 257)).toEqual([]);
  });
  test('OnSuccess= of a oneshot is not started where it fails', () => {
    const units = { 'well.service': service('#not-wanted', STAYS) };
    expect(lost(service('OnSuccess=well.service', 'oneshot'), units)).toEqual(['well not-asked']);
    expect(lost(service('OnSuccess=well.service', STAYS), units)).toEqual([]);
  });
  test('FailureAction= takes the machine down, with its line; not where the unit is skipped', () => {
    const opened = smallBoot({ 'x.service': service('FailureAction=reboot', STAYS) });
    const { machine } = impact(opened, 'x.service').losses;
    expect(machine?.action).toBe('reboot');
    expect(machine?.setting.line).toBe(3);
    expect(impact(opened, 'x.service', 'skipped').losses.machine).toBeNull();
  });
  test('a job whose JobTimeoutSec= is shorter than the start it waits for times out, and what requires it is lost', () => {
    const units = {
      'waits.service': service('After=x.service\nJobTimeoutSec=8', STAYS),
      'patient.service': service('After=x.service\nJobTimeoutSec=20', STAYS),
      'further.service': service('Requires=waits.service\nAfter=waits.service', STAYS),
    };
    expect(lost(service('', STAYS, 'TimeoutStartSec=12\n'), units, 'timeout')).toEqual([
      'further dependency',
      'waits timeout',
    ]);
    expect(lost(service('', STAYS), units, 'timeout')).toEqual([
      'further dependency',
      'patient timeout',
      'waits timeout',
    ]);
    expect(lost(service('', STAYS, 'TimeoutStartSec=12\n'), units)).toEqual([]);
  });
  test('Type=exec waits for its program, Type=simple does not', () => {
    const units = { 'a.service': after('Requires=x.service') };
    const exec = smallBoot({ 'x.service': service('').replace('simple', 'exec'), ...units });
    expect(impact(exec, 'x.service').ifPreparingFails?.lost.map(({ unit }) => unit)).toEqual(['a.service']);
    expect(impact(smallBoot({ 'x.service': service(''), ...units }), 'x.service').ifPreparingFails).toBeNull();
  });
  test('what a missing unit takes along is told with the edges that lead to it', () => {
    const opened = smallBoot(
      {
        'x.service': service('Wants=only.service', STAYS),
        'only.service': service('#not-wanted', STAYS),
        'a.service': after('Requires=x.service'),
        'b.service': service('Requires=a.service\nAfter=a.service', STAYS),
      },
      {},
      { version: 257 as never },
    );
    const { lost: gone } = impact(opened, 'x.service', 'missing').losses;
    expect(
      gone.map(({ unit, because }) => [unit, because.map(({ from, type, to }) => `${from} ${type} ${to}`)]),
    ).toEqual([
      ['a.service', ['a.service Requires x.service']],
      ['b.service', ['a.service Requires x.service', 'b.service Requires a.service']],
      ['only.service', ['x.service Wants only.service']],
    ]);
  });
});

describe('how long a start may take', () => {
  const conf = (text: string) => ({
    '/usr/lib/systemd/system.conf': '[Manager]\nDefaultTimeoutStartSec=20s\n',
    ...(text === '' ? {} : { '/etc/systemd/system.conf.d/50-x.conf': text }),
  });
  const limit = (x: string, text = ''): readonly unknown[] => {
    const answer = impact(smallBoot({ 'x.service': x }, conf(text)), 'x.service', 'timeout').limit;
    return [answer?.seconds, answer?.setting?.key ?? null, answer?.setting?.file ?? null];
  };
  test('DefaultTimeoutStartSec= of system.conf, and of its drop-ins after it, with the line', () => {
    expect(limit(service(''))).toEqual([20, 'DefaultTimeoutStartSec', '/usr/lib/systemd/system.conf']);
    expect(limit(service(''), '[Manager]\nDefaultTimeoutStartSec=5min\n')).toEqual([
      300,
      'DefaultTimeoutStartSec',
      '/etc/systemd/system.conf.d/50-x.conf',
    ]);
  });
  test('its own lines go first, the later of two; a oneshot has no limit of its own', () => {
    expect(limit(service('', 'simple', 'TimeoutSec=7\nTimeoutStartSec=9\n'))[0]).toBe(9);
    expect(limit(service('', 'simple', 'TimeoutStartSec=9\nTimeoutSec=7\n'))[0]).toBe(7);
    expect(limit(service('', STAYS))).toEqual([null, null, null]);
  });
  test('a shorter JobRunningTimeoutSec= ends the job before', () => {
    expect(limit(service('JobRunningTimeoutSec=4'))).toEqual([
      4,
      'JobRunningTimeoutSec',
      '/etc/systemd/system/x.service',
    ]);
  });
  test('the managers of users have a configuration of their own', () => {
    const { snapshot } = smallBoot(
      {},
      {
        '/etc/systemd/system.conf': '[Manager]\nDefaultTimeoutStopSec=1s\n',
        '/etc/systemd/user.conf': '[Manager]\nDefaultTimeoutStopSec=2s\n',
      },
    );
    expect(managerConfig(managerSettings(snapshot, 'system')).timeoutStop).toBe('1s');
    expect(managerConfig(managerSettings(snapshot, 'user')).timeoutStop).toBe('2s');
  });
});

describe('what would have come later', () => {
  const units = {
    'x.socket': '[Unit]\n[Socket]\nListenStream=7\n',
    'x.service': service('#not-wanted'),
    'both.timer': '[Unit]\n[Timer]\nOnBootSec=1\nUnit=job.service\n',
    'both.path': '[Unit]\n[Path]\nPathExists=/srv/x\nUnit=job.service\n',
    'job.service': service('#not-wanted', 'oneshot'),
    'needed.service': service('', STAYS),
    'n.path': '[Unit]\nRequires=needed.service\nAfter=needed.service\n[Path]\nPathExists=/srv/y\n',
    'n.service': service('#not-wanted', 'oneshot'),
  };
  const never = (unit: string): readonly string[] =>
    impact(smallBoot(units), unit).neverLater.map((one) => `${one.unit} by ${one.by.from}`);
  test('never comes where the only one that starts it fails, or is lost', () => {
    expect(never('x.socket')).toEqual(['x.service by x.socket']);
    expect(never('needed.service')).toEqual(['n.service by n.path']);
  });
  test('still comes where another starts it, too', () => {
    expect(never('both.timer')).toEqual([]);
  });
  test('what only they start has no job to lose, and is told by whom it comes', () => {
    const { started, later } = impact(smallBoot(units), 'job.service');
    expect([started, [...later].sort()]).toEqual([false, ['both.path', 'both.timer']]);
    expect(impact(smallBoot(units), 'x.socket').later).toEqual([]);
  });
});

test('without a unit, what takes the machine down comes first', () => {
  const { ranked } = impacts(
    smallBoot({
      'x.service': service('', STAYS),
      'a.service': service('Requires=x.service\nAfter=x.service', STAYS),
      'fatal.service': service('FailureAction=reboot', STAYS),
    }),
  );
  expect(ranked.map(({ unit, lost: many, machine }) => [unit, many, machine])).toEqual([
    ['fatal.service', 0, 'reboot'],
    ['x.service', 1, null],
  ]);
});
