/** Init scripts that matter to this boot: those that the init in force runs, or that systemd makes units of. */
import { type InitScript, readSysvFiles, type SysvFiles } from '../sysv/init-scripts.ts';
import type { AuditContext } from './context.ts';

export interface LsbScripts {
  readonly files: SysvFiles;
  /** Without those that a native unit or a job of the same name hides. */
  readonly scripts: readonly InitScript[];
}

export function lsbScripts({ snapshot, graph }: AuditContext): LsbScripts {
  const files = readSysvFiles(snapshot);
  const scripts = files.scripts.filter(({ name, skip }) => {
    const node = graph.nodes.get(`sysv:${name}`);
    return skip === undefined && node !== undefined && (node.effective || node.noEffect?.code === 'runs-as-unit');
  });
  return { files, scripts };
}
