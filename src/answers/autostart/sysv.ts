/** sysvinit: links of runlevels, and the tool of the distribution that makes and turns them. */
import { disableCommand, enableCommand, type ServiceTool, serviceTool } from '../../behaviours/service-commands.ts';
import { runlevelFolder } from '../../behaviours/sysv-layout.ts';
import type { BootNode } from '../../graph/model.ts';
import type { OpenedRoot } from '../../open.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { parseChkconfigHeader } from '../../sysv/chkconfig-header.ts';
import { type RcLink, readSysvFiles } from '../../sysv/init-scripts.ts';
import { listWords } from '../../sysv/lsb-header.ts';
import type { Actions, LinkedScript } from './linked-script.ts';
import type { Action, Autostart } from './model.ts';
import { updateRcActions } from './update-rc.ts';

export function sysvAutostart(opened: OpenedRoot, node: BootNode): Autostart {
  const { graph, snapshot } = opened;
  const name = node.id.slice('sysv:'.length);
  const files = readSysvFiles(snapshot);
  const links = [...files.links.values()].flat().filter((link) => link.script === name && link.plain);
  const script: LinkedScript = {
    name,
    node,
    files,
    links,
    headerLevels: { start: headerLevels(node, 'start'), stop: headerLevels(node, 'stop') },
  };
  const boot = new Set([graph.target.replace('runlevel:', ''), '2', '3', '4', '5', 'S']);
  const starts = links.filter((link) => link.type === 'S' && boot.has(link.runlevel));
  const kills = links.filter((link) => link.type === 'K' && /^[2345]$/.test(link.runlevel));
  return {
    init: 'sysv',
    inForce: graph.init.system === 'sysv',
    id: node.id,
    file: node.fragment,
    state: starts.length > 0 ? 'linked' : 'unlinked',
    startedBy: graph.edges.filter((edge) => edge.to === node.id && edge.type === 'Wants'),
    settledBy: starts.length > 0 ? [] : kills.map(({ file }) => file),
    ...actionsOf(opened, script, starts),
  };
}

function actionsOf(opened: OpenedRoot, script: LinkedScript, starts: readonly RcLink[]): Actions {
  const { snapshot } = opened;
  const { name, node, files } = script;
  const removes = starts.map(({ file }) => file);
  // The tools know the scripts of one folder; a link to anything else is made and removed by hand.
  if (node.fragment?.startsWith(`${files.layout.initFolder}/`) !== true)
    return {
      cancel: removes.length === 0 ? [] : [{ command: `rm ${removes.join(' ')}`, removes, creates: [] }],
      restore: [],
    };
  const tool = serviceTool(snapshot);
  if (tool === 'chkconfig') return chkconfigActions(snapshot, script, tool);
  if (tool === 'update-rc.d') return updateRcActions(opened, script);
  const all = script.links.map(({ file }) => file);
  const headed = node.settings.some(({ section }) => section === 'LSB');
  return {
    cancel: all.length === 0 ? [] : [{ command: disableCommand(tool, name), removes: all, creates: [] }],
    restore: [
      {
        command: enableCommand(tool, name),
        removes: [],
        creates: [],
        note: headed
          ? 'links of the levels in its header; insserv gives the numbers'
          : 'insserv orders it without a header',
      },
    ],
  };
}

/** chkconfig(8): on and off turn the links of runlevels 2 to 5, with the numbers of the header's comment. */
function chkconfigActions(snapshot: Snapshot, { name, node, files, links }: LinkedScript, tool: ServiceTool): Actions {
  const header = parseChkconfigHeader(snapshot.read(node.fragment ?? '') ?? '');
  const toggled = links.filter(({ runlevel }) => /^[2345]$/.test(runlevel));
  const made = (type: 'S' | 'K', number: number | undefined): readonly string[] =>
    number === undefined
      ? []
      : (['2', '3', '4', '5'] as const).map(
          (level) => `${runlevelFolder(files.layout, level)}/${type}${String(number).padStart(2, '0')}${name}`,
        );
  const note = header === undefined ? { note: 'the numbers come of its LSB header' } : {};
  const turn = (type: 'S' | 'K', number: number | undefined): Pick<Action, 'removes' | 'creates'> => {
    const creates = made(type, number);
    const there = new Set(toggled.map(({ file }) => file));
    const other = toggled.filter((link) => link.type !== type || (number !== undefined && link.number !== number));
    return { removes: other.map(({ file }) => file), creates: creates.filter((file) => !there.has(file)) };
  };
  const cancel: Action[] = [];
  if (toggled.some(({ type }) => type === 'S')) {
    cancel.push({ command: disableCommand(tool, name), ...turn('K', header?.stop), ...note });
    cancel.push({ command: `chkconfig --del ${name}`, removes: links.map(({ file }) => file), creates: [] });
  }
  const restore: Action[] = [{ command: enableCommand(tool, name), ...turn('S', header?.start), ...note }];
  return { cancel, restore };
}

function headerLevels(node: BootNode, mode: 'start' | 'stop'): readonly string[] {
  const key = mode === 'start' ? /^default[-_]+start$/i : /^default[-_]+stop$/i;
  const words = node.settings.filter((one) => key.test(one.key)).flatMap((one) => listWords(one.value));
  return words.filter((level) => /^[0-6S]$/i.test(level)).map((level) => level.toUpperCase());
}
