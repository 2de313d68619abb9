/** From what a process's text says to its steps: each command that talks to init, and each program that is known to. */
import { matchesPattern } from '../../words/pattern.ts';
import type { Job } from '../job-files.ts';
import type { Hook, JobProcess } from '../processes.ts';
import type { ScriptAction } from '../script-actions.ts';
import { writeMountall } from './emit-mountall.ts';
import { writeDevices, writeIfup } from './emit-network.ts';
import { writeRc, writeRunlevel } from './emit-runlevel.ts';
import type { Environment } from './environment.ts';
import { guardProof } from './guard.ts';
import { emitsProof, expanded, type ProgramContext, proofOf, type Step, type Writing } from './steps.ts';
import { isBootEvent } from './vocabulary.ts';

/** The steps of one process of a job, in the order of its text. */
export function programOf(job: Job, process: JobProcess, env: Environment, context: ProgramContext): Step[] {
  const writing: Writing = { job, process, env, context, steps: [] };
  const guard = process.hook === 'pre-start' ? context.facts.guards.get(job.name) : undefined;
  if (guard?.certain === true) {
    for (const action of process.actions) if (action.line < guard.line) write(writing, action);
    // `stop` in the job's own script does not wait for what it asks for.
    writing.steps.push({ do: 'stop', job: job.name, env: [], wait: false, proof: [guardProof(job, guard)] });
    return writing.steps;
  }
  for (const action of process.actions) write(writing, action);
  writeDeclared(writing);
  return writing.steps;
}

function write(writing: Writing, action: ScriptAction): void {
  const { env, context, steps, process } = writing;
  const here = (as?: string) => [proofOf(writing, action.line, as)];
  switch (action.kind) {
    case 'emit': {
      if (!isBootEvent(action.event) && action.event !== 'failsafe-boot') return;
      const variables = action.env.map((one) => expanded(one, env, writing));
      const proof = here(`initctl emit ${action.event}`);
      const event = expanded(action.event, env, writing);
      steps.push({ do: 'emit', event, env: variables, wait: action.waits, certainty: 'script', proof });
      return;
    }
    case 'start':
      if (!context.jobs.has(expanded(action.job, env, writing))) return;
      if (action.conditional)
        steps.push({ do: 'may-start', job: expanded(action.job, env, writing), proof: here(`start ${action.job}`) });
      else
        steps.push({
          do: 'start',
          job: expanded(action.job, env, writing),
          env: action.env.map((one) => expanded(one, env, writing)),
          wait: action.waits,
          proof: here(`start ${action.job}`),
        });
      return;
    case 'stop':
      // What stops only if something holds is left running: the boot that nothing disturbs.
      if (!action.conditional && context.jobs.has(expanded(action.job, env, writing)))
        steps.push({
          do: 'stop',
          job: expanded(action.job, env, writing),
          env: [],
          wait: action.waits,
          proof: here(`stop ${action.job}`),
        });
      return;
    case 'wait-for':
      steps.push({
        do: 'wait-for',
        job: expanded(action.job, env, writing),
        timeout: action.timeout,
        proof: here(`wait-for-state ${action.job}`),
      });
      return;
    case 'sleep':
      steps.push({ do: 'sleep', seconds: action.seconds, proof: here() });
      return;
    case 'runlevel':
      writeRunlevel(writing, action.level, action.line);
      return;
    case 'init-script':
      if (action.script === 'rcS' || action.script === 'rc.sysinit') writeRc(writing, 'S', action.line);
      else if (action.script === 'rc') writeRc(writing, expanded(action.argument, env, writing), action.line);
      else if (action.argument === 'start' && !context.jobs.has(action.script))
        steps.push({
          do: 'script',
          name: action.script,
          script: undefined,
          level: '',
          proof: here(`/etc/init.d/${action.script} start`),
        });
      return;
    case 'run':
      if (process.hook !== 'pre-stop' && process.hook !== 'post-stop')
        writeProgram(writing, action.program, action.args, action.line);
      return;
    case 'status':
      return;
  }
}

/** Programs that are known to talk to init. */
function writeProgram(writing: Writing, program: string, args: readonly string[], line: number): void {
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'mountall') writeMountall(writing, line);
  else if (name === 'ifup') writeIfup(writing, args, line);
  else if (name === 'udevadm' && args[0] === 'trigger' && writing.context.bridge !== undefined) {
    if (triggersNetwork(args)) writeDevices(writing, line);
  } else if (name === 'upstart-udev-bridge' && !writing.context.triggered) writeDevices(writing, line);
}

/** udevadm(8): whether `trigger` with these options makes the kernel say anew that network devices were added. */
function triggersNetwork(args: readonly string[]): boolean {
  const given = (long: string, short: string): readonly string[] =>
    args.flatMap((arg, i) => {
      if (arg === `--${long}` || arg === `-${short}`) return [args[i + 1] ?? ''];
      if (arg.startsWith(`--${long}=`)) return [arg.slice(long.length + 3)];
      return arg.startsWith(`-${short}`) && !arg.startsWith('--') ? [arg.slice(2)] : [];
    });
  const network = (pattern: string): boolean => matchesPattern('net', pattern);
  if (args.some((arg) => arg === '-n' || arg === '--dry-run')) return false;
  if (given('type', 't').some((type) => type === 'subsystems')) return false;
  if (given('action', 'c').at(-1) !== 'add') return false;
  const only = given('subsystem-match', 's');
  return (only.length === 0 || only.some(network)) && !given('subsystem-nomatch', 'S').some(network);
}

/** Events that the job declares and its text does not show: emitted all the same, by the program it runs. */
function writeDeclared(writing: Writing): void {
  const { job, process, steps, context } = writing;
  if (process.hook !== emittingHook(context.processes.get(job.name))) return;
  const shown = new Set(steps.flatMap((step) => (step.do === 'emit' ? [step.event] : [])));
  for (const stanza of job.stanzas) {
    if (stanza.key !== 'emits') continue;
    for (const event of stanza.words) {
      if (shown.has(event) || /[*?[]/.test(event) || !isBootEvent(event) || SPECIFIC.has(event)) continue;
      shown.add(event);
      if (event === 'net-device-up' || event === 'static-network-up') {
        if (!runsIfup(context.processes.get(job.name))) writeIfup(writing, ['-a'], stanza.line);
        continue;
      }
      steps.push({ do: 'emit', event, env: [], wait: false, certainty: 'modelled', proof: emitsProof(job, event) });
    }
  }
}

/** The process that is taken to emit what the job only declares. */
function emittingHook(processes: ReadonlyMap<Hook, JobProcess> | undefined): Hook | undefined {
  return (['main', 'pre-start', 'post-start'] as const).find((hook) => processes?.has(hook));
}

function runsIfup(processes: ReadonlyMap<Hook, JobProcess> | undefined): boolean {
  return [...(processes?.values() ?? [])].some(({ actions }) =>
    actions.some((action) => action.kind === 'run' && /(^|\/)ifup$/.test(action.program)),
  );
}

/** Never emitted without the arguments that only their own emitter knows. */
const SPECIFIC: ReadonlySet<string> = new Set([
  'mounting',
  'mounted',
  'runlevel',
  'starting',
  'started',
  'stopping',
  'stopped',
  'startup',
]);
