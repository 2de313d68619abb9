/**
 * One program followed to its end: link by link, interpreter by interpreter, script by script.
 * Longer than 300 lines: a script leads to programs and a program to scripts, and files must not import each other in a ring.
 */
import type { InitSystem } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { forSameBytes } from '../systemd/same-bytes.ts';
import type { CommandLine, RunsAs, Trace, TraceStep } from './model.ts';
import { inspectProgram, type Program, searchProgram } from './program.ts';
import { findCallable, isPython, pythonArguments, pythonEntry, pythonPath } from './python.ts';
import type { ParsedScript } from './shell/ast.ts';
import type { ShellBudget } from './shell/budget.ts';
import { evaluateShell } from './shell/evaluate.ts';
import { parseShell } from './shell/parse.ts';
import type { RunHow, ShellEvent, Value } from './shell/shell.ts';

/** With who the daemon runs as, where a script changes that. */
export type End = NonNullable<Trace['end']> & { readonly runsAs?: RunsAs };

export interface Following {
  readonly snapshot: Snapshot;
  readonly init: InitSystem;
  readonly steps: TraceStep[];
  /** Command lines of the main way: configuration files are named there. */
  readonly commands: { readonly command: CommandLine; readonly file: string; readonly line: number }[];
  /** Scripts on the way down: one that runs itself is followed once. */
  readonly inside: readonly string[];
  readonly budget: ShellBudget;
}

const MAX_DEPTH = 8;
const MAX_STEPS = 300;

/** @param env what the program is started with */
export function followCommand(
  f: Following,
  argv: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const [first, ...args] = argv;
  if (first === undefined || depth > MAX_DEPTH || f.steps.length > MAX_STEPS) return undefined;
  if (!first.known) {
    f.steps.push({ kind: 'unread', depth, message: `which program "${first.text}" is cannot be told from files` });
    return undefined;
  }
  const path = first.text.includes('/') ? first.text : searchProgram(f.snapshot, first.text);
  if (path === undefined) {
    f.steps.push({ kind: 'program', depth, path: first.text, state: 'missing', links: [], format: 'unknown' });
    return undefined;
  }
  return followProgram(f, path, args, depth, env, runsAs);
}

function followProgram(
  f: Following,
  path: string,
  args: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const program = inspectProgram(f.snapshot, path);
  const interpreter = program.interpreter;
  const shown = interpreter && [interpreter.path, interpreter.argument].filter((part) => part !== undefined).join(' ');
  f.steps.push({
    kind: 'program',
    depth,
    path,
    state: program.state,
    links: program.links,
    format: program.format,
    ...(program.real === undefined ? {} : { real: program.real }),
    ...(shown === undefined ? {} : { interpreter: shown, file: program.real ?? path, line: 1 }),
  });
  if (program.state !== 'found' || program.real === undefined) return undefined;
  // Known by their names: what follows them is what counts.
  if (isShell(path)) return followShellArguments(f, args, depth, env, runsAs) ?? { file: program.real };
  if (isPython(path)) return followPython(f, program, args, depth) ?? { file: program.real };
  if (interpreter === undefined) {
    if (program.format !== 'text') return { file: program.real };
    // execve fails, and the shell that tried takes it for its own.
    return followShell(f, path, program.real, args, depth, env, runsAs);
  }
  return followScript(f, path, program, args, depth, env, runsAs);
}

