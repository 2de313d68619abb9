/** Upstart's jobs as a graph: `upstart:NAME` and `event:NAME`, with the stanza that says so on every edge. */
import { sysvLayout } from '../behaviours/sysv-layout.ts';
import { bareNode } from '../graph/bare-node.ts';
import { createGraphBuilder, type GraphBuilder } from '../graph/builder.ts';
import type { BootGraph, BootNode, InitReport, NoEffect, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type EventExpression, type EventMatch, eventsOf, printExpression } from './expression.ts';
import { jobOf } from './job-events.ts';
import { type Job, type JobFiles, jobNameOf, readJobFiles } from './job-files.ts';
import type { JobError, Stanza } from './parse-job.ts';
import { addScriptEdges } from './script-edges.ts';
import { leafProof, planOtherOrders, planUpstartBoot, type UpstartBoot } from './simulate/boot.ts';
import { bootDiagnostics } from './simulate/diagnostics.ts';
import { addBootEdges, stateRule } from './simulate/edges.ts';
import { type BootFacts, readBootFacts } from './simulate/facts.ts';
import { absentEffect, notStartedEffect } from './simulate/words.ts';

/** Stanzas of which each counts; of any other the last one does. */
const ACCUMULATING = new Set(['env', 'export', 'emits', 'normal', 'limit', 'cgroup', 'manual']);

export interface UpstartGraph {
  readonly graph: BootGraph;
  /** The simulated boot, where Upstart is in force. */
  readonly boot?: UpstartBoot;
}

export interface UpstartOptions {
  readonly cmdline?: string;
  /** Another runlevel than the root's: `3`, `runlevel:3`. */
  readonly target?: string;
  /** Jobs that their own pre-start stops: found by who reads shell. */
  readonly guards?: (jobs: ReadonlyMap<string, Job>) => BootFacts['guards'];
}

/** @param init which init owns the root: where it is another, every job stays in the graph, without effect */
export function loadUpstart(snapshot: Snapshot, init: InitReport, options: UpstartOptions = {}): UpstartGraph {
  const builder = createGraphBuilder();
  const files = readJobFiles(snapshot);
  const { jobs } = files;
  const inForce = init.system === 'upstart';
  const node = (id: string): string => {
    if (builder.node(id) === undefined)
      builder.addNode(id.startsWith('sysv:') ? scriptStub(snapshot, id) : nodeNamed(id, 'event', init));
    return id;
  };
  const event = (name: string): string => node(`event:${name}`);
  diagnoseFiles(builder, files);
  for (const job of jobs.values()) builder.addNode(jobNode(`upstart:${job.name}`, job, init));
  for (const error of files.errors) addBrokenJob(builder, error, init);
  for (const job of jobs.values()) addConditions(builder, job, jobs, event);
  addScriptEdges(builder, jobs, event);
  const facts = inForce ? readBootFacts(snapshot, options, options.guards?.(jobs)) : undefined;
  const boot = facts && planUpstartBoot(jobs, facts);
  if (boot !== undefined) {
    const others = planOtherOrders(jobs, facts as BootFacts, boot);
    event('startup');
    addBootEdges(builder, boot, others, node);
    for (const [name, { job, notStarted }] of boot.jobs) {
      const known = builder.node(`upstart:${name}`);
      if (notStarted === undefined || known === undefined) continue;
      const byChance = others.some((other) => (other.jobs.get(name)?.starts.length ?? 0) > 0);
      builder.addNode({ ...known, noEffect: notStartedEffect(name, notStarted, job.file, byChance) });
    }
    for (const name of [...boot.absent.keys(), 'starting', 'started', 'stopping', 'stopped']) {
      const known = builder.node(`event:${name}`);
      const noEffect = absentEffect(name, boot.absent.get(name));
      if (known !== undefined && noEffect !== undefined) builder.addNode({ ...known, noEffect });
    }
    for (const diagnostic of bootDiagnostics(boot, others)) builder.diagnose(diagnostic);
  }
  const graph = builder.finish({ root: snapshot.label, init, target: 'event:startup' });
  return boot === undefined ? { graph } : { graph, boot };
}

function diagnoseFiles(builder: GraphBuilder, { errors, ignoredOverrides }: JobFiles): void {
  for (const { message, file, line } of errors)
    builder.diagnose({ severity: 'error', code: 'upstart-job-error', message, file, line });
  for (const file of ignoredOverrides)
    builder.diagnose({
      severity: 'warning',
      code: 'upstart-override-ignored',
      message: 'override is not read: there is no job of that name, or it is not a regular file',
      file,
    });
}

