/** Upstart's jobs as a graph: `upstart:NAME` and `event:NAME`, with the stanza that says so on every edge. */
import { createGraphBuilder } from '../graph/builder.ts';
import type { BootGraph, BootNode, Declaration, InitReport, NoEffect, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type EventExpression, type EventMatch, eventsOf, printExpression } from './expression.ts';
import { type Job, readJobFiles } from './job-files.ts';
import type { Stanza } from './parse-job.ts';

/** Stanzas of which each counts; of any other the last one does. */
const ACCUMULATING = new Set(['env', 'export', 'emits', 'normal', 'limit', 'cgroup', 'manual']);

/** @param init which init owns the root: where it is another, every job stays in the graph, without effect */
export function loadUpstart(snapshot: Snapshot, init: InitReport): BootGraph {
  const builder = createGraphBuilder();
  const { jobs, errors, ignoredOverrides } = readJobFiles(snapshot);
  for (const { message, file, line } of errors)
    builder.diagnose({ severity: 'error', code: 'upstart-job-error', message, file, line });
  for (const file of ignoredOverrides)
    builder.diagnose({
      severity: 'warning',
      code: 'upstart-override-ignored',
      message: 'override is not read: there is no job of that name, or it is not a regular file',
      file,
    });

  const event = (name: string): string => {
    const id = `event:${name}`;
    if (builder.node(id) === undefined) builder.addNode(bareNode(id, 'event', init));
    return id;
  };
  for (const job of jobs.values()) {
    const id = `upstart:${job.name}`;
    builder.addNode(jobNode(id, job, init));
    for (const [type, stanza] of [['StartOn', job.startOn] as const, ['StopOn', job.stopOn] as const]) {
      if (stanza?.on === undefined) continue;
      for (const { name, line } of eventsOf(stanza.on))
        builder.declare(id, type, event(name), declaration(id, stanza, line));
    }
    for (const stanza of job.stanzas)
      if (stanza.key === 'emits')
        for (const name of stanza.words)
          builder.declare(id, 'Emits', event(name), declaration(id, stanza, stanza.line));
  }
  for (const job of jobs.values()) {
    if (job.startOn?.on === undefined) continue;
    for (const match of neededEvents(job.startOn.on)) {
      const other = jobOf(match);
      if (other === undefined || !jobs.has(other)) continue;
      const [id, theirs] = [`upstart:${job.name}`, `upstart:${other}`];
      const proof = declaration(id, job.startOn, match.line);
      if (match.name === 'starting')
        builder.declare(theirs, 'After', id, { ...proof, rule: 'upstart-starting-blocks' });
      else builder.declare(id, 'After', theirs, { ...proof, rule: `upstart-${match.name}` });
    }
  }
  event('startup');
  return builder.finish({ root: snapshot.label, init, target: 'event:startup' });
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

/** The job of a job event: its first argument by position, or `JOB=`. A pattern or a variable names none for certain. */
function jobOf({ name, args }: EventMatch): string | undefined {
  if (!['starting', 'started', 'stopping', 'stopped'].includes(name)) return undefined;
  const first = args[0];
  const job = first?.includes('=') === false ? first : args.find((arg) => arg.startsWith('JOB='))?.slice('JOB='.length);
  return job === undefined || /[*?[\\$]/.test(job) ? undefined : job;
}

function declaration(by: string, stanza: Stanza, line: number): Declaration {
  return { by, origin: 'job-file', how: 'line', file: stanza.file, line, key: stanza.key };
}

function jobNode(id: string, job: Job, init: InitReport): BootNode {
  const last = new Map(job.stanzas.map((stanza) => [stanza.key, stanza]));
  const inForce = (stanza: Stanza) =>
    ACCUMULATING.has(stanza.key) ||
    (stanza.key === 'start on' ? job.startOn === stanza : last.get(stanza.key) === stanza);
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
    ...bareNode(id, 'job', init, job.file),
    description: last.get('description')?.value ?? '',
    fragment: job.file,
    dropIns: job.override === null ? [] : [job.override],
    settings,
  };
}

function bareNode(id: string, type: 'job' | 'event', init: InitReport, file?: string): BootNode {
  const effective = init.system === 'upstart';
  const noEffect: NoEffect = {
    code: 'init-not-in-force',
    text: `because ${init.system} is init, ${file ?? `the Upstart event ${id.slice('event:'.length)}`} has no effect`,
    ...(file === undefined ? {} : { file }),
  };
  return {
    id,
    init: 'upstart',
    type,
    load: 'loaded',
    effective,
    ...(effective ? {} : { noEffect }),
    aliases: [],
    description: '',
    fragment: null,
    dropIns: [],
    settings: [],
    facts: {},
  };
}