/** `#!`: the interpreter is found, and the script given to it. */
function followScript(
  f: Following,
  path: string,
  program: Program,
  args: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const real = program.real ?? path;
  const first = program.interpreter?.path ?? '';
  const words = (program.interpreter?.argument ?? '').split(/\s+/).filter((word) => word !== '');
  const viaEnv = /\/env$/.test(first);
  const named = viaEnv ? words.find((word) => !word.startsWith('-') && !word.includes('=')) : undefined;
  const interpreterPath = viaEnv
    ? named === undefined || named.includes('/')
      ? named
      : (searchProgram(f.snapshot, named) ?? named)
    : first;
  if (interpreterPath === undefined) return { file: real };
  const interpreter = inspectProgram(f.snapshot, interpreterPath);
  if (interpreter.state !== 'found') {
    const { state, links, format } = interpreter;
    f.steps.push({ kind: 'program', depth: depth + 1, path: interpreterPath, state, links, format });
    // The story goes on as it would on the machine that has it.
    if (!isShell(interpreterPath) && !isPython(interpreterPath)) return undefined;
  }
  if (isPython(interpreterPath))
    return followPython(f, interpreter, [{ text: real, known: true }, ...args], depth) ?? { file: real };
  if (isShell(interpreterPath)) return followShell(f, path, real, args, depth, env, runsAs);
  if (interpreter.interpreter !== undefined && interpreter.real !== undefined)
    return followShell(
      f,
      interpreterPath,
      interpreter.real,
      [{ text: path, known: true }, ...args],
      depth,
      env,
      runsAs,
    );
  return { file: real };
}

function isShell(path: string): boolean {
  return /\/(sh|dash|bash|ash|ksh|mksh|zsh)$/.test(path);
}

/** `sh -c TEXT`, `sh FILE`. */
function followShellArguments(
  f: Following,
  args: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const command = args.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const text = command < 0 ? undefined : args[command + 1];
  if (text !== undefined) {
    if (!text.known) return undefined;
    const place = f.commands.at(-1);
    return followEvents(
      f,
      parseShell(text.text, place?.line ?? 1),
      { file: place?.file ?? '', line: place?.line ?? 1, name: 'sh' },
      args.slice(command + 2),
      depth,
      env,
      runsAs,
    );
  }
  const file = args.findIndex(({ text: word }) => !/^[-+]/.test(word));
  const script = args[file];
  if (script === undefined || !script.known) return undefined;
  return followShell(f, script.text, script.text, args.slice(file + 1), depth, env, runsAs);
}

/** Hosts of one release have the same scripts. A tree takes some thirty times the bytes of its text. */
const parsedBefore = forSameBytes<ParsedScript>(2 * 1024 * 1024);

/** A script file, read by the shell. */
function followShell(
  f: Following,
  name: string,
  file: string,
  args: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const key = [file, ...args.map(({ text }) => text)].join('\0');
  if (f.inside.includes(key)) return undefined;
  const bytes = f.snapshot.readBytes(file);
  if (bytes === undefined) {
    f.steps.push({ kind: 'unread', depth: depth + 1, message: `${file} cannot be read` });
    return undefined;
  }
  const script = parsedBefore(file, bytes, () => parseShell(f.snapshot.read(file) ?? ''));
  return (
    followEvents({ ...f, inside: [...f.inside, key] }, script, { file, line: 1, name }, args, depth, env, runsAs) ?? {
      file,
    }
  );
}

const RANK: Readonly<Record<RunHow, number>> = { exec: 3, 'start-stop-daemon': 2, start_daemon: 1, command: 0 };

