/** systemd: links of [Install] (systemctl enable, disable, mask), and what starts a unit without any. */
import type { BootEdge, BootGraph, BootNode, EdgeType } from '../../graph/model.ts';
import type { OpenedRoot } from '../../open.ts';
import { inStore } from '../../systemd/install/context.ts';
import { LINK_KEYS } from '../../systemd/install/link-keys.ts';
import { maskFile, maskRemedy } from '../../words/mask-remedy.ts';
import { nixosOption } from '../../words/nixos.ts';
import { systemctlFor } from '../../words/systemctl.ts';
import type { Action, Autostart, AutostartState } from './model.ts';

const PULLING: ReadonlySet<EdgeType> = new Set(['Wants', 'Requires', 'BindsTo', 'Upholds', 'Triggers']);

export function systemdAutostart(opened: OpenedRoot, node: BootNode): Autostart {
  const { graph } = opened;
  const startedBy = pullsOf(graph, node);
  const also = alsoNodes(graph, node);
  const own = configLinks(opened, node, startedBy);
  const theirs = also.flatMap((one) => configLinks(opened, one, pullsOf(graph, one)));
  const state = stateOf(node, own);
  const wanted = new Set(graph.edges.filter((edge) => PULLING.has(edge.type)).map((edge) => edge.to));
  const triggers = startedBy
    .filter((edge) => edge.type === 'Triggers' && wanted.has(edge.from))
    .map(({ from }) => from);
  return {
    init: 'systemd',
    inForce: graph.init.system === 'systemd',
    id: node.id,
    file: node.fragment,
    state,
    startedBy,
    settledBy: state === 'masked' ? [maskFile(node, opened) ?? []].flat() : [],
    cancel:
      ofNixos(opened, node, false) ??
      cancelActions(opened, node, state, [...new Set([...own, ...theirs])].sort(), triggers),
    restore: ofNixos(opened, node, true) ?? restoreActions(opened, node, also, state, triggers),
  };
}

/** NixOS makes every link from its configuration, in a folder that is read-only; undefined: this is no NixOS. */
function ofNixos({ snapshot, config }: OpenedRoot, node: BootNode, on: boolean): readonly Action[] | undefined {
  if (!inStore(snapshot.realpath(config))) return undefined;
  const option = nixosOption(node.id);
  const note = `with ${option}.enable = ${on}; in the configuration`;
  return option === undefined ? [] : [{ command: 'nixos-rebuild switch', removes: [], creates: [], note }];
}

function pullsOf(graph: BootGraph, node: BootNode): readonly BootEdge[] {
  return graph.edges.filter((edge) => edge.to === node.id && PULLING.has(edge.type));
}

/** Units that Also= has enabled and disabled together with this one, theirs included. */
function alsoNodes(graph: BootGraph, node: BootNode): readonly BootNode[] {
  const found = new Map<string, BootNode>();
  const todo = [node];
  for (let next = todo.pop(); next !== undefined; next = todo.pop())
    for (const name of installValues(next, 'Also')) {
      const other = graph.nodes.get(graph.names.get(name) ?? '');
      if (other === undefined || other === node || found.has(other.id)) continue;
      found.set(other.id, other);
      todo.push(other);
    }
  return [...found.values()];
}

function stateOf(node: BootNode, links: readonly string[]): AutostartState {
  if (node.load === 'masked') return 'masked';
  if (isGenerated(node)) return 'generated';
  if (links.length > 0) return 'enabled';
  return installTargets(node).length > 0 || installValues(node, 'Alias').length > 0 ? 'disabled' : 'static';
}

function isGenerated(node: BootNode): boolean {
  return node.fragment?.startsWith('/run/') === true;
}

