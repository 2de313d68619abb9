/** systemctl and service in the commands and scripts of units: which units they start, and whether they wait for it. */
import type { BootGraph, BootNode } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { forSameBytes } from '../systemd/same-bytes.ts';
import { isUnitName } from '../systemd/unit-name.ts';
import type { TraceStep } from './model.ts';
import { askedStart } from './starts-units.ts';
import { traceUnit } from './trace.ts';

export interface StartCommand {
  /** Whose command it is. */
  readonly by: string;
  /** Id of the unit that it starts, where the root has one of that name; else the name. */
  readonly unit: string;
  /** The key that runs it: ExecStart, ExecStartPre, … */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** It comes back when the start is done: without --no-block, and no job mode that passes over the order. */
  readonly waits: boolean;
  /** Conditions on the way to it that no file decides. */
  readonly under: readonly string[];
}

/** Commands of one unit that start others. */
export function startCommands(graph: BootGraph, snapshot: Snapshot, node: BootNode): readonly StartCommand[] {
  if (!mayStart(snapshot, node)) return [];
  const { steps } = traceUnit({ graph, snapshot }, node.id);
  const found: StartCommand[] = [];
  let key = 'ExecStart';
  let at: { file: string; line: number } | undefined;
  for (const step of steps) {
    if (step.kind === 'start') {
      key = step.key;
      at = step.file === undefined ? undefined : { file: step.file, line: step.line ?? 1 };
    }
    const argv = argvOf(step);
    const asked = argv === undefined ? undefined : askedStart(argv[0] === 'exec' ? argv.slice(1) : argv);
    if (asked === undefined || argv === undefined) continue;
    const file = step.file ?? at?.file ?? '';
    for (const name of asked.names) {
      const full = isUnitName(name) ? name : `${name}.service`;
      found.push({
        by: node.id,
        unit: graph.names.get(full) ?? full,
        key,
        file,
        line: step.line ?? at?.line ?? 1,
        text: argv.join(' '),
        waits: asked.waits,
        under: step.under ?? [],
      });
    }
  }
  return found;
}

function argvOf(step: TraceStep): readonly string[] | undefined {
  if (step.kind === 'run' && step.command.known) return step.command.argv;
  if (step.kind === 'start' && step.command.known) return step.command.argv;
  return undefined;
}

/** Of a Python program the module that it calls is followed, and no command that it runs. */
const PYTHON = /^#![ \t]*(\/\S*\/env[ \t]+|\/\S*\/)python[0-9.]*[ \t]*(-\S*[ \t]*)?\n/;

const says = (text: string): boolean => /\b(systemctl|service)\b/.test(text);

/** Hosts of one release have the same scripts. */
const ofScripts = forSameBytes<boolean>();

/** Whether a script names systemctl or service; of a Python program no command is followed. */
function scriptSays(snapshot: Snapshot, path: string): boolean {
  const bytes = snapshot.readBytes(path);
  return (
    bytes !== undefined &&
    ofScripts(path, bytes, () => {
      const script = snapshot.read(path) ?? '';
      return !PYTHON.test(script) && says(script);
    })
  );
}

/** Whether it is worth reading: a command that names systemctl or service, or a script that does. */
function mayStart(snapshot: Snapshot, node: BootNode): boolean {
  if (node.type !== 'service' && node.type !== 'script') return false;
  if (node.type === 'script') return node.fragment !== null && says(snapshot.read(node.fragment) ?? '');
  for (const { section, key, value } of node.settings) {
    if (section !== 'Service' || !key.startsWith('Exec')) continue;
    if (says(value)) return true;
    for (const word of value.split(/\s+/).slice(0, 4)) {
      const path = word.replace(/^[-@:+!|]*/, '').replace(/^["']|["']$/g, '');
      if (!path.startsWith('/')) continue;
      const head = snapshot.readBytes(path, 2);
      if (head === undefined || Buffer.from(head).toString('latin1') !== '#!') continue;
      if (scriptSays(snapshot, path)) return true;
    }
  }
  return false;
}
