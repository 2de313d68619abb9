/** Rules whose observation the parsers made already: each is a diagnostic of the graph, told with its why and mend. */
import type { Example, FindingSeverity, Rule } from '../rule.ts';

interface DiagnosticRule {
  readonly id: string;
  readonly codes: readonly string[];
  readonly severity: FindingSeverity;
  /** By code, where it differs. */
  readonly severities?: Readonly<Record<string, FindingSeverity>>;
  readonly statement: string;
  readonly why: string;
  readonly mend: string;
  readonly example: Example;
}

export function fromDiagnostics({ codes, severities = {}, ...words }: DiagnosticRule): Rule {
  return {
    ...words,
    *check({ graph }) {
      for (const { code, message, file, line, unit } of graph.diagnostics)
        if (codes.includes(code))
          yield {
            message,
            ...(severities[code] === undefined ? {} : { severity: severities[code] }),
            ...(file === undefined ? {} : { file }),
            ...(line === undefined ? {} : { line }),
            ...(unit === undefined ? {} : { unit }),
          };
    },
  };
}

export const selfDependency = fromDiagnostics({
  id: 'self-dependency',
  codes: ['self-dependency'],
  severity: 'warning',
  statement: 'No unit depends on itself.',
  why: 'systemd drops such a line with a word in its log. Often another unit is meant, and the name written is an alias of this one.',
  mend: 'Remove the line, or name the unit that is meant.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Unit]\nAfter=web.service\n[Service]\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n' },
  },
});

export const dependencyRefused = fromDiagnostics({
  id: 'dependency-refused',
  codes: ['dependency-refused'],
  severity: 'warning',
  statement: 'Every dependency is one that can be.',
  why: 'A device cannot be delayed, a target cannot fail, and a timer has no control group: systemd drops a line that asks for it, with a word in its log.',
  mend: 'Remove the line; order against a unit that can wait.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Unit]\nBefore=dev-sda.device\n[Service]\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n' },
  },
});

export const badUnitName = fromDiagnostics({
  id: 'bad-unit-name',
  codes: ['bad-unit-name', 'bad-link-name'],
  severity: 'warning',
  statement: 'What stands in a list of units is a unit’s name.',
  why: 'systemd skips the word; the dependency does not exist. A comment at the end of the line, a comma or a missing .service are the usual causes.',
  mend: 'Write whole names, with their suffix, parted by blanks; comments stand on lines of their own.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Unit]\nAfter=db network.target\n[Service]\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/web.service': '[Unit]\nAfter=network.target\n[Service]\nExecStart=/bin/true\n' },
  },
});

export const invalidAlias = fromDiagnostics({
  id: 'invalid-alias',
  codes: ['invalid-alias'],
  severity: 'warning',
  statement: 'A link between unit files makes a name that can be.',
  why: 'systemd ignores a link to a unit of another type or kind: the name does not exist.',
  mend: 'Link names of the same type: a.service to b.service, a@.service to b@.service.',
  example: {
    files: {
      '/etc/systemd/system/web.service': { link: 'multi-user.target' },
      '/etc/systemd/system/multi-user.target': '[Unit]\n',
    },
    finds: ['/etc/systemd/system/web.service'],
    mended: { '/etc/systemd/system/web.service': null },
  },
});

export const unreadLine = fromDiagnostics({
  id: 'unread-line',
  codes: ['not-utf8', 'outside-section', 'no-assignment', 'bad-section'],
  severity: 'warning',
  statement: 'Every line of a unit file can be read.',
  why: 'systemd skips the line, or the rest of the file, and goes on.',
  mend: 'Write KEY=VALUE below a [Section].',
  example: {
    files: { '/etc/systemd/system/web.service': '[Service]\nExecStart /bin/true\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n' },
  },
});

export const brokenJob = fromDiagnostics({
  id: 'broken-job',
  codes: ['upstart-job-error'],
  severity: 'error',
  statement: 'Every Upstart job can be parsed.',
  why: 'Upstart drops the whole job at its first error: it is not there, and cannot be started by hand either.',
  mend: 'Correct the line; init-checkconf FILE checks a job.',
  example: {
    files: { '/etc/init/web.conf': 'start on runlevel [2345\nexce /bin/true\n' },
    init: 'upstart',
    finds: ['/etc/init/web.conf:2'],
    mended: { '/etc/init/web.conf': 'start on runlevel [2345]\nexec /bin/true\n' },
  },
});

export const overrideIgnored = fromDiagnostics({
  id: 'override-ignored',
  codes: ['upstart-override-ignored'],
  severity: 'warning',
  statement: 'Every .override has its job.',
  why: 'Upstart reads NAME.override only beside NAME.conf; alone it has no effect.',
  mend: 'Rename it after the job that is meant.',
  example: {
    files: { '/etc/init/wbe.override': 'manual\n' },
    init: 'upstart',
    finds: ['/etc/init/wbe.override'],
    mended: { '/etc/init/wbe.conf': 'exec /bin/true\n' },
  },
});

