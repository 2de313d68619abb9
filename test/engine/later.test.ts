import { describe, expect, test } from 'vitest';
import { graph, laterStartsOf } from '../../src/answers/graph.ts';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import { audit } from '../../src/audit/audit.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { graphJson } from '../../src/report/json.ts';
import { whyText } from '../../src/report/why.ts';
import { whyOrderText } from '../../src/report/why-order.ts';
import { service, smallBoot } from '../systemd/small-boot.ts';

const JOB = service('#not-wanted', 'oneshot');

/** How a unit comes later: kind and who. */
function ways(
  units: Parameters<typeof smallBoot>[0],
  files: Parameters<typeof smallBoot>[1] = {},
  unit = 'job.service',
) {
  return why(smallBoot(units, files), unit).later.map(({ start }) => `${start.kind} ${start.by}`);
}

describe('a unit without a job at boot comes later', () => {
  test('by a timer, with the lines that say when', () => {
    const opened = smallBoot({
      'job.timer': '[Unit]\n[Timer]\nOnBootSec=1min\nPersistent=yes\n',
      'job.service': JOB,
    });
    const [way] = why(opened, 'job.service').later;
    expect(way?.start).toMatchObject({ kind: 'timer', by: 'job.timer' });
    expect(way?.start.when.map(({ key }) => key)).toEqual(['OnBootSec', 'Persistent']);
  });
  test('not by a timer that is not started itself', () => {
    expect(ways({ 'job.timer': '[Unit]\n#not-wanted\n[Timer]\nOnBootSec=1min\n', 'job.service': JOB })).toEqual([]);
  });
  test('when a device appears that a link asks it for', () => {
    const link = { '/etc/systemd/system/dev-x.device.wants/job.service': { link: '../job.service' } };
    expect(ways({ 'job.service': JOB }, link)).toEqual(['device dev-x.device']);
  });
  test('when a device appears that a link below any folder of the load path asks it for, and below no other', () => {
    const link = (folder: string) => ({
      [`${folder}/dev-x.device.wants/job.service`]: { link: '/etc/systemd/system/job.service' },
    });
    expect(ways({ 'job.service': JOB }, link('/etc/systemd/system.control'))).toEqual(['device dev-x.device']);
    expect(ways({ 'job.service': JOB }, link('/opt/systemd/system'))).toEqual([]);
  });
  test('by SYSTEMD_WANTS of a udev rule, over a continued line; not by a comment or a name with a placeholder', () => {
    const rules =
      '#ENV{SYSTEMD_WANTS}="job.service"\nSUBSYSTEM=="x", \\\n  ENV{SYSTEMD_WANTS}+="other@%k.service job.service"\n';
    const opened = smallBoot({ 'job.service': JOB }, { '/usr/lib/udev/rules.d/9.rules': rules });
    const [way] = why(opened, 'job.service').later;
    expect(way?.start).toMatchObject({ kind: 'udev-rule', by: 'SUBSYSTEM==x', at: { line: 2 } });
  });
  test('by a message on the bus, under an alias', () => {
    const files = {
      '/usr/share/dbus-1/system-services/org.x.service':
        '[D-BUS Service]\nName=org.x\nSystemdService=dbus-org.x.service\n',
      '/etc/systemd/system/dbus-org.x.service': { link: 'job.service' },
    };
    expect(ways({ 'job.service': JOB }, files)).toEqual(['bus org.x']);
  });
  test('an instance by its template: a socket with Accept=yes, a udev rule with a placeholder', () => {
    const socket = { 'x.socket': '[Unit]\n[Socket]\nListenStream=7\nAccept=yes\n', 'x@.service': JOB };
    const also = { also: ['x@1.service'] };
    expect(why(smallBoot(socket, {}, also), 'x@1.service').later.map(({ start }) => start.by)).toEqual(['x.socket']);
    const rules = { '/usr/lib/udev/rules.d/9.rules': 'SUBSYSTEM=="x", ENV{SYSTEMD_WANTS}+="x@%k.service"\n' };
    const ruled = smallBoot({ 'x@.service': JOB }, rules, also);
    expect(why(ruled, 'x@1.service').later.map(({ start }) => start.kind)).toEqual(['udev-rule']);
  });
  test('not by a timer or socket that is skipped, or lost with another, at its own turn', () => {
    const skipped = '[Unit]\nConditionPathExists=/srv/nowhere\n[Timer]\nOnBootSec=1\n';
    expect(ways({ 'job.timer': skipped, 'job.service': JOB })).toEqual([]);
    const units = {
      'job.socket': '[Unit]\nRequires=gone.service\nAfter=gone.service\n[Socket]\nListenStream=7\n',
      'gone.service': service('AssertPathExists=/srv/nowhere', 'oneshot'),
      'job.service': JOB,
    };
    expect(ways(units)).toEqual([]);
  });
  test('not a first time by a timer that only counts from its last run', () => {
    expect(ways({ 'job.timer': '[Unit]\n[Timer]\nOnUnitActiveSec=1h\n', 'job.service': JOB })).toEqual([]);
    const both = '[Unit]\n[Timer]\nOnUnitActiveSec=1h\nOnBootSec=5min\n';
    expect(ways({ 'job.timer': both, 'job.service': JOB })).toEqual(['timer job.timer']);
  });
  test('by OnFailure= of a unit that fails in this boot: for certain', () => {
    const units = (lines: string) => ({
      'x.service': service(`${lines}\nOnFailure=job.service`, 'oneshot'),
      'gone.service': service('AssertPathExists=/srv/nowhere', 'oneshot'),
      'job.service': JOB,
    });
    const certain = (lines: string) =>
      why(smallBoot(units(lines)), 'job.service').later.map(({ start }) => start.certain ?? false);
    expect(certain('Requires=gone.service\nAfter=gone.service')).toEqual([true]);
    expect(certain('')).toEqual([false]);
  });
  test('with another unit that does', () => {
    const units = {
      'job.timer': '[Unit]\n[Timer]\nOnBootSec=1\n',
      'job.service': service('Wants=friend.service #not-wanted', 'oneshot'),
      'friend.service': JOB,
    };
    const [way] = why(smallBoot(units), 'friend.service').later;
    expect(way?.start.by).toBe('job.timer');
    expect(way?.path.map(({ from, to }) => `${from} ${to}`)).toEqual(['job.service friend.service']);
  });
  test('by a command in a script that the boot runs', () => {
    const script = { '/usr/sbin/prepare': '#!/bin/sh\nsystemctl start job\n' };
    const units = {
      'job.service': JOB,
      'p.service': '[Unit]\n[Service]\nType=oneshot\nExecStart=/bin/sh /usr/sbin/prepare\n',
    };
    expect(
      ways(units, { ...script, '/bin/sh': { link: 'dash' }, '/bin/dash': '\x7fELF', '/usr/bin/systemctl': '\x7fELF' }),
    ).toEqual(['command p.service']);
  });
});

