/** Init scripts as a graph: `sysv:NAME`, `lsb:$NAME`, `runlevel:N`, each edge with its header line, link or table line. */

import { type Runlevel, runlevelNamed, runlevelOfWord } from '../behaviours/runlevels.ts';
import type { SysvLayout } from '../behaviours/sysv-layout.ts';
import { bareNode } from '../graph/bare-node.ts';
import { createGraphBuilder, type GraphBuilder } from '../graph/builder.ts';
import type { BootGraph, InitReport, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type BootOrder, readBootOrder } from './boot-order.ts';
import { readFacilities } from './facilities.ts';
import { fileFilters, type InitScript, readSysvFiles, type SysvFiles } from './init-scripts.ts';
import { DEFAULT_RUNLEVEL, defaultRunlevel, entryFor, INITTAB, type InittabEntry, readInittab } from './inittab.ts';
import { diagnoseInsserv } from './insserv/diagnose.ts';
import { providedWords } from './insserv/requirements.ts';
import { addFacilities, addHeader } from './load-headers.ts';
import { addRunlevels } from './load-runlevels.ts';
import { runlevelId, type ServiceNames, scriptId } from './nodes.ts';
import { baseName } from './read-text.ts';
import { isIgnoredScriptName } from './script-names.ts';

/** The boot of a root whose init is sysvinit. */
export interface SysvBoot {
  readonly level: Runlevel;
  /** Where the level comes from: inittab, the command line, nowhere. */
  readonly levelFrom: { readonly text: string; readonly file?: string; readonly line?: number };
  readonly inittab: readonly InittabEntry[];
  readonly order: BootOrder;
  readonly layout: SysvLayout;
}

export interface LoadSysvOptions {
  /** Another runlevel than inittab's: `3`, `runlevel:3`. */
  readonly target?: string;
  readonly cmdline: string;
}

/** Where sysvinit is not in force its scripts are there all the same, but no order of a boot is worked out. */
export function loadSysv(
  snapshot: Snapshot,
  init: InitReport,
  { target, cmdline }: LoadSysvOptions,
): { readonly graph: BootGraph; readonly boot?: SysvBoot } {
  const builder = createGraphBuilder();
  const files = readSysvFiles(snapshot);
  const inittab = readInittab(snapshot) ?? [];
  const { level, levelFrom } = startLevel(inittab, target, cmdline);
  const head = { root: snapshot.label, init, target: runlevelId(level) };
  const filters = fileFilters(snapshot);
  const scripts = files.scripts.filter(
    ({ name, skip }) => skip !== 'not-a-file' && !isIgnoredScriptName(name, filters),
  );
  if (scripts.length === 0 && inittab.length === 0) return { graph: builder.finish(head) };
  const inForce = init.system === 'sysv';
  const order = inForce ? readBootOrder(snapshot, files, level, inittab, cmdline) : undefined;
  const names = addScripts(builder, scripts);
  const facilities = readFacilities(snapshot, filters);
  addFacilities(builder, facilities, names);
  addLinked(builder, snapshot, files);
  for (const script of scripts) addHeader(builder, script, names, facilities, order);
  addRunlevels(builder, files, inittab, order);
  if (order !== undefined) diagnoseInsserv(builder, snapshot, files, order);
  if (inForce) diagnoseOwnScripts(builder, inittab, level);
  return {
    graph: builder.finish(head),
    ...(order === undefined ? {} : { boot: { level, levelFrom, inittab, order, layout: files.layout } }),
  };
}

/** A runlevel that is not gone through by the numbers of links, but by a script of the distribution's own (Slackware's rc.M). */
function diagnoseOwnScripts(builder: GraphBuilder, inittab: readonly InittabEntry[], level: Runlevel): void {
  if (entryFor(inittab, level) !== undefined) return;
  for (const { action, levels, process, line } of inittab) {
    if (!(action === 'wait' || action === 'once') || !levels.includes(level)) continue;
    const message = `What ${process.trim()} starts in runlevel ${level}: it goes by no links of rc${level}.d that are known here.`;
    builder.diagnose({ severity: 'notice', code: 'runlevel-not-by-links', message, file: INITTAB, line });
  }
}

function startLevel(
  inittab: readonly InittabEntry[],
  target: string | undefined,
  cmdline: string,
): Pick<SysvBoot, 'level' | 'levelFrom'> {
  const asked = target === undefined ? undefined : runlevelNamed(target);
  if (asked !== undefined) return { level: asked, levelFrom: { text: 'as asked for' } };
  // sysvinit's own reading of what the kernel passes on to it (init.c: main).
  for (const word of cmdline.split(/\s+/)) {
    const level = runlevelOfWord(word);
    if (level !== undefined) return { level, levelFrom: { text: `"${word}" on the kernel command line` } };
  }
  const found = defaultRunlevel(inittab);
  if (found === undefined)
    return { level: DEFAULT_RUNLEVEL, levelFrom: { text: `${INITTAB} names no default; Debian's is taken` } };
  return { level: found.level, levelFrom: { text: 'initdefault', file: INITTAB, line: found.line } };
}

/** What a link of a runlevel runs and /etc/init.d does not hold under that name: Red Hat's `S99local -> ../rc.local`. */
function addLinked(builder: GraphBuilder, snapshot: Snapshot, { links }: SysvFiles): void {
  for (const { script, file } of [...links.values()].flat()) {
    const id = scriptId(script);
    const target = builder.node(id) === undefined ? snapshot.realpath(file) : undefined;
    if (target === undefined || snapshot.stat(target)?.kind !== 'file') continue;
    const alias = scriptId(baseName(target));
    const aliases = alias === id || builder.node(alias) !== undefined ? [] : [alias];
    builder.addNode({ ...bareNode(id, 'sysv', 'script'), aliases, fragment: target });
  }
}

function addScripts(builder: GraphBuilder, scripts: readonly InitScript[]): ServiceNames {
  const names = new Map<string, string>();
  const aliases = new Map<string, string[]>();
  // What insserv does not take for a script, such as another name of one, provides only what is left.
  const taken = scripts.filter(({ skip }) => skip === undefined);
  for (const script of [...taken, ...scripts.filter(({ skip }) => skip !== undefined)]) {
    const own: string[] = [];
    for (const word of providedWords(script.header, script.name)) {
      const holder = names.get(word);
      if (holder === undefined) {
        names.set(word, script.name);
        if (word !== script.name) own.push(scriptId(word));
      } else if (holder !== script.name && script.skip === undefined) {
        const field = script.header.header.fields.get('provides');
        builder.diagnose({
          severity: 'warning',
          code: 'lsb-provided-twice',
          message: `"${word}" is provided by /etc/init.d/${holder} already; insserv stops when both are to be enabled`,
          file: script.header.file,
          ...(field ? { line: field.line } : {}),
          unit: scriptId(script.name),
        });
      }
    }
    aliases.set(script.name, own);
  }
  for (const script of scripts) addScript(builder, script, (aliases.get(script.name) ?? []).sort());
  return names;
}

function addScript(builder: GraphBuilder, script: InitScript, aliases: readonly string[]): void {
  const { header, file } = script.header;
  const settings = [...header.fields.values()].map(
    ({ written, value, line }): Setting => ({ section: 'LSB', key: written, value, file, line }),
  );
  builder.addNode({
    ...bareNode(scriptId(script.name), 'sysv', 'script'),
    load: script.skip === 'dangling' ? 'not-found' : 'loaded',
    aliases,
    description: header.fields.get('description')?.value ?? '',
    fragment: script.file,
    dropIns: script.header.source === 'override' ? [file] : [],
    settings,
  });
}
