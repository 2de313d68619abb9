/** What a simulated boot has to say: deadlocks, jobs that wait for what never comes, services that would be started twice. */
import type { Diagnostic } from '../../graph/model.ts';
import type { Blockage } from './blockages.ts';
import type { UpstartBoot } from './boot.ts';
import type { MissingReason } from './missing.ts';
import { blockageText, missingText } from './words.ts';

/** @param others the same boot with other things first */
export function* bootDiagnostics(boot: UpstartBoot, others: readonly UpstartBoot[] = []): Generator<Diagnostic> {
  yield* chances(boot, others);
  yield* blockedByChance(boot, others);
  for (const blockage of boot.blockages) {
    const [condition] = blockage.heldBy.flatMap((holder) => (holder.kind === 'condition' ? [holder] : []));
    yield {
      severity: 'error',
      code: blockage.cycle === undefined ? 'upstart-blocked' : 'upstart-deadlock',
      message: blockageText(blockage),
      unit: `upstart:${blockage.waiting}`,
      ...(condition === undefined ? {} : { file: condition.file, line: condition.line }),
    };
  }
  if (boot.endless.length > 0)
    yield {
      severity: 'error',
      code: 'upstart-endless',
      message: `${boot.endless.join(' and ')} start again and again: each one's end or start is what the next one starts on`,
      unit: `upstart:${boot.endless[0]}`,
    };
  if (boot.cut.events !== undefined)
    yield {
      severity: 'error',
      code: 'upstart-cut-off',
      message: `more happens at this boot than is followed: after ${boot.cut.events} events it was left off, and what comes later is not known`,
    };
  for (const name of boot.cut.tooLong)
    yield {
      severity: 'warning',
      code: 'upstart-value-too-long',
      message: `a value that ${name} puts together becomes longer than is followed; it is taken as it is written`,
      unit: `upstart:${name}`,
    };
  yield* neverStarted(boot);
  yield* instances(boot);
  yield* doubleStarts(boot);
}

/** What the files leave open: a job that is started in one order of the boot's events and not in another. */
function* chances(boot: UpstartBoot, others: readonly UpstartBoot[]): Generator<Diagnostic> {
  for (const [name, { job, starts }] of boot.jobs) {
    const missing = others.filter((other) => other.jobs.get(name)?.starts.length === 0).length;
    const inSome = starts.length > 0 ? missing > 0 : missing < others.length;
    if (!inSome) continue;
    const { file = job.file, line } = job.startOn ?? {};
    yield {
      severity: 'warning',
      code: 'upstart-by-chance',
      message: `${name} is started in some orders of this boot's events and not in others: which of them come first, nothing here settles`,
      file,
      ...(line === undefined ? {} : { line }),
      unit: `upstart:${name}`,
    };
  }
}

/** A deadlock that another order of the same events runs into. */
function* blockedByChance(boot: UpstartBoot, others: readonly UpstartBoot[]): Generator<Diagnostic> {
  const key = ({ waiting, event }: Blockage): string => `${waiting} ${event.split(' ', 1)[0]}`;
  const said = new Set(boot.blockages.map(key));
  for (const blockage of others.flatMap(({ blockages }) => blockages)) {
    if (said.has(key(blockage))) continue;
    said.add(key(blockage));
    yield {
      severity: 'warning',
      code: 'upstart-blocked-by-chance',
      message: `In some orders of this boot's events ${blockageText(blockage)}`,
      unit: `upstart:${blockage.waiting}`,
    };
  }
}

/** Nothing that a person, a device or time could bring about will start these. */
const HOPELESS: ReadonlySet<MissingReason['code']> = new Set(['nobody-emits', 'unknown-job', 'variable']);

function* neverStarted(boot: UpstartBoot): Generator<Diagnostic> {
  for (const [name, { notStarted }] of boot.jobs) {
    if (notStarted?.code !== 'waits') continue;
    for (const missing of notStarted.missing)
      if (HOPELESS.has(missing.reason.code))
        yield {
          severity: 'warning',
          code: `upstart-${missing.reason.code}`,
          message: `${name} is never started: it waits for ${missingText(missing)}`,
          file: missing.file,
          line: missing.line,
          unit: `upstart:${name}`,
        };
  }
}

function* instances(boot: UpstartBoot): Generator<Diagnostic> {
  for (const { job, variable, event } of boot.instanceFailures) {
    const stanza = boot.jobs.get(job)?.job.stanzas.findLast(({ key }) => key === 'instance');
    yield {
      severity: 'warning',
      code: 'upstart-instance-unset',
      message: `${job} is not started by "${event}": $${variable} of its "instance" is not set then; and init may pass over other jobs of that event`,
      ...(stanza === undefined ? {} : { file: stanza.file, line: stanza.line }),
      unit: `upstart:${job}`,
    };
  }
}

function* doubleStarts(boot: UpstartBoot): Generator<Diagnostic> {
  for (const { id, effect, declared } of boot.scripts) {
    const name = id.slice('sysv:'.length);
    const outcome = boot.jobs.get(name);
    const [link] = declared;
    if (effect !== 'runs' || outcome === undefined || outcome.starts.length === 0) continue;
    yield {
      severity: 'warning',
      code: 'upstart-double-start',
      message: `${name} may be started twice: by the job ${outcome.job.file}, and by its init script, which does not ask init_is_upstart`,
      ...(link?.file === undefined ? {} : { file: link.file }),
      unit: id,
    };
  }
}