describe('a script that waits for a unit that waits for the script', () => {
  const found = (command: string, type = 'oneshot', after = 'After=p.service') => {
    const opened = smallBoot({
      'job.service': service(`${after} #not-wanted`, 'oneshot'),
      'p.service': `[Unit]\n[Service]\nType=${type}\nExecStart=${command}\n`,
    });
    expect(bootOf(opened).plan.started.has('p.service')).toBe(true);
    return audit(opened)
      .filter(({ rule }) => rule === 'blocking-start')
      .map(({ unit }) => unit);
  };
  test.each([
    ['/usr/bin/systemctl start job.service', 'oneshot', 'After=p.service', ['p.service']],
    ['/usr/bin/systemctl --no-block start job.service', 'oneshot', 'After=p.service', []],
    ['/usr/bin/systemctl start job.service', 'simple', 'After=p.service', []],
    ['/usr/bin/systemctl start job.service', 'oneshot', '', []],
    ['/usr/bin/systemctl --user start job.service', 'oneshot', 'After=p.service', []],
    ['/usr/bin/systemctl enable --now job', 'oneshot', 'After=p.service', ['p.service']],
  ])('%s of a %s, %s: %j', (command, type, after, expected) => expect(found(command, type, after)).toEqual(expected));
});

test('the graph as JSON tells who is started later, by what and when, with the line; a part of it those of its own units', () => {
  const opened = smallBoot({
    'job.timer': '[Unit]\n[Timer]\nOnBootSec=1min\n',
    'job.service': JOB,
    'risky.service': service('OnFailure=help.service', 'oneshot'),
    'help.service': JOB,
  });
  const told = (part: Parameters<typeof laterStartsOf>[1]) =>
    laterStartsOf(opened, part).map(({ unit, kind, by, edge, when }) => [
      unit,
      kind,
      by,
      edge?.declared[0]?.file?.split('/').at(-1) ?? edge?.declared[0]?.rule,
      ...when.map(({ key, line }) => `${key}:${line}`),
    ]);
  expect(told(opened.graph)).toEqual([
    ['job.service', 'timer', 'job.timer', expect.anything(), 'OnBootSec:4'],
    ['help.service', 'on-failure', 'risky.service', 'risky.service'],
  ]);
  const part = graph(opened, { from: 'risky.service' });
  expect(told(part).map(([unit]) => unit)).toEqual(['help.service']);
  expect(JSON.parse(JSON.stringify(graphJson(part, laterStartsOf(opened, part)))).later).toHaveLength(1);
});

