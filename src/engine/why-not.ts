/** Which rule keeps a unit out of this boot. */
import type { BootEdge, BootGraph, NoEffect, Setting } from '../graph/model.ts';
import type { BootPlan } from './plan.ts';
import { PULLS } from './why.ts';

export type WhyNot =
  /** Its init is not in force, or something of the same name hides it. */
  | { readonly kind: 'no-effect'; readonly noEffect: NoEffect | undefined }
  /** It could not be loaded; `mentions` are the edges of those that name it. */
  | {
      readonly kind: 'not-loaded';
      readonly message: string | undefined;
      readonly file: string | undefined;
      readonly line: number | undefined;
      readonly mentions: readonly BootEdge[];
    }
  /** PID 1 takes it for running before the boot's transaction is made. */
  | { readonly kind: 'active-before-boot' }
  /** It had a job, and lost it. */
  | { readonly kind: 'dropped'; readonly reason: string; readonly edges: readonly BootEdge[] }
  /** The whole plan failed. */
  | { readonly kind: 'no-boot'; readonly reason: string }
  /** Nothing that is started asks for it. */
  | {
      readonly kind: 'not-asked-for';
      /** Units that would pull it in, if they were started themselves. */
      readonly pullers: readonly BootEdge[];
      /** Sockets, timers, paths and automounts that activate it later. */
      readonly activators: readonly BootEdge[];
      /** WantedBy=, RequiredBy=, UpheldBy= of its [Install] section: where `systemctl enable` would link it. */
      readonly install: readonly Setting[];
      /** The name under which a D-Bus message may start it. */
      readonly bus: Setting | undefined;
    };

/** undefined where the unit is started. */
export function whyNotStarted(graph: BootGraph, plan: BootPlan, unit: string): WhyNot | undefined {
  if (plan.started.has(unit)) return undefined;
  const node = graph.nodes.get(unit);
  if (node !== undefined && (!node.effective || node.noEffect !== undefined))
    return { kind: 'no-effect', noEffect: node.noEffect };
  const into = graph.edges.filter((edge) => edge.to === unit);
  if (node === undefined || node.load !== 'loaded') {
    const said = graph.diagnostics.find((d) => d.unit === unit && d.code === node?.load);
    return {
      kind: 'not-loaded',
      message: node?.loadError?.message ?? said?.message,
      file: node?.loadError?.file ?? said?.file,
      line: node?.loadError?.line ?? said?.line,
      mentions: into,
    };
  }
  if (node.facts.activeAtBoot === true || node.facts.perpetual === true) return { kind: 'active-before-boot' };
  if (plan.failed !== null) return { kind: 'no-boot', reason: plan.failed };
  const dropped = plan.transaction?.dropped.find((job) => job.unit === unit && job.type === 'start');
  if (dropped !== undefined) return { kind: 'dropped', reason: dropped.reason, edges: dropped.edges };
  const inForce = (section: string, keys: readonly string[]): readonly Setting[] =>
    node.settings.filter((s) => s.section === section && keys.includes(s.key) && s.value !== '' && !s.overridden);
  return {
    kind: 'not-asked-for',
    pullers: into.filter((edge) => PULLS.has(edge.type)),
    activators: into.filter((edge) => edge.type === 'Triggers'),
    install: inForce('Install', ['WantedBy', 'RequiredBy', 'UpheldBy']),
    bus: inForce('Service', ['BusName']).at(-1),
  };
}
