/** From a name as people write it to the id of a node. */

import type { RootFacts } from '../boot/root-facts.ts';
import { type BootGraph, type InitSystem, UNIT_TYPES } from '../graph/model.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { type AliasUse, aliasUse } from './aliases.ts';
import { QuestionError } from './question-error.ts';

/** Runlevel words and the targets they stand for (runlevel(8)). */
const RUNLEVELS: Readonly<Record<string, string>> = {
  '1': 'rescue.target',
  s: 'rescue.target',
  S: 'rescue.target',
  single: 'rescue.target',
  emergency: 'emergency.target',
  '2': 'multi-user.target',
  '3': 'multi-user.target',
  '4': 'multi-user.target',
  '5': 'graphical.target',
};

/**
 * An alias counts, the suffix may be left out.
 * @param type the suffix to try: `service`
 * @throws QuestionError with the nearest names where there is no such unit
 */
export function unitNamed(graph: BootGraph, typed: string, type = 'service'): string {
  const name = typed.trim();
  const id = spellings(graph, name, type)
    .map((spelling) => graph.names.get(spelling))
    .find((found) => found !== undefined);
  if (id !== undefined) return id;
  if (name.endsWith('@') || name.includes('@.')) {
    const stem = name.slice(0, name.indexOf('@') + 1);
    throw new QuestionError({
      kind: 'template',
      name,
      instances: [...graph.names.keys()].filter((known) => known.startsWith(stem)),
    });
  }
  throw new QuestionError({ kind: 'no-such-unit', name, near: nearestNames(name, [...graph.names.keys()]) });
}

/** The name as it is, then as the init in force would mean it, then as the others would. */
function spellings(graph: BootGraph, name: string, type: string): readonly string[] {
  const short: Readonly<Record<InitSystem, readonly string[]>> = {
    systemd: [type, ...UNIT_TYPES].map((suffix) => `${name}.${suffix}`),
    upstart: [`upstart:${name}`, `event:${name}`],
    sysv: [`sysv:${name}`, `lsb:$${name.replace(/^\$/, '')}`, `runlevel:${name}`],
  };
  // Upstart runs init scripts itself, so they come before units that nobody reads.
  const next = graph.init.system === 'upstart' ? short.sysv : [];
  return [name, ...short[graph.init.system], ...next, ...Object.values(short).flat()];
}

/** A target by name or runlevel word. @throws QuestionError as `unitNamed` */
export function targetNamed(graph: BootGraph, name: string): string {
  return unitNamed(graph, (graph.init.system === 'systemd' ? RUNLEVELS[name] : undefined) ?? name, 'target');
}

/** What the name as it was typed is an alias of, where it is one. */
export function aliasAsked(opened: RootFacts, typed: string, type = 'service'): AliasUse | undefined {
  const name = typed.trim();
  return aliasUse(opened, opened.graph.names.has(name) ? name : `${name}.${type}`);
}
