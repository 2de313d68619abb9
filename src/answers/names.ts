/** From a name as people write it to the id of a node. */

import { runlevelNamed } from '../behaviours/runlevels.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { perConnection } from '../engine/later/per-connection.ts';
import { type BootGraph, type InitSystem, UNIT_TYPES } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { lexicalPath } from '../snapshot/lexical.ts';
import { isUnitName, nameFromPath } from '../systemd/unit-name.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { trimmedEnd } from '../words/trim.ts';
import { type AliasUse, aliasUse } from './aliases.ts';
import { matcher } from './pattern.ts';
import { QuestionError } from './question-error.ts';

/** Runlevel words and the targets they stand for (runlevel(8)). */
const RUNLEVELS: ReadonlyMap<string, string> = new Map([
  ['1', 'rescue.target'],
  ['s', 'rescue.target'],
  ['S', 'rescue.target'],
  ['single', 'rescue.target'],
  ['emergency', 'emergency.target'],
  ['2', 'multi-user.target'],
  ['3', 'multi-user.target'],
  ['4', 'multi-user.target'],
  ['5', 'graphical.target'],
]);

/**
 * A name as people type it, as systemctl takes it: an alias counts, the suffix may be left out; a path is the unit of that file, device or
 * mount point; a pattern (`*`, `?`, `[…]`) is the one unit that it fits.
 * @param type the suffix to try: `service`
 * @throws QuestionError with the nearest names where there is no such unit
 */
