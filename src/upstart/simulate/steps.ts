/** From what a process's text says to what it does in the simulation, step by step, each with its proof. */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import type { Hook, JobProcess } from '../processes.ts';
import type { ScriptAction } from '../script-actions.ts';
import { type Environment, expand } from './environment.ts';
import type { BootFacts, RcScript } from './facts.ts';
import type { Interface } from './interfaces.ts';
import type { Mount } from './mounts.ts';
import { isBootEvent } from './vocabulary.ts';

/**
 * How sure it is that an event comes: `init` emits it itself; `modelled`: a program known to emit it (mountall, ifupdown, the udev
 * bridge), or a job that declares to; `script`: words of a script that was read and not run.
 */
export type Certainty = 'init' | 'modelled' | 'script';

export type Step = { readonly proof: readonly Declaration[] } & (
  | {
      readonly do: 'emit';
      readonly event: string;
      readonly env: Environment;
      readonly wait: boolean;
      readonly certainty: Certainty;
    }
  | { readonly do: 'start' | 'stop'; readonly job: string; readonly env: Environment; readonly wait: boolean }
  | { readonly do: 'wait-for'; readonly job: string; readonly timeout: number }
  | { readonly do: 'sleep'; readonly seconds: number }
  | { readonly do: 'script'; readonly name: string; readonly script: RcScript | undefined; readonly level: string }
);

/** What a program needs to know when its process is spawned. */
export interface ProgramContext {
  readonly facts: BootFacts;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly processes: ReadonlyMap<string, ReadonlyMap<Hook, JobProcess>>;
  /** The job that runs the udev bridge, and whether another one tells udev to report what is there. */
  readonly bridge: { readonly job: Job; readonly line: number } | undefined;
  readonly triggered: boolean;
  /** Interfaces that are up by now. */
  readonly up: Set<string>;
  /** Where the runlevel came from, once one is asked for. */
  runlevel: { readonly level: string; readonly proof: readonly Declaration[] } | undefined;
}

interface Writing {
  readonly job: Job;
  readonly process: JobProcess;
  readonly env: Environment;
  readonly context: ProgramContext;
  readonly steps: Step[];
}

/** The steps of one process of a job, in the order of its text. */
export function programOf(job: Job, process: JobProcess, env: Environment, context: ProgramContext): Step[] {
  const writing: Writing = { job, process, env, context, steps: [] };
  for (const action of process.actions) write(writing, action);
  writeDeclared(writing);
  return writing.steps;
}

function proofOf({ job, process }: Writing, line: number, as?: string): Declaration {
  return {
    by: `upstart:${job.name}`,
    origin: 'script',
    how: 'line',
    file: process.stanza.file,
    line,
    key: process.stanza.key,
    ...(as === undefined ? {} : { as }),
  };
}

/** The `emits` line that names the event, where there is one. */
function emitsProof(job: Job, event: string): Declaration[] {
  const stanza = job.stanzas.find((one) => one.key === 'emits' && one.words.includes(event));
  if (stanza === undefined) return [];
  const { file, line, key } = stanza;
  return [{ by: `upstart:${job.name}`, origin: 'job-file', how: 'line', file, line, key, as: event }];
}

function expanded(text: string, env: Environment): string {
  const result = expand(text, env);
  return 'value' in result ? result.value : text;
}

