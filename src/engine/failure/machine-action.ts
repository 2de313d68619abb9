/**
 * What the end of one unit's start does to the whole machine: FailureAction=, SuccessAction=, StartLimitAction=, JobTimeoutAction=
 * (systemd.unit(5); unit_notify, unit_test_start_limit, job_dispatch_timer, emergency_action).
 */
import { emergencyActions } from '../../behaviours/emergency-actions.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import { oncePer } from '../../words/once.ts';
import type { Compiled } from '../transaction/compile.ts';
import type { Fate } from './fate.ts';
import { usualEnd, valueInForce } from './own-end.ts';
import { type Activation, restartsIn, type Stage } from './stage.ts';

export interface MachineAction {
  readonly unit: string;
  /** `reboot`, `poweroff-force`, `exit`, … */
  readonly action: string;
  /** The line that says so. */
  readonly setting: Setting;
  /** False: it hangs on how fast the tries follow each other, or on which of two units is faster. */
  readonly certain: boolean;
}

const ACTION_KEYS = ['FailureAction', 'SuccessAction', 'StartLimitAction', 'JobTimeoutAction'] as const;
type ActionKey = (typeof ACTION_KEYS)[number];

/** Units that have such a line: few, and only they are looked at each time the boot is played. */
const actingUnits = oncePer(({ nodes }: Compiled): ReadonlySet<number> => {
  const keys: ReadonlySet<string> = new Set(ACTION_KEYS);
  return new Set(nodes.flatMap((node, at) => (node?.settings.some(({ key }) => keys.has(key)) === true ? [at] : [])));
});

/** In the order in which the starts end. */
export function machineActions(
  stage: Stage,
  fates: readonly (Fate | undefined)[],
  activated: readonly Activation[],
): readonly MachineAction[] {
  const found: MachineAction[] = [];
  const add = (unit: number, key: ActionKey, certain: boolean): void => {
    const setting = actionOf(stage, stage.compiled.nodes[unit], key);
    if (setting !== undefined)
      found.push({ unit: stage.compiled.ids[unit] as string, action: setting.value, setting, certain });
  };
  const acting = actingUnits(stage.compiled);
  for (const unit of stage.order) {
    const fate = acting.has(unit) ? fates[unit] : undefined;
    if (fate !== undefined) for (const [key, certain] of keysOf(stage, unit, fate)) add(unit, key, certain);
  }
  // What OnFailure= and OnSuccess= start ends, too.
  for (const { unit, certain } of activated) {
    const node = stage.compiled.nodes[unit];
    if (node !== undefined && usualEnd(node) === 'ended') add(unit, 'SuccessAction', certain);
  }
  return found;
}

/** Whether the machine surely goes down when the start has ended so: what waits for it is not started any more. */
export function takesMachineDown(stage: Stage, unit: number, fate: Fate): boolean {
  // One that had started, or is skipped by its own command, ends at any time.
  if (fate.kind !== 'failed' && fate.kind !== 'timeout' && fate.kind !== 'ended') return false;
  if (!actingUnits(stage.compiled).has(unit)) return false;
  const node = stage.compiled.nodes[unit];
  return keysOf(stage, unit, fate).some(([key, certain]) => certain && actionOf(stage, node, key) !== undefined);
}

/** Which keys the end of a start asks for, the first in time first. */
function keysOf(stage: Stage, unit: number, { kind, certain }: Fate): readonly (readonly [ActionKey, boolean])[] {
  switch (kind) {
    case 'failed':
    case 'died': {
      const { tries, direct } = restartsIn(stage, unit);
      // A service that is tried again has failed in between, unless RestartMode=direct.
      if (direct && tries === 'endless') return [];
      const last: (readonly [ActionKey, boolean])[] = tries === 'until-limit' ? [['StartLimitAction', false]] : [];
      const failure = ['FailureAction', certain && !(direct && tries !== 'no')] as const;
      return direct ? [...last, failure] : [failure, ...last];
    }
    case 'timeout':
      return [['JobTimeoutAction', certain]];
    case 'ended':
      return [['SuccessAction', certain]];
    // A unit that is stopped has ended well; one that ExecCondition= skips, too.
    case 'stopped':
      return [['SuccessAction', false]];
    case 'skipped': {
      const node = stage.compiled.nodes[unit];
      const began = node !== undefined && node.checks?.outcome !== 'skipped';
      return began && valueInForce(node, 'Service', 'ExecCondition') !== undefined ? [['SuccessAction', false]] : [];
    }
    default:
      return [];
  }
}

/** The last line that can be read: one that cannot, an empty one too, changes nothing (config_parse_emergency_action). */
function actionOf({ compiled }: Stage, node: BootNode | undefined, key: ActionKey): Setting | undefined {
  const known = emergencyActions(compiled.does, compiled.graph.ofUser === true);
  const said = node?.settings.findLast(
    // Two of them stand in [Service] of old files.
    (s) => s.key === key && (s.section === 'Unit' || s.section === 'Service') && known.includes(s.value),
  );
  return said === undefined || said.value === 'none' ? undefined : said;
}
