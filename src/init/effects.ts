/** What of the inits that are not PID 1 has no effect, and why: every node of theirs gets its reason. */
import { behaviours, untilTag } from '../behaviours/does.ts';
import { type Version, versionText } from '../behaviours/version.ts';
import type { BootGraph, BootNode, EdgeType, InitReport, NoEffect } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { RcRun, UpstartBoot } from '../upstart/simulate/boot.ts';

/** What is known of a root when effects are settled. */
export interface InitGraphs {
  readonly systemd: BootGraph | undefined;
  readonly sysv: BootGraph;
  readonly upstart: BootGraph;
}

export function settleEffects(
  graphs: InitGraphs,
  init: InitReport,
  snapshot: Snapshot,
  version: Version,
  upstartBoot?: UpstartBoot,
): readonly BootGraph[] {
  const settled = {
    systemd:
      graphs.systemd &&
      mapNodes(graphs.systemd, (node) => (init.system === 'systemd' ? undefined : notInForce(node, init))),
    sysv: mapNodes(graphs.sysv, (node) => sysvEffect(node, graphs, init, snapshot, version, upstartBoot)),
    upstart: mapNodes(graphs.upstart, (node) => upstartEffect(node, graphs, init)),
  };
  return [...(settled.systemd ? [settled.systemd] : []), settled.sysv, settled.upstart];
}

function mapNodes(graph: BootGraph, effect: (node: BootNode) => NoEffect | undefined): BootGraph {
  let changed = false;
  const nodes = new Map<string, BootNode>();
  for (const [id, node] of graph.nodes) {
    const noEffect = effect(node);
    if (noEffect === undefined) nodes.set(id, node);
    else nodes.set(id, { ...node, effective: noEffect.code === 'other-runlevel', noEffect });
    changed ||= noEffect !== undefined;
  }
  return changed ? { ...graph, nodes } : graph;
}

const NAMES = { systemd: 'systemd', upstart: 'Upstart', sysv: 'sysvinit' } as const;

function notInForce(node: BootNode, init: InitReport): NoEffect {
  const what = node.fragment ?? node.id;
  return {
    code: 'init-not-in-force',
    text: `${NAMES[init.system]} is init here, so ${what} has no effect`,
    ...(node.fragment === null ? {} : { file: node.fragment }),
  };
}

function upstartEffect(node: BootNode, graphs: InitGraphs, init: InitReport): NoEffect | undefined {
  if (init.system === 'upstart') return undefined;
  const plain = notInForce(node, init);
  const name = node.id.startsWith('upstart:') ? node.id.slice('upstart:'.length) : undefined;
  if (name === undefined || node.fragment === null) return plain;
  const instead =
    init.system === 'systemd'
      ? graphs.systemd?.nodes.get(graphs.systemd.names.get(`${name}.service`) ?? '')
      : graphs.sysv.nodes.get(graphs.sysv.names.get(`sysv:${name}`) ?? '');
  if (instead?.fragment == null) return plain;
  return { ...plain, text: `${plain.text}; what counts is ${instead.fragment}` };
}

function sysvEffect(
  node: BootNode,
  graphs: InitGraphs,
  init: InitReport,
  snapshot: Snapshot,
  version: Version,
  upstartBoot: UpstartBoot | undefined,
): NoEffect | undefined {
  if (init.system === 'systemd') {
    if (node.type !== 'script' || node.fragment === null) return notInForce(node, init);
    return underSystemd(node, node.fragment, graphs, snapshot, version);
  }
  if (node.type !== 'script' || node.fragment === null) return undefined;
  if (init.system === 'upstart') {
    const run = upstartBoot?.scripts.find(({ id }) => id === node.id);
    if (run !== undefined) return underRc(node.fragment, run);
    const job = graphs.upstart.nodes.get(`upstart:${nameOf(node)}`);
    if (job?.fragment != null)
      return {
        code: 'upstart-job',
        text: `the Upstart job ${job.fragment} has the same name and takes precedence: "service ${nameOf(node)}" acts on the job`,
        file: job.fragment,
      };
  }
  const file = node.fragment;
  if (!isExecutable(snapshot, file)) return { code: 'not-executable', text: `${file} is not executable`, file };
  const wanted = new Set([graphs.sysv.target, 'runlevel:S']);
  if (graphs.sysv.edges.some((edge) => edge.type === 'Wants' && edge.to === node.id && wanted.has(edge.from)))
    return undefined;
  const kill = graphs.sysv.edges
    .find((edge) => edge.type === 'Conflicts' && edge.to === node.id && edge.from === graphs.sysv.target)
    ?.declared.find((one) => one.file !== undefined)?.file;
  const elsewhere = kill === undefined ? otherLevel(graphs.sysv, node.id, wanted) : undefined;
  if (elsewhere !== undefined) return elsewhere;
  return {
    code: 'no-link',
    text: `no S link in rcS.d or rc${graphs.sysv.target.slice('runlevel:'.length)}.d starts ${file}${kill === undefined ? '' : `; ${kill} says that it is switched off`}`,
    file: kill ?? file,
  };
}