function write(writing: Writing, action: ScriptAction): void {
  const { env, context, steps, process } = writing;
  const here = (as?: string) => [proofOf(writing, action.line, as)];
  switch (action.kind) {
    case 'emit': {
      if (!isBootEvent(action.event) && action.event !== 'failsafe-boot') return;
      const variables = action.env.map((one) => expanded(one, env));
      const proof = here(`initctl emit ${action.event}`);
      const event = expanded(action.event, env);
      steps.push({ do: 'emit', event, env: variables, wait: action.waits, certainty: 'script', proof });
      return;
    }
    case 'start':
      if (context.jobs.has(expanded(action.job, env)))
        steps.push({
          do: 'start',
          job: expanded(action.job, env),
          env: action.env.map((one) => expanded(one, env)),
          wait: action.waits,
          proof: here(`start ${action.job}`),
        });
      return;
    case 'stop':
      // What stops only if something holds is left running: the boot that nothing disturbs.
      if (!action.conditional && context.jobs.has(expanded(action.job, env)))
        steps.push({
          do: 'stop',
          job: expanded(action.job, env),
          env: [],
          wait: action.waits,
          proof: here(`stop ${action.job}`),
        });
      return;
    case 'wait-for':
      steps.push({
        do: 'wait-for',
        job: expanded(action.job, env),
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
      if (action.script === 'rcS') writeRc(writing, 'S', action.line);
      else if (action.script === 'rc') writeRc(writing, expanded(action.argument, env), action.line);
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
  else if (name === 'udevadm' && args[0] === 'trigger' && writing.context.bridge !== undefined)
    writeDevices(writing, line);
  else if (name === 'upstart-udev-bridge' && !writing.context.triggered) writeDevices(writing, line);
}

/** mountall.c: trigger_events, after each file system. It waits for what `mounting` and `mounted` start, and for nothing else. */
function writeMountall(writing: Writing, line: number): void {
  const { facts } = writing.context;
  const left = { virtual: 0, local: 0, remote: 0, swap: 0, nowait: 0 };
  for (const mount of facts.mounts) left[mount.class]++;
  const done = new Set<string>();
  const emit = (event: string, env: Environment, wait: boolean, mount?: Mount): void => {
    const at: Declaration = { ...proofOf(writing, line, 'mountall'), rule: 'upstart-mountall' };
    const table: Declaration[] =
      mount?.line === undefined
        ? []
        : [{ by: at.by, origin: 'mount-file', how: 'line', file: mount.file, line: mount.line, as: mount.point }];
    const proof = [...emitsProof(writing.job, event), at, ...table];
    writing.steps.push({ do: 'emit', event, env, wait, certainty: 'modelled', proof });
  };
  const once = (event: string, ready: boolean): void => {
    if (!ready || done.has(event)) return;
    done.add(event);
    emit(event, [], false);
  };
  for (const mount of facts.mounts) {
    const { device, point, type, options } = mount;
    const env = [`DEVICE=${device}`, `MOUNTPOINT=${point}`, `TYPE=${type}`, `OPTIONS=${options}`];
    emit('mounting', env, true, mount);
    emit('mounted', env, true, mount);
    left[mount.class]--;
    once('virtual-filesystems', left.virtual === 0);
    once('local-filesystems', done.has('virtual-filesystems') && left.local === 0);
    once('remote-filesystems', done.has('virtual-filesystems') && left.remote === 0);
    once('filesystem', done.has('local-filesystems') && done.has('remote-filesystems'));
    once('all-swaps', left.swap === 0);
  }
}

/** ifupdown's if-up.d/upstart: an event for each interface, and one when every `auto` interface is up. Nobody waits for them. */
function writeIfup(writing: Writing, args: readonly string[], line: number): void {
  const { job, context, env } = writing;
  const { interfaces, ifupHook } = context.facts;
  const declares = job.stanzas.some(
    (one) => one.key === 'emits' && /^(net-device-up|static-network-up)$/m.test(one.words.join('\n')),
  );
  if (ifupHook === undefined && !declares) return;
  const all = args.includes('-a') || args.includes('--all');
  const names = new Set(args.map((arg) => expanded(arg, env)));
  for (const one of interfaces) {
    if (context.up.has(one.name) || !(all || names.has(one.name))) continue;
    context.up.add(one.name);
    writeUp(writing, one, line);
  }
}

function writeUp(writing: Writing, one: Interface, line: number): void {
  const { job, context } = writing;
  const { interfaces, ifupHook } = context.facts;
  const by = `upstart:${job.name}`;
  const hook: Declaration[] =
    ifupHook === undefined ? [] : [{ by, origin: 'script', how: 'rule', rule: 'upstart-ifupdown', file: ifupHook }];
  const table: Declaration[] =
    one.line === undefined
      ? []
      : [{ by, origin: 'file', how: 'line', file: one.file, line: one.line, as: `auto ${one.name}` }];
  const proof = (event: string) => [...emitsProof(job, event), proofOf(writing, line, 'ifup'), ...hook, ...table];
  const env = [`IFACE=${one.name}`, `LOGICAL=${one.name}`, `ADDRFAM=${one.family}`, `METHOD=${one.method}`];
  writing.steps.push({
    do: 'emit',
    event: 'net-device-up',
    env,
    wait: false,
    certainty: 'modelled',
    proof: proof('net-device-up'),
  });
  if (interfaces.every(({ name }) => context.up.has(name)))
    writing.steps.push({
      do: 'emit',
      event: 'static-network-up',
      env: [],
      wait: false,
      certainty: 'modelled',
      proof: proof('static-network-up'),
    });
}

/** Network devices that the configuration counts on; what other hardware there is, no disk tells. */
function writeDevices(writing: Writing, line: number): void {
  const { bridge, facts } = writing.context;
  const by = `upstart:${bridge?.job.name ?? writing.job.name}`;
  for (const one of facts.interfaces) {
    const path = one.name === 'lo' ? '/devices/virtual/net/lo' : `/devices/pci/net/${one.name}`;
    const proof: Declaration[] = [
      proofOf(writing, line),
      {
        by,
        origin: 'script',
        how: 'rule',
        rule: 'upstart-udev-bridge',
        ...(bridge === undefined ? {} : { file: bridge.job.file, line: bridge.line }),
      },
      {
        by,
        origin: 'file',
        how: 'line',
        file: one.file,
        ...(one.line === undefined ? {} : { line: one.line }),
        as: `auto ${one.name}`,
      },
    ];
    const env = [`KERNEL=${one.name}`, `DEVPATH=${path}`, 'SUBSYSTEM=net', 'ACTION=add', `INTERFACE=${one.name}`];
    writing.steps.push({ do: 'emit', event: 'net-device-added', env, wait: false, certainty: 'modelled', proof });
  }
}

/** /etc/init.d/rc: the S scripts of a runlevel, one after another. */
function writeRc(writing: Writing, level: string, line: number): void {
  const scripts = writing.context.facts.rcScripts.get(level.toUpperCase()) ?? [];
  for (const script of scripts) {
    const by = `upstart:${writing.job.name}`;
    const proof: Declaration[] = [
      { by, origin: 'rc-link', how: 'link', file: script.link },
      proofOf(writing, line, level === 'S' ? '/etc/init.d/rcS' : `/etc/init.d/rc ${level}`),
    ];
    writing.steps.push({ do: 'script', name: script.name, script, level, proof });
    if (script.upstartJob || !script.executable) continue;
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

/** telinit: the level as written; where it is a variable, what the script's own sources say, in its order. */
function writeRunlevel(writing: Writing, written: string, line: number): void {
  const { context, process, job, env } = writing;
  const { facts } = context;
  const by = `upstart:${job.name}`;
  const at = proofOf(writing, line, `telinit ${written}`);
  const previous = context.runlevel?.level ?? 'N';
  const stanza = job.stanzas.findLast(
    (one) => one.key === 'env' && written.includes(one.value.split('=', 1)[0] ?? '$'),
  );
  let level = expanded(written, env);
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
    const word = facts.cmdline.findLast((one) => /^([0-6sS]|-s|single)$/.test(one));
    if (word !== undefined && text.includes('/proc/cmdline')) {
      level = /^[0-6]$/.test(word) ? word : 'S';
      source = [{ by, origin: 'file', how: 'rule', rule: 'upstart-runlevel-cmdline', as: word }];
    }
  }
  if (facts.askedLevel !== undefined && (context.runlevel === undefined || written.includes('$'))) {
    level = facts.askedLevel;
    source = [{ by, origin: 'file', how: 'rule', rule: 'upstart-runlevel-asked' }];
  }
  if (!/^[0-6sS]$/.test(level)) level = '2';
  level = level.toUpperCase();
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
