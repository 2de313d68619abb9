/** What insserv would say of this root, and which numbers it would give otherwise: as diagnostics of the graph. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { BootOrder } from '../boot-order.ts';
import type { SysvFiles } from '../init-scripts.ts';
import { scriptId } from '../nodes.ts';
import { type InsservByChance, insservByChance } from './chance.ts';

/** insserv's own rules are of the square of the scripts: a root with more than any real one is left alone. */
const MAX_SCRIPTS = 500;
const MANY_SCRIPTS = 150;

export function diagnoseInsserv(builder: GraphBuilder, snapshot: Snapshot, files: SysvFiles, order: BootOrder): void {
  if (files.scripts.length > MAX_SCRIPTS) return;
  const result = insservByChance(snapshot, files.scripts.length <= MANY_SCRIPTS);
  for (const { what, always } of result.loops) {
    const { mode, between } = what;
    const names = between.length > 1 ? `between ${between.join(' and ')}` : `at ${between[0]}`;
    builder.diagnose({
      severity: 'error',
      code: 'insserv-loop',
      message: `insserv: there is a loop ${names} when ${mode === 'start' ? 'started' : 'stopped'}${always ? '' : CHANCE}; it changes nothing until that is gone`,
      ...fileOf(files, between[0]),
    });
  }
  const unknown = new Map(result.unknown.map(({ what }) => [what.text, what]));
  for (const { what: text, always } of result.fatal)
    if (!text.startsWith('exiting now'))
      builder.diagnose({
        severity: 'error',
        // What no script provides is told with its line, by a rule of its own.
        code: unknown.has(text) ? 'insserv-unknown-name' : 'insserv-refuses',
        message: `insserv refuses to order this${always ? '' : CHANCE}: ${text.replace(/^FATAL: /, '')}`,
        ...fileOf(files, unknown.get(text)?.script),
      });
  for (const { what, always } of result.afterAll)
    builder.diagnose({
      severity: 'warning',
      code: 'insserv-after-all',
      message: `${what.script} is ordered ${what.mode === 'start' ? 'after' : 'before'} ${what.all}, which asks for $all: that cannot be true${always ? '' : CHANCE}`,
      ...fileOf(files, what.script),
    });
  if (result.fatal.length === 0 && order.parallel) sayDrift(builder, files, result);
}

const CHANCE = ' (by chance: it goes by the order in which the folder lists its scripts)';

/** Links whose numbers insserv would not give now, whatever the order of the folder; one notice a script. */
function sayDrift(builder: GraphBuilder, files: SysvFiles, { numbers }: InsservByChance): void {
  const said = new Set<string>();
  for (const links of files.links.values())
    for (const { type, script, number, file, runlevel } of links) {
      // It makes none such; those of other tools it leaves alone.
      if (type === 'K' && runlevel === 'S') continue;
      const right = [...(numbers.get(`${type === 'K' ? 'stop' : 'start'} ${script}`) ?? [])].sort((a, b) => a - b);
      const [least = number, most = number] = [right[0], right.at(-1)];
      if ((number >= least && number <= most) || said.has(`${type}${script}`)) continue;
      said.add(`${type}${script}`);
      builder.diagnose({
        severity: 'notice',
        code: 'sysv-number-drift',
        message: `insserv would number it ${[...new Set([least, most])].map(twoDigits).join(' to ')} now: the headers have changed since it ran`,
        file,
        unit: scriptId(script),
      });
    }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function fileOf(files: SysvFiles, name: string | undefined): { readonly file?: string; readonly unit?: string } {
  const script = files.scripts.find((one) => one.name === name);
  return script === undefined ? {} : { file: script.file, unit: scriptId(script.name) };
}