describe('what an instance asks for that a rule, the bus or a script starts', () => {
  const opened = smallBoot(
    {
      'by-rule@.service': service('Wants=helper.service other-%i.service\n#not-wanted', 'oneshot'),
      'by-device@.service': service('Requires=device-helper.service\n#not-wanted', 'oneshot'),
      'helper.service': service('#not-wanted', 'oneshot'),
      'device-helper.service': service('Wants=further.service\n#not-wanted', 'oneshot'),
      'further.service': service('#not-wanted', 'oneshot'),
    },
    {
      '/etc/udev/rules.d/9.rules':
        'SUBSYSTEM=="net", ENV{SYSTEMD_WANTS}+="by-rule@lan.service"\nKERNEL=="vda", ENV{SYSTEMD_WANTS}+="by-device@%k.service"\n',
    },
  );
  test('comes with it, though the boot itself knows nothing of the instance', () => {
    const [way] = why(opened, 'helper.service').later;
    expect(way?.start).toMatchObject({ kind: 'udev-rule', at: { line: 1 }, with: { from: 'by-rule@lan.service' } });
    expect(whyText(opened, why(opened, 'helper.service'), { width: 200 })).toContain(
      'is started with by-rule@lan.service, which is started by udev when a device appears',
    );
  });
  test('so does what that one asks for; an instance whose name only the device knows stands as its template', () => {
    const [way] = why(opened, 'further.service').later;
    expect(way?.start).toMatchObject({ unit: 'device-helper.service', with: { from: 'by-device@.service' } });
    expect(way?.path.map(({ to }) => to)).toEqual(['further.service']);
  });
});