export const upstartDeadlock = fromDiagnostics({
  id: 'upstart-deadlock',
  codes: ['upstart-deadlock', 'upstart-blocked'],
  severity: 'error',
  statement: 'No Upstart job waits for something that waits for the job.',
  why: 'An event stays pending while a job holds one half of an "and" and waits for the other. Whoever emitted it and waits for it to finish never goes on; if that was to bring about the other half, both wait for good.',
  mend: 'Emit with --no-wait, or start the job on the last of its events alone.',
  example: {
    files: {
      '/etc/init/web.conf': 'start on first and second\nexec /bin/true\n',
      '/etc/init/boot.conf':
        'start on startup\ntask\nscript\n  initctl emit first\n  initctl emit second\nend script\n',
    },
    init: 'upstart',
    finds: ['/etc/init/web.conf:1'],
    mended: {
      '/etc/init/boot.conf':
        'start on startup\ntask\nscript\n  initctl emit --no-wait first\n  initctl emit second\nend script\n',
    },
  },
});

export const startedByChance = fromDiagnostics({
  id: 'started-by-chance',
  codes: ['upstart-by-chance', 'upstart-blocked-by-chance'],
  severity: 'warning',
  statement: 'Which Upstart jobs start does not depend on which of two events comes first.',
  why: 'Processes run side by side, and init goes through its jobs in no order that a file settles. A condition that an event meets too early, or a job that is stopped before its event comes, makes two boots of the same machine differ.',
  mend: 'Name the job that has to be there first: "starting X" makes X wait, "started X" comes after it.',
  example: {
    files: {
      '/etc/init/one.conf': 'start on startup\ntask\nexec initctl emit --no-wait first\n',
      '/etc/init/two.conf': 'start on startup\ntask\nexec initctl emit --no-wait second\n',
      '/etc/init/gate.conf': 'start on first\nstop on second\nexec /bin/gate\n',
      '/etc/init/web.conf': 'start on stopped gate\nexec /bin/web\n',
    },
    init: 'upstart',
    finds: ['/etc/init/web.conf:1'],
    mended: { '/etc/init/two.conf': 'start on started gate\ntask\nexec initctl emit --no-wait second\n' },
  },
});

export const eventNobodyEmits = fromDiagnostics({
  id: 'event-nobody-emits',
  codes: ['upstart-nobody-emits', 'upstart-unknown-job', 'upstart-variable'],
  severity: 'warning',
  statement: 'Every Upstart job waits for events that can come.',
  why: 'The job waits for an event that no job, no script and no part of Upstart emits, or for a job that does not exist: it is never started, without a word.',
  mend: 'Correct the name of the event or job.',
  example: {
    files: { '/etc/init/web.conf': 'start on started databse\nexec /bin/true\n' },
    init: 'upstart',
    finds: ['/etc/init/web.conf:1'],
    mended: { '/etc/init/databse.conf': 'start on startup\nexec /bin/true\n' },
  },
});

export const instanceUnset = fromDiagnostics({
  id: 'instance-unset',
  codes: ['upstart-instance-unset'],
  severity: 'warning',
  statement: 'The variable that an instance is named for is set by what starts the job.',
  why: 'Upstart cannot name the instance, does not start the job, and may pass over other jobs that wait for the same event.',
  mend: 'Give the variable a default with env, or let the event carry it.',
  example: {
    files: { '/etc/init/web.conf': 'start on startup\ninstance $PORT\nexec /bin/true\n' },
    init: 'upstart',
    finds: ['/etc/init/web.conf:2'],
    mended: { '/etc/init/web.conf': 'start on startup\nenv PORT=80\ninstance $PORT\nexec /bin/true\n' },
  },
});

export const doubleStart = fromDiagnostics({
  id: 'double-start',
  codes: ['upstart-double-start'],
  severity: 'warning',
  statement: 'Nothing is started both by an Upstart job and by an init script.',
  why: 'Upstart starts the job, and its job rc runs the script of the same name. The second start fails on a port or a lock, or two daemons run.',
  mend: 'update-rc.d NAME disable; or let the script leave at once where init_is_upstart.',
  example: {
    files: {
      '/etc/init/web.conf': 'start on startup\nexec /bin/true\n',
      '/etc/init/rc.conf': 'start on startup\ntask\nexec /etc/init.d/rc 2\n',
      '/etc/init.d/rc': { text: '#!/bin/sh\n', mode: 0o755 },
      '/etc/init.d/web': { text: '#!/bin/sh\n/usr/bin/webd\n', mode: 0o755 },
      '/etc/rc2.d/S20web': { link: '../init.d/web' },
    },
    init: 'upstart',
    finds: ['/etc/rc2.d/S20web'],
    mended: { '/etc/rc2.d/S20web': null },
  },
});
