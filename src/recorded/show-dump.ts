/**
 * `systemctl show` of many units as what a dump tells: the same dependencies, in both directions, without the reasons (dbus-unit.c). A
 * supportconfig has every unit's block, its lines in alphabetical order.
 */

import { type Dump, type DumpUnit, dependencyGrower, newUnit } from './dump.ts';
import { managerBlock, type ShowBlock, showBlocks } from './show.ts';

const CONDITION_RESULT = { yes: 'succeeded', no: 'failed' } as const;

/** Whether the blocks are of units that depend on each other: targets among them, with what they are ordered after. */
export function isShowOfUnits(text: string): boolean {
  return /^Id=\S+\.target\r?$/m.test(text) && /^(?:After|Wants|Requires)=/m.test(text);
}

/** Of a text that is no output of systemctl show, nothing is read. */
export function parseShow(text: string): Dump {
  const blocks = showBlocks(text);
  const units = new Map<string, DumpUnit>();
  const { edges, add } = dependencyGrower();
  for (const block of blocks) {
    const id = block.values.get('Id');
    if (id === undefined || units.has(id)) continue;
    const unit = unitOf(id, block);
    units.set(id, unit);
    for (const [key, value] of block.values)
      for (const other of value.split(' ')) if (other !== '') add(unit, key, other, block.lines.get(key) ?? block.line);
  }
  const manager = managerBlock(blocks);
  const version = manager?.values.get('Version');
  const major = /^(?:systemd )?(\d{3})/.exec(version ?? '')?.[1];
  return {
    manager: {
      ...(major === undefined || version === undefined
        ? {}
        : { version: { text: version, major: Number(major), line: manager?.lines.get('Version') ?? 1 } }),
      timestamps: new Map(),
    },
    units,
    edges,
    words: new Set(),
    origins: false,
  };
}

function unitOf(id: string, { values, lines, line }: ShowBlock): DumpUnit {
  const of = (key: string): string => values.get(key) ?? '';
  const list = (key: string): string[] =>
    of(key)
      .split(' ')
      .filter((word) => word !== '');
  const unit = newUnit(id, line);
  unit.aliases = list('Names').filter((name) => name !== id);
  unit.description = of('Description');
  unit.load = of('LoadState');
  const error = /^\S+ "(.+)"$/.exec(of('LoadError'))?.[1];
  if (error !== undefined) unit.loadError = { message: error, line: lines.get('LoadError') ?? line };
  unit.activeState = of('ActiveState');
  unit.active = unit.activeState === 'active';
  unit.perpetual ||= of('Perpetual') === 'yes';
  unit.needsReload = of('NeedDaemonReload') === 'yes';
  unit.transient = of('Transient') === 'yes';
  unit.fragment = of('FragmentPath') || null;
  unit.sourcePath = of('SourcePath') || undefined;
  unit.dropIns = list('DropInPaths');
  unit.following = of('Following') || undefined;
  unit.ignoreOnIsolate = of('IgnoreOnIsolate') === 'yes';
  unit.defaultDependencies = of('DefaultDependencies') !== 'no';
  unit.refuseManualStart = of('RefuseManualStart') === 'yes';
  unit.serviceType = (id.endsWith('.service') && of('Type')) || undefined;
  const result = of('ConditionResult');
  if ((result === 'yes' || result === 'no') && of('ConditionTimestampMonotonic') !== '0' && of('Conditions') !== '')
    unit.conditions.push({
      key: 'Conditions',
      value: of('Conditions'),
      result: CONDITION_RESULT[result],
      line: lines.get('Conditions') ?? line,
    });
  return unit;
}
