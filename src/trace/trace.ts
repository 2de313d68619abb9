/** What is executed, to the end: from a unit, a job or an init script to the last file in the root. Nothing is run. */

import type { BootGraph, BootNode } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { expandEnvironment, parseExecLine } from '../systemd/exec-line.ts';
import { expandSpecifiers, type HostFacts } from '../systemd/specifiers.ts';
import { readJobFiles } from '../upstart/job-files.ts';
import type { Stanza } from '../upstart/parse-job.ts';
import { append } from '../words/append.ts';
import { parseBoolean } from '../words/boolean.ts';
import { configFiles } from './configs.ts';
import { type End, type Following, followCommand, followEvents } from './follow.ts';
import type { RunsAs, Trace, TraceStep } from './model.ts';
import { newShellBudget } from './shell/budget.ts';
import { parseShell } from './shell/parse.ts';
import type { Value } from './shell/shell.ts';
import { assignments, lastValue, unitEnvironment, unitRunsAs } from './unit-environment.ts';

export interface TraceOptions {
  readonly graph: BootGraph;
  readonly snapshot: Snapshot;
  readonly host?: HostFacts;
}

/** @param id of a node of the graph; anything that is not there has no steps but one that says so. */
export function traceUnit(options: TraceOptions, id: string): Trace {
  const { graph, snapshot } = options;
  const node = graph.nodes.get(id);
  const steps: TraceStep[] = [];
  const f: Following = { snapshot, init: graph.init.system, steps, commands: [], inside: [], budget: newShellBudget() };
  const result = node === undefined ? undefined : traceNode(options, f, node);
  if (steps.length === 0) steps.push({ kind: 'no-command', depth: 0, reason: reasonFor(graph, node) });
  const { runsAs, ...end } = result?.end ?? {};
  return {
    unit: id,
    init: node?.init ?? graph.init.system,
    ...(node?.noEffect === undefined ? {} : { noEffect: node.noEffect }),
    steps,
    ...('file' in end ? { end } : {}),
    runsAs: runsAs ?? result?.runsAs ?? {},
    configs: configFiles(snapshot, f.commands),
  };
}

interface Result {
  readonly end: End | undefined;
  readonly runsAs: RunsAs;
}

function traceNode(options: TraceOptions, f: Following, node: BootNode): Result | undefined {
  if (node.type === 'script') return traceScript(f, node);
  if (node.type === 'job') return traceJob(f, node);
  if (node.init !== 'systemd') return undefined;
  const triggered = TRIGGERS.has(node.type)
    ? options.graph.edges.find((edge) => edge.from === node.id && edge.type === 'Triggers')
    : undefined;
  const service = triggered && options.graph.nodes.get(triggered.to);
  return traceService(options, f, service ?? node);
}

/** Units that start another one. */
const TRIGGERS: ReadonlySet<string> = new Set(['socket', 'timer', 'path', 'automount']);

function reasonFor(graph: BootGraph, node: BootNode | undefined): string {
  if (node === undefined) return 'there is no such unit';
  if (node.load !== 'loaded') return `it is ${node.load}`;
  if (node.type === 'socket') return 'a socket runs nothing itself; a service is started when somebody connects';
  if (node.type === 'target' || node.type === 'runlevel' || node.type === 'facility' || node.type === 'event')
    return `a ${node.type} runs nothing itself`;
  if (node.type === 'slice' || node.type === 'scope' || node.type === 'device') return `a ${node.type} runs nothing`;
  if (node.type === 'mount' || node.type === 'swap')
    return `PID 1 does it itself, with the ${node.type === 'mount' ? 'mount' : 'swapon'} program`;
  return graph.init.system === 'upstart' || node.init === 'upstart'
    ? 'the job has neither exec nor script: it is a state'
    : 'it runs nothing when it starts';
}

/** In the order in which PID 1 runs them. */
const EXEC_KEYS = ['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost'] as const;