/** A .conf that Upstart rejects is no job; its node says so. */
function addBrokenJob(builder: GraphBuilder, { file, line, message }: JobError, init: InitReport): void {
  const id = `upstart:${jobNameOf(file)}`;
  if (builder.node(id) !== undefined || !file.endsWith('.conf')) return;
  const bare = nodeNamed(id, 'job', init, file);
  const noEffect: NoEffect = {
    code: 'job-error',
    text: `${file}:${line}: ${message}; Upstart leaves the whole job out`,
    file,
    line,
  };
  builder.addNode({
    ...bare,
    load: 'error',
    loadError: { message, file, line },
    fragment: file,
    ...(bare.effective ? { effective: false, noEffect } : {}),
  });
}

/** `start on`, `stop on` and `emits`, and the order that job events prove wherever both jobs are started. */
function addConditions(
  builder: GraphBuilder,
  job: Job,
  jobs: ReadonlyMap<string, Job>,
  event: (name: string) => string,
): void {
  const id = `upstart:${job.name}`;
  for (const [type, on, stanza] of [
    ['StartOn', 'start', job.startOn] as const,
    ['StopOn', 'stop', job.stopOn] as const,
  ]) {
    if (stanza?.on === undefined) continue;
    for (const leaf of eventsOf(stanza.on)) builder.declare(id, type, event(leaf.name), leafProof(job, on, leaf));
  }
  for (const { key, words, file, line } of job.stanzas)
    if (key === 'emits')
      for (const name of words)
        builder.declare(id, 'Emits', event(name), {
          by: id,
          origin: 'job-file',
          how: 'line',
          file,
          line,
          key,
          as: name,
        });
  if (job.startOn?.on === undefined) return;
  for (const match of neededEvents(job.startOn.on)) {
    const other = jobOf(match);
    if (other === undefined || !jobs.has(other)) continue;
    const proof = { ...leafProof(job, 'start', match), rule: stateRule(match.name) };
    if (match.name === 'starting') builder.declare(`upstart:${other}`, 'After', id, proof);
    else builder.declare(id, 'After', `upstart:${other}`, proof);
  }
}

/** Events that every way to start needs: those below no `or`. Only they order one job after another for certain. */
function neededEvents(expression: EventExpression): EventMatch[] {
  const needed: EventMatch[] = [];
  const todo = [expression];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.kind === 'event') needed.push(node);
    else if (node.kind === 'and') todo.push(node.right, node.left);
  }
  return needed;
}

function jobNode(id: string, job: Job, init: InitReport): BootNode {
  const last = new Map(job.stanzas.map((stanza) => [slotOf(stanza), stanza]));
  const inForce = (stanza: Stanza) =>
    ACCUMULATING.has(stanza.key) ||
    (stanza.key === 'start on' ? job.startOn === stanza : last.get(slotOf(stanza)) === stanza);
  const settings = job.stanzas.map(
    (stanza): Setting => ({
      section: 'job',
      key: stanza.key,
      // Grouped as Upstart groups it: what `initctl show-config` prints.
      value: stanza.on === undefined ? stanza.value : printExpression(stanza.on),
      file: stanza.file,
      line: stanza.line,
      ...(inForce(stanza) ? {} : { overridden: true as const }),
    }),
  );
  return {
    ...nodeNamed(id, 'job', init, job.file),
    description: last.get('description')?.value ?? '',
    fragment: job.file,
    dropIns: job.override === null ? [] : [job.override],
    settings,
  };
}

/** What a stanza sets: `exec` and `script` the same process, `kill timeout` and `kill signal` two things. */
function slotOf({ key, words }: Stanza): string {
  const process = /^(?:(.+) )?(?:exec|script)$/.exec(key);
  if (process !== null) return `${process[1] ?? 'main'} process`;
  return /^(respawn|kill|apparmor)$/.test(key) ? `${key} ${words[0] ?? ''}` : key;
}

function nodeNamed(id: string, type: 'job' | 'event', init: InitReport, file?: string): BootNode {
  const effective = init.system === 'upstart';
  const noEffect: NoEffect = {
    code: 'init-not-in-force',
    text: `because ${init.system} is init, ${file ?? `the Upstart event ${id.slice('event:'.length)}`} has no effect`,
    ...(file === undefined ? {} : { file }),
  };
  return { ...bareNode(id, 'upstart', type), effective, ...(effective ? {} : { noEffect }) };
}

/** Stands in for a script that rc runs; the sysv room knows more of it. */
function scriptStub(snapshot: Snapshot, id: string): BootNode {
  const { initFolder } = sysvLayout(snapshot);
  return { ...bareNode(id, 'sysv', 'script'), fragment: `${initFolder}/${id.slice('sysv:'.length)}` };
}
