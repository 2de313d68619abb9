/** A root with something else enabled, masked, added, or another systemd: opened again with an overlay, nothing more. */

import { type FindingsBetween, findingsBetween } from '../audit/findings-between.ts';
import { behaviours } from '../behaviours/does.ts';
import { builtBy, type Version } from '../behaviours/version.ts';
import { bootOf } from '../boot/boot.ts';
import { cycleKey } from '../engine/cycles/cycle.ts';
import type { Cycles } from '../engine/cycles/find.ts';
import { type BootDiff, diffBoots } from '../engine/diff.ts';
import type { BootPlan } from '../engine/plan.ts';
import { type WhyNot, whyNotStarted } from '../engine/why-not.ts';
import type { BootEdge } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { canonicalPath } from '../snapshot/canonical.ts';
import { openSnapshot } from '../snapshot/open.ts';
import { type OverlayEntry, overlayTree } from '../snapshot/overlay.ts';
import { installRoot, type LinkChange, overlayOf } from '../systemd/install/context.ts';
import { hasUnitFile } from '../systemd/install/info.ts';
import { type InstallVerb, operate } from '../systemd/install/operate.ts';
import { isSplitUsr, systemLoadPath } from '../systemd/load-path.ts';
import { nearUnits } from './names.ts';
import { QuestionError } from './question-error.ts';

export interface Hypotheses {
  /** systemctl's operations, in the order in which they are done. */
  readonly operations: readonly { readonly verb: InstallVerb; readonly names: readonly string[] }[];
  readonly dropIns: readonly { readonly unit: string; readonly name: string; readonly content: string }[];
  readonly version?: Version;
  readonly cmdline?: string;
}

export interface WhatIf {
  readonly before: { readonly opened: OpenedRoot; readonly plan: BootPlan; readonly cycles: Cycles };
  readonly after: { readonly opened: OpenedRoot; readonly plan: BootPlan; readonly cycles: Cycles };
  readonly diff: BootDiff;
  /** Links made and taken away, files written. */
  readonly links: readonly LinkChange[];
  readonly written: readonly string[];
  /** What systemctl would refuse. */
  readonly problems: readonly string[];
  readonly newCycles: Cycles['cycles'];
  readonly mendedCycles: Cycles['cycles'];
  /** Why each unit that was started is not started any more; undefined: there is no such unit. */
  readonly reasons: ReadonlyMap<string, WhyNot | undefined>;
  /** Who pulls in each unit that is started now. */
  readonly pulledInBy: ReadonlyMap<string, BootEdge>;
  /** What an audit finds in one of the two only. */
  readonly findings: FindingsBetween;
}

/**
 * Every name of the hypotheses is of a unit that the root has, or of an instance of its templates.
 * @throws QuestionError for the first that is not
 */
function checkNames(opened: OpenedRoot, { operations, dropIns }: Hypotheses): void {
  const { graph, snapshot, version, user } = opened;
  const root = installRoot(snapshot, version, user);
  const names = [...operations.flatMap((one) => one.names), ...dropIns.map(({ unit }) => unit)];
  for (const name of names) {
    const load = graph.nodes.get(graph.names.get(name) ?? '')?.load;
    if ((load !== undefined && load !== 'not-found') || hasUnitFile(root, name)) continue;
    throw new QuestionError({ kind: 'no-such-unit', name, near: nearUnits(graph, name) });
  }
}

/**
 * Does all of the hypotheses on an overlay and compares the two boots. The root stays as it is.
 * @throws QuestionError where another init than systemd is in force, or a unit is named that there is not
 */
export function whatIf(opened: OpenedRoot, hypotheses: Hypotheses): WhatIf {
  const { system } = opened.graph.init;
  if (system !== 'systemd') throw new QuestionError({ kind: 'other-init', what: 'install', init: system });
  checkNames(opened, hypotheses);
  const version = builtBy(hypotheses.version ?? opened.build, opened.distribution.family);
  const entries: OverlayEntry[] = [];
  const links = new Map<string, LinkChange>();
  const problems: string[] = [];
  for (const { verb, names } of hypotheses.operations) {
    const snapshot = openSnapshot(overlayTree(opened.snapshot.tree, entries), opened.snapshot.label);
    const done = operate(installRoot(snapshot, version, opened.user), verb, names);
    entries.push(...overlayOf(done.changes.map((c) => ({ ...c, path: canonicalPath(snapshot, c.path) }))));
    for (const change of done.changes) links.set(change.path, change);
    problems.push(...done.problems);
  }
  const written: string[] = [];
  for (const { unit, name, content } of hypotheses.dropIns) {
    const path = canonicalPath(opened.snapshot, `${opened.config}/${unit}.d/${name}`);
    entries.push({ path, content });
    written.push(path);
  }
  const split = opened.user === undefined && isSplitUsr(opened.snapshot, opened.does);
  const other = opened.reopen(entries, {
    ...(hypotheses.version === undefined ? {} : { version: hypotheses.version }),
    // An upgrade past v254 takes a merged /usr: the units of /lib are then those of /usr/lib.
    ...(split && !behaviours(version)('split-usr') ? { unitPath: systemLoadPath(true) } : {}),
    ...(hypotheses.cmdline === undefined ? {} : { cmdline: hypotheses.cmdline }),
  });
  const before = sideOf(opened);
  const after = sideOf(other);
  const diff = diffBoots(bootOf(opened), bootOf(other));
  const known = new Set(before.cycles.cycles.map(cycleKey));
  const left = new Set(after.cycles.cycles.map(cycleKey));
  return {
    before,
    after,
    diff,
    findings: findingsBetween(opened, other),
    links: [...links.values()],
    written,
    problems,
    newCycles: after.cycles.cycles.filter((cycle) => !known.has(cycleKey(cycle))),
    mendedCycles: before.cycles.cycles.filter((cycle) => !left.has(cycleKey(cycle))),
    reasons: new Map(
      diff.gone.map(({ unit }) => [
        unit,
        other.graph.nodes.has(unit) ? whyNotStarted(other.graph, after.plan, unit) : undefined,
      ]),
    ),
    pulledInBy: new Map(
      diff.started.flatMap(({ unit }) => {
        const pull = after.plan.transaction?.pulledInBy.get(unit);
        return pull === undefined ? [] : [[unit, pull.edge]];
      }),
    ),
  };
}

function sideOf(opened: OpenedRoot): WhatIf['before'] {
  const { plan, cycles } = bootOf(opened);
  return { opened, plan, cycles };
}
