/** rcN.d and inittab: a runlevel wants what its S links name and is there once those have run; S is over before the others. */

import { RUNLEVELS, type Runlevel } from '../behaviours/runlevels.ts';
import { bareNode } from '../graph/bare-node.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Declaration, Setting } from '../graph/model.ts';
import type { BootOrder } from './boot-order.ts';
import type { SysvFiles } from './init-scripts.ts';
import { entryFor, INITTAB, type InittabEntry } from './inittab.ts';
import { nodeOf, runlevelId, type ServiceNames, scriptId } from './nodes.ts';

export function addRunlevels(
  builder: GraphBuilder,
  files: SysvFiles,
  inittab: readonly InittabEntry[],
  order: BootOrder | undefined,
): void {
  const boot = runlevelId('S');
  for (const level of RUNLEVELS) {
    const entry = entryFor(inittab, level);
    builder.addNode({
      ...bareNode(runlevelId(level), 'sysv', 'runlevel'),
      description: entry === undefined ? '' : entry.process,
      fragment: entry === undefined ? null : INITTAB,
      settings: inittab.filter((one) => runsIn(one, level)).map(settingOf),
    });
  }
  const inBoot = new Set((files.links.get('S') ?? []).filter((link) => link.type === 'S').map((link) => link.script));
  for (const level of RUNLEVELS) {
    const id = runlevelId(level);
    const first = proofOf(id, entryFor(inittab, level));
    if (level !== 'S') {
      builder.declare(id, 'Requires', boot, first);
      builder.declare(id, 'After', boot, first);
    }
    for (const link of files.links.get(level) ?? []) {
      const script = nodeOf(builder, link.script, NO_NAMES);
      const proof: Declaration = { by: id, origin: 'rc-link', how: 'link', file: link.file };
      if (link.type === 'K') builder.declare(id, 'Conflicts', script, proof);
      else {
        builder.declare(id, 'Wants', script, proof);
        builder.declare(id, 'After', script, proof);
        if (level !== 'S' && !inBoot.has(link.script)) builder.declare(script, 'After', boot, first);
      }
    }
  }
  for (const { script, on, file, line, earlier } of order?.waits ?? []) {
    const by = nodeOf(builder, script, NO_NAMES);
    builder.declare(by, 'After', nodeOf(builder, on, NO_NAMES), {
      by: scriptId(script),
      origin: line === undefined ? 'rc-link' : 'depend-file',
      how: line === undefined ? 'link' : 'line',
      file,
      ...(line === undefined ? {} : { line }),
      ...(earlier === undefined ? {} : { as: earlier }),
    });
  }
}

const NO_NAMES: ServiceNames = new Map();

function proofOf(by: string, entry: InittabEntry | undefined): Declaration {
  if (entry === undefined) return { by, origin: 'inittab', how: 'rule', rule: 'sysv-boot-first' };
  return { by, origin: 'inittab', how: 'line', file: INITTAB, line: entry.line, key: entry.action };
}

/** What init itself runs on the way to a runlevel or in it: scripts, terminals. */
function runsIn({ levels, action }: InittabEntry, level: Runlevel): boolean {
  if (action === 'initdefault') return false;
  // What stands for S itself is single-user mode: a boot passes through S by sysinit alone.
  if (level === 'S') return action === 'sysinit' || action === 'boot' || action === 'bootwait';
  return /^(wait|once|respawn|ondemand)$/.test(action) && levels.toUpperCase().includes(level);
}

function settingOf({ id, levels, action, process, line }: InittabEntry): Setting {
  return { section: 'inittab', key: `${id}:${levels}:${action}`, value: process, file: INITTAB, line };
}