describe('how sure an order is', () => {
  const doubt = (mid: string, others: Readonly<Record<string, string>> = {}, last = 'After=mid.service') =>
    whyOrder(
      smallBoot({
        'slow.service': service('', 'oneshot+'),
        'need.service': service('', 'oneshot+'),
        'mid.service': service(`After=slow.service\n${mid}`, 'oneshot+'),
        'last.service': service(last, 'oneshot+'),
        ...others,
      }),
      'last.service',
      'slow.service',
    ).doubt?.through;

  test('through a unit that requires nothing: sure', () => expect(doubt('')).toBeUndefined());
  test('through one that only wants something: sure', () =>
    expect(doubt('Wants=need.service\nAfter=need.service')).toBeUndefined());
  test('through one whose requirement may fail before: as long as that starts', () =>
    expect(doubt('Requires=need.service\nAfter=need.service')).toBe('mid.service'));
  test('where the requirement itself waits for the earlier one: sure', () =>
    expect(
      doubt('Requires=need.service\nAfter=need.service', { 'need.service': service('After=slow.service', 'oneshot+') }),
    ).toBeUndefined());
  test('where the last one requires the middle one it is lost with it: no order is broken', () =>
    expect(doubt('Requires=need.service', {}, 'After=mid.service\nRequires=mid.service')).toBeUndefined());
  test('through one that waits no longer than its JobTimeoutSec=: as long as that is not over', () => {
    expect(doubt('JobTimeoutSec=5')).toBe('mid.service');
    expect(doubt('JobTimeoutSec=infinity')).toBeUndefined();
    expect(doubt('JobRunningTimeoutSec=5')).toBeUndefined();
    expect(doubt('JobTimeoutSec=5', {}, 'After=mid.service\nRequires=mid.service')).toBeUndefined();
  });
  test('through one that is known to lose its job: it does not hold in this boot', () => {
    const opened = smallBoot({
      'slow.service': service('', 'oneshot+'),
      'need.service': service('AssertPathExists=/srv/nowhere', 'oneshot+'),
      'mid.service': service('After=slow.service\nRequires=need.service', 'oneshot+'),
      'last.service': service('After=mid.service', 'oneshot+'),
    });
    const { holds, doubt: why } = whyOrder(opened, 'last.service', 'slow.service');
    // The two do not wait for each other: which is faster tells.
    expect([holds, why?.through]).toEqual([true, 'mid.service']);
    const units = {
      'slow.service': service('', 'oneshot+'),
      'need.service': service('AssertPathExists=/srv/nowhere', 'oneshot+'),
      'mid.service': service('After=slow.service need.service\nRequires=need.service', 'oneshot+'),
      'last.service': service('After=mid.service', 'oneshot+'),
    };
    const known = whyOrder(smallBoot(units), 'last.service', 'slow.service');
    expect([known.holds, known.doubt?.fate?.fate]).toEqual([false, 'dependency']);
  });
  test('through one that an OnFailure= of another stops: as long as that one does not fail', () => {
    const rescue = {
      'risky.service': service('OnFailure=rescue.service', 'oneshot+'),
      'rescue.service': service('Conflicts=mid.service\n#not-wanted', 'oneshot+'),
    };
    expect(doubt('', rescue)).toBe('mid.service');
    // What requires the middle one is stopped with it, and what is stopped too starts no sooner.
    expect(doubt('', rescue, 'After=mid.service\nRequires=mid.service')).toBeUndefined();
    expect(doubt('', { ...rescue, 'rescue.service': service('#not-wanted', 'oneshot+') })).toBeUndefined();
    const isolating = {
      'risky.service': service('OnFailure=rescue.service\nOnFailureJobMode=isolate', 'oneshot+'),
      'rescue.service': service('AllowIsolate=yes\nConflicts=mid.service\n#not-wanted', 'oneshot+'),
    };
    expect(doubt('', { ...rescue, ...isolating })).toBeUndefined();
    expect(doubt('', { ...rescue, ...isolating }, 'After=mid.service\nIgnoreOnIsolate=yes')).toBe('mid.service');
  });
  test('a direct line is sure', () =>
    expect(doubt('Requires=need.service', {}, 'After=mid.service slow.service')).toBeUndefined());
});

describe('an order with a unit that a socket starts later', () => {
  const said = (order: string, unit: string, other: string): string => {
    const opened = smallBoot({
      'api.socket': '[Unit]\n[Socket]\nListenStream=/run/api\n',
      'api.service': service(`${order}\n#not-wanted`),
      'db.service': service('', 'oneshot+'),
    });
    return whyOrderText(opened, whyOrder(opened, unit, other), 'after', { width: 1000 }).replace(
      /\u001b\[[0-9;]*m/g,
      '',
    );
  };

  test('is kept where the later one is on its way: it waits for the job that is queued', () =>
    expect(said('After=db.service', 'api.service', 'db.service')).toContain(
      'it then waits for any job of db.service that is still queued',
    ));
  test('binds the one of the boot only if the other is on its way by then', () =>
    expect(said('Before=db.service', 'db.service', 'api.service')).toContain(
      'db.service waits for it only if it is on its way by then',
    ));
  test('is no order of this boot when asked for the other way round', () => {
    const answer = said('Before=db.service', 'api.service', 'db.service');
    expect(answer).toContain('other way round, whenever both are on their way');
    expect(answer).not.toContain('other way round:');
  });
});
