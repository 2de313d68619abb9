/** How a unit that nothing asks for is started at boot: tried on the graph, so that what would not start it is not said. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { lostBetween, planWith } from '../boot/supposing.ts';
import type { BootPlan } from '../engine/plan.ts';
import type { EdgeType, Setting } from '../graph/model.ts';
import { systemctlFor } from '../words/systemctl.ts';
import { decidingOption } from './enablement.ts';
import { fewOf, listing, place } from './words.ts';

const HEAD = 'To start it at boot:';
const ASKS: Readonly<Record<string, EdgeType>> = { WantedBy: 'Wants', RequiredBy: 'Requires', UpheldBy: 'Upholds' };
/** So many units that would be lost are named. */
const NAMED = 3;

/** @param install lines of its [Install] whose links are not there */
export function enabling(opened: RootFacts, unit: string, install: readonly Setting[]): readonly string[] {
  const { graph, config } = opened;
  const option = decidingOption(graph, unit);
  if (option !== undefined) return [ofNixos(option, graph.target)];
  const enable = `${systemctlFor(config)} enable ${unit}`;
  const by = install.flatMap(({ key, value }) =>
    value
      .split(/\s+/)
      .flatMap((name) => ({ from: graph.names.get(name) ?? name, type: ASKS[key] ?? ('Wants' as const), name })),
  );
  if (graph.init.system !== 'systemd' || bootOf(opened).plan.failed !== null) return [`${HEAD} ${enable}.`];
  const plan = planWith(opened, unit, by);
  if (plan.started.has(unit)) return [`${HEAD} ${enable}.${loss(opened, plan, unit)}`];
  const idle = by.filter(({ from }) => !plan.started.has(from));
  if (idle.length < by.length) return [unfit(opened, plan, unit) ?? `${HEAD} ${enable}.`];
  // A device, or a unit that comes later, may start it all the same.
  if (by.some(({ from }) => from.endsWith('.device') || bootOf(opened).later.has(from))) return [`${HEAD} ${enable}.`];
  return [
    `${enable} links it under ${listing(by.map(({ name }) => name))}, which this boot does not start.`,
    ...adding(opened, unit),
  ];
}

/** A unit that needs a device is better asked for by that: from the target the boot would wait for the device, 90 seconds by default. */
export function adding(opened: RootFacts, unit: string): readonly string[] {
  const { graph, config } = opened;
  const device = graph.edges.find(
    ({ from, to, type }) => from === unit && to.endsWith('.device') && (type === 'BindsTo' || type === 'Requires'),
  );
  const option = decidingOption(graph, unit);
  if (option !== undefined) return [ofNixos(option, device?.to ?? graph.target)];
  const table = noautoLine(graph, unit);
  if (table !== undefined) return [`${HEAD} take noauto out of ${table}.`];
  const systemctl = systemctlFor(config);
  if (device !== undefined)
    return [
      `To start it when its device appears: ${systemctl} add-wants ${device.to} ${unit}. Asked for by ${graph.target}, it would make the boot wait for the device.`,
    ];
  const command = `${HEAD} ${systemctl} add-wants ${graph.target} ${unit}.`;
  if (graph.init.system !== 'systemd' || bootOf(opened).plan.failed !== null) return [command];
  const plan = planWith(opened, unit, [{ from: bootOf(opened).plan.target, type: 'Wants' }]);
  return plan.started.has(unit) && lost(opened, plan, unit).length === 0
    ? [command]
    : [unfit(opened, plan, unit) ?? command];
}

function ofNixos(option: string, target: string): string {
  return `${HEAD} ${option}.wantedBy = [ "${target}" ]; in the configuration of NixOS.`;
}

/** The line of fstab(5) or crypttab(5) of which a generator made the unit, and nothing that asks for it. */
function noautoLine({ nodes, edges }: RootFacts['graph'], unit: string): string | undefined {
  const node = nodes.get(unit);
  const table = node?.facts.sourcePath;
  if (node === undefined || table === undefined || !/^\/etc\/(fstab|crypttab)$/.test(table)) return undefined;
  if (node.fragment?.startsWith('/run/systemd/generator') !== true) return undefined;
  const own = edges.filter(({ from, to }) => from === unit || to === unit).flatMap(({ declared }) => declared);
  return place(own.find(({ by, source }) => by === unit && source?.line !== undefined)?.source ?? { file: table });
}

function lost(opened: RootFacts, plan: BootPlan, unit: string): readonly string[] {
  return lostBetween(bootOf(opened).plan, plan, unit);
}

function loss(opened: RootFacts, plan: BootPlan, unit: string): string {
  const gone = lost(opened, plan, unit);
  return gone.length === 0 ? '' : ` Then ${fewOf(gone, NAMED)} ${gone.length === 1 ? 'is' : 'are'} not started.`;
}

/** What would keep it from being started though it were asked for. */
function unfit(opened: RootFacts, plan: BootPlan, unit: string): string | undefined {
  const gone = lost(opened, plan, unit);
  const jobs = plan.transaction?.dropped.filter(({ type }) => type !== 'stop') ?? [];
  let dropped = jobs.find((job) => job.unit === unit);
  const endsOf = (job: typeof dropped) => [...new Set((job?.edges ?? []).flatMap(({ from, to }) => [from, to]))];
  // What it goes with may be what conflicts.
  const seen = new Set([unit]);
  for (let next = dropped; next?.reason === 'lost-with'; dropped = next) {
    const head = endsOf(next).find((id) => !seen.has(id));
    if (head === undefined) break;
    seen.add(head);
    next = jobs.find((job) => job.unit === head);
    if (next === undefined) break;
  }
  const others = endsOf(dropped).filter((id) => !seen.has(id));
  if (gone.length > 0)
    return `It does not go together with this boot: asked for, it would take ${fewOf(gone, NAMED)} out of it.`;
  if (dropped?.reason === 'conflict')
    return `It does not go together with this boot: ${dropped.unit === unit ? 'it' : dropped.unit} conflicts with ${others.length === 0 ? 'units of it' : fewOf(others, NAMED)}.`;
  return others.length === 0 ? undefined : `Asked for, it would not start either: see bootscope why ${others[0]}.`;
}
