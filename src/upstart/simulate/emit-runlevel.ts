/** telinit's event, and the init scripts that rc runs on it. */
import { runlevelNamed, runlevelOfWord } from '../../behaviours/runlevels.ts';
import type { Declaration } from '../../graph/model.ts';
import type { RcScript } from './facts.ts';
import { expanded, proofOf, type Writing } from './steps.ts';
import { isBootEvent } from './vocabulary.ts';

/** rc: the S scripts of a runlevel, one after another; Red Hat's emits the events of a job around each. */
export function writeRc(writing: Writing, level: string, line: number): void {
  const scripts = writing.context.facts.rcScripts.get(level.toUpperCase()) ?? [];
  for (const script of scripts) {
    const by = `upstart:${writing.job.name}`;
    const proof: Declaration[] = [
      { by, origin: 'rc-link', how: 'link', file: script.link },
      proofOf(writing, line, level === 'S' ? '/etc/init.d/rcS' : `/etc/init.d/rc ${level}`),
    ];
    const runs = script.executable && !script.upstartJob;
    if (runs) writeRcEvent(writing, 'starting', script);
    writing.steps.push({ do: 'script', name: script.name, script, level, proof });
    if (runs) writeRcEvent(writing, 'started', script);
    if (!runs || script.hook !== undefined) continue;
    for (const action of script.actions)
      if (action.kind === 'emit' && isBootEvent(action.event) && !action.event.includes('$'))
        writing.steps.push({
          do: 'emit',
          event: action.event,
          env: action.env,
          wait: action.waits,
          certainty: 'script',
          proof: [
            {
              by: `sysv:${script.name}`,
              origin: 'script',
              how: 'line',
              file: script.file,
              line: action.line,
              as: `initctl emit ${action.event}`,
            },
          ],
        });
  }
}

function writeRcEvent({ context, steps }: Writing, event: 'starting' | 'started', { name }: RcScript): void {
  const rc = context.facts.rcEvents.get(event);
  if (rc === undefined) return;
  const { file, line, waits } = rc;
  const as = `initctl emit ${event} JOB=${name}`;
  const proof: Declaration[] = [{ by: `sysv:${name}`, origin: 'script', how: 'line', file, line, as }];
  steps.push({ do: 'emit', event, env: [`JOB=${name}`], wait: waits, certainty: 'script', proof });
}

/** telinit: the level as written; where it is a variable, what the script's own sources say, in its order. */
export function writeRunlevel(writing: Writing, written: string, line: number): void {
  const { context, process, job, env } = writing;
  const { facts } = context;
  const by = `upstart:${job.name}`;
  const at = proofOf(writing, line, `telinit ${written}`);
  const previous = context.runlevel?.level ?? 'N';
  const stanza = job.stanzas.findLast(
    (one) => one.key === 'env' && written.includes(one.value.split('=', 1)[0] ?? '$'),
  );
  let level = expanded(written, env, writing);
  let source: Declaration[] =
    stanza === undefined
      ? []
      : [{ by, origin: 'job-file', how: 'line', file: stanza.file, line: stanza.line, key: 'env', as: stanza.value }];
  const text = process.stanza.value;
  if (written.includes('$')) {
    if (facts.initdefault !== undefined && text.includes('/etc/inittab')) {
      level = facts.initdefault.level;
      source = [
        {
          by,
          origin: 'inittab',
          how: 'line',
          file: facts.initdefault.file,
          line: facts.initdefault.line,
          as: 'initdefault',
        },
      ];
    }
    const word = facts.cmdline.findLast((one) => runlevelOfWord(one) !== undefined);
    if (word !== undefined && text.includes('/proc/cmdline')) {
      level = runlevelOfWord(word) ?? level;
      source = [{ by, origin: 'file', how: 'rule', rule: 'upstart-runlevel-cmdline', as: word }];
    }
  }
  if (facts.askedLevel !== undefined && (context.runlevel === undefined || written.includes('$'))) {
    level = facts.askedLevel;
    source = [{ by, origin: 'file', how: 'rule', rule: 'upstart-runlevel-asked' }];
  }
  level = runlevelNamed(level) ?? '2';
  const proof = [at, ...source];
  context.runlevel = { level, proof };
  // sysv_change_runlevel: the event is not waited for.
  writing.steps.push({
    do: 'emit',
    event: 'runlevel',
    env: [`RUNLEVEL=${level}`, `PREVLEVEL=${previous}`],
    wait: false,
    certainty: 'script',
    proof,
  });
}