function traceService(options: TraceOptions, f: Following, node: BootNode): Result | undefined {
  const expand = (text: string): string => {
    const made = expandSpecifiers(text, node.id, options.host ?? {}, 'full');
    return 'text' in made ? made.text : text;
  };
  const runsAs = unitRunsAs(node, f.snapshot, expand);
  const environment = unitEnvironment(node, f.snapshot, expand);
  const env = new Map<string, Value>();
  for (const [name, text] of environment.values) env.set(name, { text, known: true });
  for (const { path, state, file, line } of environment.files)
    if (state !== 'optional') f.steps.push({ kind: 'read', depth: 0, target: path, state, file, line });
  const rootOnly = parseBoolean(lastValue(node, 'PermissionsStartOnly') ?? '') === true;
  let end: End | undefined;
  for (const key of EXEC_KEYS)
    for (const { value, file, line } of assignments(node, key))
      for (const { prefixes, argv } of parseExecLine(value)) {
        const privileged = prefixes.some((p) => p === '+' || p.startsWith('!')) || (rootOnly && key !== 'ExecStart');
        const own: RunsAs = privileged ? { user: 'root', ...(runsAs.folder ? { folder: runsAs.folder } : {}) } : runsAs;
        const words = argv.map(expand);
        const expanded = prefixes.includes(':') ? words : expandEnvironment(words, environment.values);
        const command = { argv: expanded, known: !expanded.some((word) => /%[A-Za-z]/.test(word)) };
        f.steps.push({ kind: 'start', depth: 0, key, command, prefixes, runsAs: own, file, line });
        const main = key === 'ExecStart';
        // What only prepares is looked at, but its files are not followed to the end of the story.
        const inner: Following = main ? f : { ...f, commands: [] };
        if (main) f.commands.push({ command, file, line });
        const before = f.steps.length;
        const reached = followCommand(
          inner,
          expanded.map((text) => ({ text, known: true })),
          0,
          env,
          own,
        );
        if (main) end = reached ?? end;
        else dropPlainPrograms(f.steps, before);
      }
  return { end, runsAs };
}

/** Of a program that only prepares: that it is there needs no words of its own. */
function dropPlainPrograms(steps: TraceStep[], from: number): void {
  const plain = (step: TraceStep): boolean =>
    step.kind === 'program' && step.state === 'found' && step.interpreter === undefined;
  const kept = steps.splice(from).filter((step) => !plain(step));
  append(steps, kept);
}

/** sysvinit's rc, or the generated unit, runs it with `start`. */
function traceScript(f: Following, node: BootNode): Result | undefined {
  if (node.fragment === null) return undefined;
  const argv = [node.fragment, 'start'];
  const command = { argv, known: true };
  const runsAs: RunsAs = { user: 'root' };
  f.steps.push({ kind: 'start', depth: 0, key: 'start', command, prefixes: [], runsAs, file: node.fragment });
  const values = argv.map((text): Value => ({ text, known: true }));
  return { end: followCommand(f, values, 0, new Map(), runsAs), runsAs };
}

/** Upstart runs `exec` by itself and `script` by /bin/sh -e. */
function traceJob(f: Following, node: BootNode): Result | undefined {
  const name = node.id.slice('upstart:'.length);
  const job = readJobFiles(f.snapshot).jobs.get(name);
  if (job === undefined) return undefined;
  const last = (key: string): Stanza | undefined => job.stanzas.findLast((stanza) => stanza.key === key);
  const [user, group, folder] = ['setuid', 'setgid', 'chdir'].map((key) => last(key)?.value);
  const runsAs: RunsAs = { user: user ?? 'root', ...(group ? { group } : {}), ...(folder ? { folder } : {}) };
  const env = new Map<string, Value>([['UPSTART_JOB', { text: name, known: true }]]);
  for (const stanza of job.stanzas) {
    const match = stanza.key === 'env' ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(stanza.value) : null;
    if (match !== null)
      env.set(match[1] ?? '', { text: match[2] ?? '', known: true, file: stanza.file, line: stanza.line });
  }
  let end: End | undefined;
  for (const process of ['pre-start', '', 'post-start']) {
    const keys = process === '' ? ['exec', 'script'] : [`${process} exec`, `${process} script`];
    const stanza = job.stanzas.findLast(({ key }) => keys.includes(key));
    if (stanza === undefined) continue;
    const main = process === '';
    const inner: Following = main ? f : { ...f, commands: [] };
    const inShell = stanza.key.endsWith('script');
    const argv = inShell ? ['/bin/sh', '-e', '(script)'] : [stanza.value];
    f.steps.push({
      kind: 'start',
      depth: 0,
      key: stanza.key,
      command: { argv, known: true },
      prefixes: [],
      runsAs,
      file: stanza.file,
      line: stanza.line,
    });
    const text = inShell ? stanza.value : stanza.value.replace(/^\s*exec\s+/, '');
    const place = { file: stanza.file, line: stanza.bodyLine ?? stanza.line, name: '/bin/sh' };
    const reached = followEvents(inner, parseShell(text, place.line), place, [], 0, env, runsAs);
    if (main) end = reached;
  }
  return { end, runsAs };
}
