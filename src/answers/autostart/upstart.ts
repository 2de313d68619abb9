/** Upstart: `start on`, and `manual` in an override. */
import { readsOverrides } from '../../behaviours/service-commands.ts';
import type { BootGraph, BootNode } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Action, Autostart } from './model.ts';

/** Red Hat's Upstart has no overrides. */
const ONE_LINE = 'where the condition is one line; this Upstart knows neither overrides nor "manual"';

export function upstartAutostart(graph: BootGraph, snapshot: Snapshot, node: BootNode): Autostart {
  const name = node.id.slice('upstart:'.length);
  const override = `/etc/init/${name}.override`;
  const has = node.dropIns.includes(override);
  const lastStart = node.settings.findLastIndex((one) => one.key === 'start on');
  const lastManual = node.settings.findLastIndex((one) => one.key === 'manual');
  const manual = lastManual > lastStart ? node.settings[lastManual] : undefined;
  const starts = lastStart >= 0 && manual === undefined;
  const cancel: Action[] = [];
  const restore: Action[] = [];
  if (starts && !readsOverrides(snapshot)) {
    const file = node.settings[lastStart]?.file ?? node.fragment;
    cancel.push({ command: `sed -i '/^start on/s/^/#/' ${file}`, removes: [], creates: [], note: ONE_LINE });
    restore.push({ command: `sed -i '/^#start on/s/^#//' ${file}`, removes: [], creates: [], note: 'after that' });
  } else if (starts)
    cancel.push({
      command: `echo manual >> ${override}`,
      removes: [],
      creates: has ? [] : [override],
      note: 'it is started by hand only, with "start"; an update of the package keeps the override',
    });
  if (manual !== undefined) {
    const own = node.settings.filter((one) => one.file === manual.file);
    restore.push(
      manual.file === override && own.length === 1
        ? { command: `rm ${override}`, removes: [override], creates: [] }
        : { command: `sed -i '${manual.line}{/manual/d}' ${manual.file}`, removes: [], creates: [] },
    );
  } else if (starts && readsOverrides(snapshot))
    restore.push(
      has
        ? { command: `sed -i '/^manual$/d' ${override}`, removes: [], creates: [], note: 'after that line' }
        : { command: `rm ${override}`, removes: [override], creates: [], note: 'after that line' },
    );
  return {
    init: 'upstart',
    inForce: graph.init.system === 'upstart',
    id: node.id,
    file: node.fragment,
    state: starts ? 'starts-on' : 'manual',
    startedBy: graph.edges.filter((edge) => edge.from === node.id && edge.type === 'StartOn'),
    settledBy: manual === undefined ? [] : [`${manual.file}:${manual.line}`],
    cancel,
    restore,
  };
}
