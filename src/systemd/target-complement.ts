/** What makes a target come after its members (UNIT_ATOM_ADD_DEFAULT_TARGET_DEPENDENCY_QUEUE). */
import type { EdgeType } from '../graph/model.ts';
import type { Loading } from './loading.ts';
import { mountedFollows } from './mounted-at-start.ts';
import { dependenciesOf, findDependency, hasDependency, type LoadingUnit } from './unit-dependencies.ts';
import type { UnitTable } from './unit-table.ts';

const MEMBERS: readonly EdgeType[] = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds', 'PartOf'];

/** manager_dispatch_target_deps_queue: the targets that pull a unit in come after it. */
export function orderTargetsAfter(unit: LoadingUnit, loaded: UnitTable['loaded'], does: Loading['does']): void {
  for (const type of MEMBERS)
    if (type !== 'PartOf' && (type !== 'Upholds' || does('dependency-atoms')))
      for (const { from } of dependenciesOf(unit.in, type)) complete(from, unit, loaded);
}

/** target_add_default_dependencies: a target that is loaded comes after what it pulls in. */
export function orderAfterMembers(at: Loading, loaded: UnitTable['loaded']): void {
  if (!at.defaults) return;
  for (const type of MEMBERS) for (const { to } of dependenciesOf(at.unit.out, type)) complete(at.unit, to, loaded);
}

/** unit_add_default_target_dependency: unless that would be a loop. */
function complete(target: LoadingUnit, member: LoadingUnit, loaded: UnitTable['loaded']): void {
  const t = loaded.get(target);
  const m = loaded.get(member);
  if (target.type !== 'target' || target.load !== 'loaded' || member.load !== 'loaded') return;
  if (!t?.defaults || !m?.defaults || hasDependency(member, 'After', target)) return;
  if (m.mounted !== undefined && mountedFollows(m.mounted).includes(target.id)) return;
  if (!hasRule(target, member)) t.rule('After', member.id, 'default', 'target-complement');
}

function hasRule(target: LoadingUnit, member: LoadingUnit): boolean {
  const known = findDependency(target, 'After', member);
  return known?.declared.some((d) => d.rule === 'target-complement') ?? false;
}