/** Links in the administrator's folder that mean this unit: what `${systemctl} disable` removes. */
function configLinks(
  { graph, snapshot, config }: OpenedRoot,
  node: BootNode,
  startedBy: readonly BootEdge[],
): readonly string[] {
  const links = new Set<string>();
  for (const edge of startedBy)
    for (const { how, file } of edge.declared)
      if (how === 'link' && file?.startsWith(`${config}/`) === true) links.add(file);
  // A link below a target that this boot does not load is on the disk all the same.
  for (const { name } of snapshot.list(config) ?? []) {
    const path = `${config}/${name}/${node.id}`;
    if (/\.(wants|requires|upholds)$/.test(name) && snapshot.readlink(path) !== undefined) links.add(path);
  }
  // Old versions learn a name when it is asked for: one that no unit of the boot mentions is no alias in it, but a link on the disk.
  for (const [alias, id] of graph.names) {
    if (id !== node.id) continue;
    const path = `${config}/${alias}`;
    const to = snapshot.readlink(path);
    if (to !== undefined && to.slice(to.lastIndexOf('/') + 1) === node.id) links.add(path);
  }
  return [...links].sort();
}

function cancelActions(
  { snapshot, config }: OpenedRoot,
  node: BootNode,
  state: AutostartState,
  links: readonly string[],
  triggers: readonly string[],
): readonly Action[] {
  if (state === 'masked') return [];
  const systemctl = systemctlFor(config);
  const actions: Action[] = [];
  if (state === 'enabled')
    actions.push({
      command: `${systemctl} disable ${node.id}`,
      removes: links,
      creates: [],
      note: 'it is still started where another unit that is started asks for it',
    });
  for (const trigger of triggers)
    actions.push({
      command: `${systemctl} disable --now ${trigger}`,
      removes: [],
      creates: [],
      note: `without this ${trigger} goes on to start it`,
    });
  const path = `${config}/${node.id}`;
  const inTheWay = snapshot.lstat(path) !== undefined;
  actions.push({
    command: `${systemctl} mask ${node.id}`,
    removes: [],
    creates: [`${path} -> /dev/null`],
    note: inTheWay
      ? `refused while ${path} is there: move that file away first`
      : 'nothing at all can start it then, by hand neither',
  });
  return actions;
}

function restoreActions(
  opened: OpenedRoot,
  node: BootNode,
  also: readonly BootNode[],
  state: AutostartState,
  triggers: readonly string[],
): readonly Action[] {
  const { config } = opened;
  const systemctl = systemctlFor(config);
  const actions: Action[] = [];
  actions.push(state === 'masked' ? unmaskAction(opened, node) : afterMask(systemctl, config, node));
  const creates = [node, ...also].flatMap((one) => enableLinks(one, config)).sort();
  if (creates.length > 0) actions.push({ command: `${systemctl} enable ${node.id}`, removes: [], creates });
  for (const trigger of triggers) actions.push({ command: `${systemctl} enable ${trigger}`, removes: [], creates: [] });
  return actions;
}

function afterMask(systemctl: string, config: string, node: BootNode): Action {
  const removes = [`${config}/${node.id}`];
  return { command: `${systemctl} unmask ${node.id}`, removes, creates: [], note: 'after a mask' };
}

function unmaskAction(opened: OpenedRoot, node: BootNode): Action {
  const { act, note } = maskRemedy(node, opened);
  const removes = act.includes(' unmask ') ? [maskFile(node, opened) ?? []].flat() : [];
  return { command: act, removes, creates: [], ...(note === undefined ? {} : { note }) };
}

/** Links in the administrator's folder that `systemctl disable` removes: the unit's, and those of what Also= names. */
export function enabledLinks(opened: OpenedRoot, node: BootNode): readonly string[] {
  const { graph } = opened;
  const all = [node, ...alsoNodes(graph, node)];
  return [...new Set(all.flatMap((one) => configLinks(opened, one, pullsOf(graph, one))))].sort();
}

/** What `${systemctl} enable` makes of [Install]. */
export function enableLinks(node: BootNode, config: string): readonly string[] {
  const target = node.fragment ?? '';
  return [
    ...installValues(node, 'Alias').map((alias) => `${config}/${alias} -> ${target}`),
    ...LINK_KEYS.flatMap(([key, , folder]) =>
      installValues(node, key).map((name) => `${config}/${name}.${folder}/${node.id} -> ${target}`),
    ),
  ].sort();
}

function installTargets(node: BootNode): readonly string[] {
  return LINK_KEYS.flatMap(([key]) => installValues(node, key));
}

function installValues(node: BootNode, key: string): readonly string[] {
  return node.settings
    .filter((one) => one.section === 'Install' && one.key === key)
    .flatMap((one) => one.value.split(/\s+/))
    .filter((word) => word !== '');
}
