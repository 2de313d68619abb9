/** What is lost if a unit fails; without a unit, on which ones the boot hangs. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type Losses, losesItsJob, lossesOf, usualAction } from '../engine/failure/impact.ts';
import type { MachineAction } from '../engine/failure/machine-action.ts';
import {
  countsAsStartedAtOnce,
  type FailureMode,
  preparations,
  waitsForItsProgram,
} from '../engine/failure/own-end.ts';
import { type StartLimit, startLimit } from '../engine/failure/time-limit.ts';
import { startOrder, waitingOf } from '../engine/order.ts';
import type { BootEdge } from '../graph/model.ts';
import { QuestionError } from './question-error.ts';

export { FAILURES, type FailureMode } from '../engine/failure/own-end.ts';

export interface Impact {
  readonly unit: string;
  readonly mode: FailureMode;
  /** It has a start job; else nothing is lost with it. */
  readonly started: boolean;
  readonly losses: Losses;
  /** Its job is done as soon as its process runs: what is lost is told for a process that ends badly. */
  readonly atOnce: boolean;
  /** Where its ExecStartPre= or ExecStartPost= fails instead, or the program of a Type=exec is not there, so that the job fails. */
  readonly ifPreparingFails: Losses | null;
  /** How long the start may take, before it counts as failed. */
  readonly limit: StartLimit | null;
  /** Units that wait for it and are not lost: a slow start or a time-out delays them. */
  readonly delayed: readonly string[];
  /** Units that would come later, by a socket, a timer or the like, and now never do: the edge says by whom. */
  readonly neverLater: readonly { readonly unit: string; readonly by: BootEdge }[];
  /** Where it has no start job at boot: units, buses and rules that start it later. Who asks for it then is lost with it, and not told. */
  readonly later: readonly string[];
}

export interface Impacts {
  readonly target: string;
  /** Units whose failure takes others along, the most first. */
  readonly ranked: readonly {
    readonly unit: string;
    readonly lost: number;
    readonly perhaps: number;
    readonly reached: Losses['reached'];
    readonly emergency: string | null;
    /** FailureAction= and the like, which takes the whole machine down: the action. */
    readonly machine: string | null;
    /** The same, where it hangs on how fast it fails. */
    readonly machinePerhaps: string | null;
  }[];
  /** Started units whose failure takes nothing along. */
  readonly harmless: number;
  /** Not all were looked at: the boot is too large. */
  readonly cut: boolean;
  /** What takes the machine down in the boot as it is. */
  readonly machineAnyway: MachineAction | null;
}

/** @param unit id of a node. @throws QuestionError where another init than systemd is in force */
export function impact(root: RootFacts, unit: string, mode: FailureMode = 'failed'): Impact {
  refuseOthers(root);
  const { simulation, plan, turns } = bootOf(root);
  const node = root.graph.nodes.get(unit);
  const started = plan.started.has(unit);
  const losses = lossesOf(simulation, unit, mode);
  const lost = new Set(losses.lost.map((one) => one.unit));
  const taking = startOrder(root.graph, (id) => plan.started.has(id));
  const prepares = node !== undefined && (preparations(node).length > 0 || waitsForItsProgram(node));
  const atOnce = node !== undefined && mode === 'failed' && countsAsStartedAtOnce(node);
  return {
    unit,
    mode,
    started,
    losses,
    atOnce,
    ifPreparingFails: atOnce && prepares ? lossesOf(simulation, unit, mode, true) : null,
    limit: node === undefined || !started ? null : startLimit(node, root.graph.manager),
    delayed: started
      ? waitingOf(taking, unit, 'after')
          .map(({ id }) => id)
          // What loses its job anyway does not wait for its turn.
          .filter((id) => !lost.has(id) && !losesItsJob(turns.get(id)))
      : [],
    neverLater: started || mode === 'missing' ? neverLater(root, new Set([unit, ...certainly(losses)])) : [],
    later: started ? [] : [...new Set((bootOf(root).later.get(unit) ?? []).map(({ by }) => by))],
  };
}

function certainly({ lost }: Losses): readonly string[] {
  return lost.flatMap((one) => (one.certain ? [one.unit] : []));
}

/** Units each of whose later starts hangs on one that is gone; what a failure would start is no loss. */
function neverLater(root: RootFacts, gone: ReadonlySet<string>): Impact['neverLater'] {
  const { later, plan } = bootOf(root);
  return [...later].flatMap(([unit, starts]) => {
    const ways = starts.filter(({ kind }) => kind !== 'on-failure');
    const by = ways.find((start) => gone.has(start.by))?.edge;
    if (by === undefined || plan.started.has(unit) || !ways.every((start) => gone.has(start.by))) return [];
    return [{ unit, by }];
  });
}

/** Keys by which a failure is no matter of the unit alone. */
const TAKES_ALONG: ReadonlySet<string> = new Set(['FailureAction', 'StartLimitAction', 'RestartMode']);

/** Jobs times units: more than this and the walk ends. */
const MOST_STEPS = 4_000_000;

/** The single points of failure of the boot. @throws QuestionError as `impact` */
export function impacts(root: RootFacts): Impacts {
  refuseOthers(root);
  const { simulation, plan, in: into } = bootOf(root);
  const units = [...plan.started].filter((id) => {
    const type = root.graph.nodes.get(id)?.type;
    // Targets and slices do not fail by themselves.
    return type !== 'target' && type !== 'slice' && type !== 'scope';
  });
  const needed = units.filter(
    (id) =>
      into(id, 'Requires', 'BindsTo', 'Requisite').some((edge) => plan.started.has(edge.from)) ||
      bootOf(root).out(id, 'OnFailure').length > 0 ||
      root.graph.nodes.get(id)?.settings.some(({ key }) => TAKES_ALONG.has(key)) === true,
  );
  const most = Math.max(1, Math.floor(MOST_STEPS / Math.max(1, plan.started.size)));
  const ranked = needed
    .slice(0, most)
    .map((unit) => {
      const { lost, reached, emergency, machine } = lossesOf(simulation, unit, 'failed');
      const perhaps = lost.filter((one) => !one.certain).length;
      const [down, perhapsDown] = machine?.certain === true ? [machine.action, null] : [null, machine?.action ?? null];
      return {
        unit,
        lost: lost.length - perhaps,
        perhaps,
        reached,
        emergency,
        machine: down,
        machinePerhaps: perhapsDown,
      };
    })
    .filter((one) => one.lost + one.perhaps > 0 || one.machine !== null || one.machinePerhaps !== null)
    .sort(
      (a, b) =>
        Number(b.machine !== null) - Number(a.machine !== null) ||
        b.lost - a.lost ||
        b.perhaps - a.perhaps ||
        (a.unit < b.unit ? -1 : 1),
    );
  return {
    target: plan.target,
    ranked,
    harmless: units.length - ranked.length,
    cut: needed.length > most,
    machineAnyway: usualAction(simulation),
  };
}

function refuseOthers({ graph }: RootFacts): void {
  if (graph.init.system !== 'systemd')
    throw new QuestionError({ kind: 'other-init', what: 'failures', init: graph.init.system });
}