/** Shell, evaluated; each program it runs is a step, the daemon is followed. */
export function followEvents(
  f: Following,
  script: ParsedScript,
  place: { readonly file: string; readonly line: number; readonly name: string },
  args: readonly Value[],
  depth: number,
  env: ReadonlyMap<string, Value>,
  runsAs: RunsAs,
): End | undefined {
  const user = runsAs.user ?? 'root';
  const world = { snapshot: f.snapshot, init: f.init, user };
  const events = evaluateShell({
    script,
    file: place.file,
    name: place.name,
    args,
    env,
    world,
    budget: f.budget,
  });
  const main = mainRun(events);
  let end: End | undefined;
  let ran = false;
  const below = depth + 1;
  for (const event of events) {
    if (f.steps.length > MAX_STEPS) break;
    const at = {
      depth: below,
      file: event.file,
      line: event.line,
      ...(event.under.length > 0 ? { under: event.under } : {}),
    };
    if (event.kind === 'source') {
      if (event.state !== 'helpers')
        f.steps.push({ kind: 'read', ...at, target: event.target.text, state: event.state });
    } else if (event.kind === 'unread') f.steps.push({ kind: 'unread', ...at, message: event.message });
    else if (event.kind === 'run') {
      ran = true;
      const own: RunsAs = {
        ...runsAs,
        ...(event.user === undefined ? {} : { user: event.user }),
        ...(event.group === undefined ? {} : { group: event.group }),
        ...(event.chdir === undefined ? {} : { folder: event.chdir }),
      };
      const command = commandLine(event.argv);
      f.steps.push({
        kind: 'run',
        ...at,
        how: event.how,
        command,
        uses: event.uses,
        runsAs: own,
        main: event === main,
      });
      if (event === main) {
        f.commands.push({ command, file: event.file, line: event.line });
        const reached = followCommand(f, event.argv, below, env, own);
        end = reached && { runsAs: own, ...reached };
      }
    }
  }
  if (!ran) {
    const exit = events.findLast((event) => event.kind === 'exit' && event.under.length === 0);
    const silent = !events.some(
      ({ kind, ...event }) => kind === 'unread' || ('state' in event && event.state === 'unknown'),
    );
    const ended = exit ? { file: exit.file, line: exit.line } : {};
    const plain = plainSteps(events, below, runsAs);
    for (const step of plain) f.steps.push(step);
    if (silent && plain.length === 0) f.steps.push({ kind: 'nothing', depth: below, script: place.file, ...ended });
    else if (silent) return end;
    else
      f.steps.push({
        kind: 'unread',
        depth: below,
        ...ended,
        message: 'what it goes on to run cannot be told from files',
      });
  }
  return end;
}

/** Of a script that starts no program of its own: what it makes ready. */
function plainSteps(events: readonly ShellEvent[], depth: number, runsAs: RunsAs): readonly TraceStep[] {
  return events.slice(0, MAX_STEPS).flatMap((event): readonly TraceStep[] => {
    if (event.kind !== 'plain') return [];
    const { file, line, under, uses } = event;
    const at = { depth, file, line, ...(under.length > 0 ? { under } : {}) };
    return [{ kind: 'run', ...at, how: 'command', command: commandLine(event.argv), uses, runsAs, main: false }];
  });
}

/** The daemon of a script: what it turns into, else what it starts by the usual helper, else the last program it runs. */
function mainRun(events: readonly ShellEvent[]): ShellEvent | undefined {
  let best: (ShellEvent & { kind: 'run' }) | undefined;
  for (const event of events) {
    if (event.kind !== 'run') continue;
    const certain = (one: ShellEvent): number => (one.under.length === 0 ? 1 : 0);
    if (
      best === undefined ||
      RANK[event.how] > RANK[best.how] ||
      (RANK[event.how] === RANK[best.how] && certain(event) >= certain(best))
    )
      best = event;
  }
  return best;
}

export function commandLine(argv: readonly Value[]): CommandLine {
  return { argv: argv.map(({ text }) => text), known: argv.every(({ known }) => known) };
}

function followPython(f: Following, interpreter: Program, args: readonly Value[], depth: number): End | undefined {
  const { snapshot } = f;
  const path = pythonPath(snapshot, interpreter);
  const asked = pythonArguments(args.map(({ text }) => text));
  const entry =
    asked.module !== undefined
      ? { module: asked.module, file: undefined, line: undefined }
      : asked.file === undefined
        ? undefined
        : pythonEntry(snapshot, asked.file, path);
  if (entry === undefined) return asked.file === undefined ? undefined : { file: asked.file };
  const callable = 'callable' in entry ? entry.callable : undefined;
  const named = { module: entry.module, ...(callable === undefined ? {} : { callable }) };
  if (entry.file !== undefined)
    f.steps.push({ kind: 'python-entry', depth: depth + 1, ...named, file: entry.file, line: entry.line });
  const places = findCallable(snapshot, path, entry.module, callable);
  const [first] = places;
  if (first === undefined) {
    f.steps.push({ kind: 'python-file', depth: depth + 1, ...named, found: false, searched: path });
    return undefined;
  }
  for (const place of places)
    f.steps.push({ kind: 'python-file', depth: depth + 1, ...named, found: true, searched: [], ...place });
  const last = places.at(-1) ?? first;
  return {
    file: last.file,
    ...(last.line === undefined ? {} : { line: last.line }),
    ...(callable === undefined ? {} : { callable }),
  };
}