export function unitNamed(graph: BootGraph, typed: string, type = 'service'): string {
  const name = typed.trim();
  const id = name.includes('/') ? unitOfPath(graph, name) : knownAs(graph, name, type);
  if (id !== undefined) return id;
  if (/[*?[]/.test(name)) return unitFitting(graph, name);
  if (name.endsWith('@') || name.includes('@.')) {
    const stem = name.slice(0, name.indexOf('@') + 1);
    throw new QuestionError({
      kind: 'template',
      name,
      instances: [...graph.names.keys()].filter((known) => known.startsWith(stem)),
      ...acceptingSocket(graph, stem),
    });
  }
  throw new QuestionError({ kind: 'no-such-unit', name, near: nearUnits(graph, name) });
}

/** A socket that starts an instance for each connection. */
function acceptingSocket(graph: BootGraph, stem: string): { readonly socket?: string } {
  const socket = `${stem.slice(0, -1)}.socket`;
  const node = graph.nodes.get(socket);
  return node !== undefined && perConnection(node) !== undefined ? { socket } : {};
}

/**
 * As `unitNamed`; an instance of a template that the root has may be named though nothing asks for it: the root is then opened with it.
 * @returns the id, and the root that it is of
 */
export function unitIn(
  opened: OpenedRoot,
  typed: string,
  type = 'service',
): { readonly opened: OpenedRoot; readonly unit: string } {
  try {
    return { opened, unit: unitNamed(opened.graph, typed, type) };
  } catch (error) {
    const name = typed.trim();
    if (!(error instanceof QuestionError) || !/^[^/*?[]+@[^.]+/.test(name)) throw error;
    const instance = isUnitName(name) ? name : `${name}.${type}`;
    const other = opened.reopen([], { also: [...(opened.also ?? []), instance] });
    const node = other.graph.nodes.get(other.graph.names.get(instance) ?? '');
    if (node === undefined || node.load === 'not-found') throw error;
    return { opened: other, unit: node.id };
  }
}

function knownAs(graph: BootGraph, name: string, type: string): string | undefined {
  return spellings(graph, name, type)
    .map((spelling) => graph.names.get(spelling))
    .find((found) => found !== undefined);
}

/** By the file that it is read from (within the root, or as the caller sees it), else by what a path is to systemctl: a device or a mount. */
function unitOfPath(graph: BootGraph, typed: string): string | undefined {
  const outside = trimmedEnd(graph.root, '/');
  const path = outside !== '' && typed.startsWith(`${outside}/`) ? typed.slice(outside.length) : typed;
  for (const { id, fragment, dropIns } of graph.nodes.values())
    if (fragment === path || dropIns.includes(path)) return id;
  const [, folder = '', base = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  const owner = /^.*\/([^/]+)\.d$/.exec(folder)?.[1] ?? base;
  const escaped = nameFromPath(path, path.startsWith('/dev/') ? '.device' : '.mount');
  const names = [
    ...(/\/systemd\/(system|user)(\/|$)/.test(folder) ? [owner] : []),
    ...(folder === '/etc/init.d' ? [`sysv:${base}`] : []),
    ...(folder === '/etc/init' ? [`upstart:${base.replace(/\.(conf|override)$/, '')}`] : []),
    ...(escaped === undefined ? [] : [escaped]),
  ];
  return names.map((name) => graph.names.get(name)).find((id) => id !== undefined);
}

/** @throws QuestionError where it fits none, or several */
function unitFitting(graph: BootGraph, pattern: string): string {
  const fits = matcher([pattern]);
  const units = [...new Set([...graph.names].filter(([name]) => fits(name)).map(([, id]) => id))].sort();
  if (units.length === 1) return units[0] as string;
  if (units.length === 0) throw new QuestionError({ kind: 'no-such-unit', name: pattern, near: [] });
  throw new QuestionError({ kind: 'several', name: pattern, units });
}

/** So many names are offered, and so many more where they all begin with what was typed. */
const OFFERED = { near: 3, begun: 6 };

/** Names that may have been meant: those that begin with what was typed, then those that hold it, then by spelling; what has an effect first. */
export function nearUnits(graph: BootGraph, typed: string): readonly string[] {
  const effective = (name: string): boolean => graph.nodes.get(graph.names.get(name) ?? '')?.effective === true;
  const names = [...graph.names.keys()];
  const word = typed.replace(/\.service$/, '').toLowerCase();
  const begun = names
    .filter((name) => name.toLowerCase().startsWith(word) && effective(name))
    .sort((a, b) => Number(b.endsWith('.service')) - Number(a.endsWith('.service')) || (a < b ? -1 : 1))
    .slice(0, word.length > 1 ? OFFERED.begun : 0);
  if (begun.length >= OFFERED.near) return begun;
  // Who names a target means a target.
  const suffix = /\.[a-z]+$/.exec(word)?.[0];
  const ofType = suffix === undefined ? [] : names.filter((name) => name.endsWith(suffix));
  const near = [ofType.filter(effective), ofType, names.filter(effective), names].flatMap((some) =>
    nearestNames(word, some),
  );
  return [...new Set([...begun, ...near])].slice(0, OFFERED.near);
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
  return unitNamed(graph, (graph.init.system === 'systemd' ? RUNLEVELS.get(name) : undefined) ?? name, 'target');
}

/**
 * The root opened for the target that was typed, which may lack its suffix or be a runlevel word. Under another init than systemd it is a
 * runlevel, and has been read.
 * @throws QuestionError where no file defines it
 */
export function withTarget(opened: OpenedRoot, typed: string): OpenedRoot {
  const { graph } = opened;
  if (graph.init.system !== 'systemd') {
    if (runlevelNamed(typed) === undefined) throw new QuestionError({ kind: 'no-runlevel', name: typed });
    return opened;
  }
  const defined = (name: string): boolean => {
    const load = graph.nodes.get(graph.names.get(name) ?? '')?.load;
    return load !== undefined && load !== 'not-found';
  };
  if (defined(typed)) return opened;
  const spelt = [RUNLEVELS.get(typed) ?? `${typed}.target`, ...UNIT_TYPES.map((type) => `${typed}.${type}`)].find(
    defined,
  );
  if (spelt !== undefined) return opened.reopen([], { target: spelt });
  const targets = [...graph.names.keys()].filter((name) => name.endsWith('.target') && defined(name));
  throw new QuestionError({ kind: 'no-such-unit', name: typed, near: nearestNames(typed, targets) });
}

/** What the name as it was typed is an alias of, where it is one. */
export function aliasAsked(opened: RootFacts, typed: string, type = 'service'): AliasUse | undefined {
  const name = typed.trim();
  return aliasUse(opened, opened.graph.names.has(name) ? name : `${name}.${type}`);
}

/** A name that a root need not have yet, completed as systemctl does; undefined where it is none. */
export function nameSpelt(typed: string, type = 'service'): string | undefined {
  const full = isUnitName(typed) ? typed : `${typed}.${type}`;
  return isUnitName(full) ? full : undefined;
}

/** A unit's name, or the path of its file within the root, as `systemctl enable` takes both; undefined where it is neither. */
export function fileSpelt(typed: string): string | undefined {
  if (!typed.includes('/')) return nameSpelt(typed);
  return isUnitName(typed.slice(typed.lastIndexOf('/') + 1))
    ? lexicalPath(typed.startsWith('/') ? typed : `/${typed}`)
    : undefined;
}
