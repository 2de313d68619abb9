/** In which order /etc/init.d/rc of this root runs scripts: side by side by `.depend.*`, or one after the other by number. */

import type { Runlevel } from '../behaviours/runlevels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { dependFile, type Reason, serialReasons } from './concurrency.ts';
import type { SysvFiles } from './init-scripts.ts';
import { entryFor, type InittabEntry } from './inittab.ts';

/** `script` is not started before `on` is done. */
export interface Wait {
  readonly script: string;
  readonly on: string;
  readonly file: string;
  readonly line?: number;
  /** The link of `on`, where numbers decide. */
  readonly earlier?: string;
}

export interface BootOrder {
  readonly parallel: boolean;
  /** Why it is that way. */
  readonly reasons: readonly Reason[];
  readonly waits: readonly Wait[];
  /** Scripts with an S link, in the order of the links' names. */
  readonly started: Readonly<Record<'boot' | 'level', readonly string[]>>;
  /** Whether `script` surely starts after `on`; undefined where one of them is not started. */
  comesAfter(script: string, on: string): boolean | undefined;
}

export function readBootOrder(
  snapshot: Snapshot,
  files: SysvFiles,
  level: Runlevel,
  inittab: readonly InittabEntry[],
  cmdline: string,
): BootOrder {
  const { layout } = files;
  const reasons = serialReasons(snapshot, layout, cmdline, entryFor(inittab, level)?.process);
  const boot = startLinks(files, 'S');
  const later = startLinks(files, level);
  const started = { boot: boot.map(({ script }) => script), level: later.map(({ script }) => script) };
  const parallel = reasons.length === 0;
  const waits = parallel
    ? [...dependWaits(snapshot, dependFile(layout, 'boot')), ...dependWaits(snapshot, dependFile(layout, 'start'))]
    : [...numberWaits(boot), ...numberWaits(later)];
  const before = parallel ? closure(waits) : undefined;
  const places = [boot, later].map((links) => new Map(links.map(({ script }, place) => [script, place])));
  const [inBoot, inLevel] = [new Set(started.boot), new Set(started.level)];
  return {
    parallel,
    reasons: parallel
      ? [{ text: 'startpar starts what waits for nothing else', file: dependFile(layout, 'start') }]
      : reasons,
    waits: waits.filter(({ script, on }) => isStarted(script) && isStarted(on)),
    started,
    comesAfter(script, on) {
      if (!isStarted(script) || !isStarted(on)) return undefined;
      if (inBoot.has(on) && !inBoot.has(script)) return true;
      if (before !== undefined) return before(script).has(on);
      return places.some((place) => (place.get(on) ?? Number.POSITIVE_INFINITY) < (place.get(script) ?? -1));
    },
  };

  function isStarted(script: string): boolean {
    return inBoot.has(script) || inLevel.has(script);
  }
}

interface StartLink {
  readonly script: string;
  readonly name: string;
  readonly file: string;
}

/** As the shell expands S*: sorted by name. */
function startLinks(files: SysvFiles, level: Runlevel): readonly StartLink[] {
  return (files.links.get(level) ?? [])
    .filter((link) => link.type === 'S' && !link.dangling)
    .map(({ script, name, file }) => ({ script, name, file }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function numberWaits(links: readonly StartLink[]): readonly Wait[] {
  return links.slice(1).flatMap((link, i) => {
    const on = links[i];
    return on === undefined ? [] : [{ script: link.script, on: on.script, file: link.file, earlier: on.name }];
  });
}

function dependWaits(snapshot: Snapshot, file: string): readonly Wait[] {
  return (snapshot.read(file) ?? '').split('\n').flatMap((text, i) => {
    const match = /^([^\s:=]+):\s*(.*)$/s.exec(text);
    const words = (match?.[2] ?? '').split(/\s+/).filter((word) => word !== '');
    return words.map((on): Wait => ({ script: match?.[1] ?? '', on, file, line: i + 1 }));
  });
}

/** Everything that comes before a script. Questions come script by script: the last answer is kept, not all of them. */
function closure(waits: readonly Wait[]): (script: string) => ReadonlySet<string> {
  const direct = new Map<string, string[]>();
  for (const { script, on } of waits) {
    const list = direct.get(script);
    if (list) list.push(on);
    else direct.set(script, [on]);
  }
  let last: { readonly script: string; readonly found: ReadonlySet<string> } | undefined;
  return (script) => {
    if (last?.script === script) return last.found;
    const found = new Set<string>();
    const todo = [...(direct.get(script) ?? [])];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      append(todo, direct.get(next) ?? []);
    }
    last = { script, found };
    return found;
  };
}
