/** What insserv would say of this root, and which numbers it would give otherwise: as diagnostics of the graph. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { BootOrder } from '../boot-order.ts';
import type { SysvFiles } from '../init-scripts.ts';
import { scriptId } from '../nodes.ts';
import { type InsservResult, runInsserv } from './run.ts';

/** insserv's own rules are of the square of the scripts: a root with more than any real one is left alone. */
const MAX_SCRIPTS = 500;

export function diagnoseInsserv(builder: GraphBuilder, snapshot: Snapshot, files: SysvFiles, order: BootOrder): void {
  if (files.scripts.length > MAX_SCRIPTS) return;
  const result = runInsserv(snapshot);
  for (const { mode, between } of result.loops)
    builder.diagnose({
      severity: 'error',
      code: 'insserv-loop',
      message: `insserv: there is a loop ${between.length > 1 ? `between ${between.join(' and ')}` : `at ${between[0]}`} when ${mode === 'start' ? 'started' : 'stopped'}; it changes nothing until that is gone`,
      ...fileOf(files, between[0]),
    });
  for (const text of result.fatal)
    if (!text.startsWith('exiting now'))
      builder.diagnose({
        severity: 'error',
        code: 'insserv-refuses',
        message: `insserv refuses to order this: ${text.replace(/^FATAL: /, '')}`,
      });
  for (const { mode, script, all } of result.afterAll)
    builder.diagnose({
      severity: 'warning',
      code: 'insserv-after-all',
      message: `${script} is ordered ${mode === 'start' ? 'after' : 'before'} ${all}, which asks for $all: that cannot be true`,
      ...fileOf(files, script),
    });
  if (result.fatal.length === 0 && order.parallel) sayDrift(builder, files, result);
}

/** Links whose numbers are not those that insserv would give now; one notice a script. */
function sayDrift(builder: GraphBuilder, files: SysvFiles, { order }: InsservResult): void {
  const wanted = new Map(order.map(({ script, mode, number }) => [`${mode} ${script}`, number]));
  const said = new Set<string>();
  for (const links of files.links.values())
    for (const { type, script, number, file, runlevel } of links) {
      // It makes none such; those of other tools it leaves alone.
      if (type === 'K' && runlevel === 'S') continue;
      const right = wanted.get(`${type === 'K' ? 'stop' : 'start'} ${script}`);
      if (right === undefined || right === number || said.has(`${type}${script}`)) continue;
      said.add(`${type}${script}`);
      builder.diagnose({
        severity: 'notice',
        code: 'sysv-number-drift',
        message: `insserv would number it ${String(right).padStart(2, '0')} now: the headers have changed since it ran`,
        file,
        unit: scriptId(script),
      });
    }
}

function fileOf(files: SysvFiles, name: string | undefined): { readonly file?: string; readonly unit?: string } {
  const script = files.scripts.find((one) => one.name === name);
  return script === undefined ? {} : { file: script.file, unit: scriptId(script.name) };
}