/** A script that this boot does not start and another runlevel runs: at shutdown, or in single-user mode. */
function otherLevel(sysv: BootGraph, id: string, boot: ReadonlySet<string>): NoEffect | undefined {
  const runs = sysv.edges.find(
    (edge) =>
      edge.to === id &&
      !boot.has(edge.from) &&
      (edge.type === 'Wants' || (edge.type === 'Conflicts' && /^runlevel:[06]$/.test(edge.from))),
  );
  if (runs === undefined) return undefined;
  const file = runs.declared.find((one) => one.file !== undefined)?.file;
  const level = runs.from.slice('runlevel:'.length);
  return {
    code: 'other-runlevel',
    text: `no S link starts it at this boot; runlevel ${level} ${runs.type === 'Wants' ? 'starts' : 'stops'} it${file === undefined ? '' : ` (${file})`}`,
    ...(file === undefined ? {} : { file }),
  };
}

/** A script that Upstart's job rc comes to: what it does then. */
function underRc(file: string, { by, effect, file: hook, line, declared }: RcRun): NoEffect | undefined {
  const link = declared[0]?.file ?? `an rc link`;
  const rc = by.replace(/^upstart:/, '');
  switch (effect) {
    case 'runs':
      return undefined;
    case 'guard':
      return {
        code: 'asks-for-upstart',
        text: `the job ${rc} runs it (${link}), but it asks init_is_upstart and leaves the work to a job`,
        file,
        ...(line === undefined ? {} : { line }),
      };
    case 'hook':
      return {
        code: 'upstart-job',
        text: `the job ${rc} runs it (${link}), but it sources /lib/lsb/init-functions, and a hook of that leaves where there is a job of the same name`,
        ...(hook === undefined ? {} : { file: hook }),
        ...(line === undefined ? {} : { line }),
      };
    case 'upstart-job':
      return {
        code: 'upstart-job',
        text: `${file} is a link to /lib/init/upstart-job: the job of that name does the work`,
        file,
      };
    case 'not-executable':
      return { code: 'not-executable', text: `${file} is not executable`, file };
  }
}

function nameOf(node: BootNode): string {
  return node.id.slice('sysv:'.length);
}

function isExecutable(snapshot: Snapshot, file: string): boolean {
  return ((snapshot.stat(file)?.mode ?? 0) & 0o100) !== 0;
}

const PULLING: ReadonlySet<EdgeType> = new Set(['Wants', 'Requires', 'BindsTo', 'Triggers', 'Upholds']);

/** In the order in which systemd-sysv-generator decides. */
function underSystemd(
  node: BootNode,
  file: string,
  graphs: InitGraphs,
  snapshot: Snapshot,
  version: Version,
): NoEffect {
  const unitName = `${nameOf(node).replace(/\.sh$/, '')}.service`;
  const unit = graphs.systemd?.nodes.get(graphs.systemd.names.get(unitName) ?? '');
  const generated = unit?.facts.sourcePath === file;
  if (unit !== undefined && generated) {
    const enabled = graphs.systemd?.edges.some((edge) => edge.to === unit.id && PULLING.has(edge.type)) === true;
    return {
      code: 'runs-as-unit',
      text: `systemd is init, so numbers and links do not count as sysvinit's: ${file} is run as ${unit.id}, which systemd-sysv-generator makes of it${enabled ? '' : '; but nothing starts that: no S link in rc2.d to rc5.d, and rcS.d is not read'}`,
      file,
    };
  }
  if (unit?.load === 'masked')
    return {
      code: 'masked',
      text: `${unit.id} is masked, and the mask hides ${file} too`,
      ...(unit.fragment === null ? {} : { file: unit.fragment }),
    };
  if (unit?.fragment != null) {
    const runs = unit.settings.find((one) => one.key.startsWith('ExecStart') && one.value.split(/\s/).includes(file));
    return {
      code: 'native-unit',
      text: `the unit ${unit.fragment} has the same name: systemd starts that, ${runs === undefined ? `and leaves ${file} aside` : `which runs ${file} itself (${runs.file}:${runs.line})`}`,
      file: unit.fragment,
    };
  }
  if (!isExecutable(snapshot, file))
    return {
      code: 'not-executable',
      text: `${file} is not executable, so systemd-sysv-generator passes it over`,
      file,
    };
  if (!behaviours(version)('init-scripts-are-read'))
    return {
      code: 'no-sysv-support',
      text: `systemd ${versionText(version)} no longer runs init scripts (since ${untilTag('init-scripts-are-read')}), and ${file} has no unit`,
      file,
    };
  return { code: 'init-not-in-force', text: `systemd is init here and makes no unit of ${file}`, file };
}
