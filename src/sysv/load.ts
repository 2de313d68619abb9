/** Init scripts as a graph: `sysv:NAME`, `lsb:$NAME`, `runlevel:N`, each edge with its header line, link or table line. */
import { createGraphBuilder, type GraphBuilder } from '../graph/builder.ts';
import type { BootGraph, BootNode, Declaration, InitReport, NodeType, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Facilities, readFacilities } from './facilities.ts';
import { fileFilters, type InitScript, readSysvFiles, type SysvFiles } from './init-scripts.ts';
import { DEFAULT_RUNLEVEL, defaultRunlevel, entryFor, INITTAB, type InittabEntry, readInittab } from './inittab.ts';
import { type LsbKey, listWords } from './lsb-header.ts';
import { RUNLEVELS, type Runlevel } from './runlevels.ts';

export interface SysvGraph {
  readonly graph: BootGraph;
  readonly files: SysvFiles;
  readonly defaultLevel: Runlevel;
}

/** @param target another runlevel than inittab's: `3`, `runlevel:3` */
export function loadSysv(snapshot: Snapshot, init: InitReport, target?: string): SysvGraph {
  const builder = createGraphBuilder();
  const files = readSysvFiles(snapshot);
  const inittab = readInittab(snapshot) ?? [];
  const asked = RUNLEVELS.find((level) => level === target?.replace(/^runlevel:/, '').toUpperCase());
  const defaultLevel = asked ?? defaultRunlevel(inittab)?.level ?? DEFAULT_RUNLEVEL;
  const scripts = files.scripts.filter((script) => script.skip !== 'name' && script.skip !== 'not-a-file');
  const empty = scripts.length === 0 && inittab.length === 0;
  if (!empty) {
    const names = addScripts(builder, scripts);
    const facilities = readFacilities(snapshot, fileFilters(snapshot));
    addFacilities(builder, facilities, names);
    for (const script of scripts) addHeader(builder, script, names, facilities);
    addRunlevels(builder, files, inittab);
  }
  const graph = builder.finish({ root: snapshot.label, init, target: runlevelId(defaultLevel) });
  return { graph: empty ? { ...graph, nodes: new Map() } : graph, files, defaultLevel };
}

export function scriptId(name: string): string {
  return `sysv:${name}`;
}

export function runlevelId(level: Runlevel): string {
  return `runlevel:${level}`;
}

/** Service name to script name; the first script that provides it has it. */
type ServiceNames = ReadonlyMap<string, string>;

function addScripts(builder: GraphBuilder, scripts: readonly InitScript[]): ServiceNames {
  const names = new Map<string, string>();
  const aliases = new Map<string, string[]>();
  for (const script of scripts) {
    const own: string[] = [];
    for (const word of providedBy(script)) {
      const holder = names.get(word);
      if (holder === undefined) {
        names.set(word, script.name);
        if (word !== script.name) own.push(scriptId(word));
      } else if (holder !== script.name) {
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
  for (const script of scripts) builder.addNode(scriptNode(script, (aliases.get(script.name) ?? []).sort()));
  return names;
}

/** Words of Provides; without one the script provides its own name (insserv). */
function providedBy(script: InitScript): readonly string[] {
  const field = script.header.header.fields.get('provides');
  const words = field === undefined ? [] : listWords(field.value).filter((word) => !/^[$#]/.test(word));
  return words.length > 0 ? words : [script.name];
}

function scriptNode(script: InitScript, aliases: readonly string[]): BootNode {
  const { header, file } = script.header;
  const settings = [...header.fields.values()].map(
    ({ written, value, line }): Setting => ({ section: 'LSB', key: written, value, file, line }),
  );
  return {
    ...bareNode(scriptId(script.name), 'script'),
    load: script.skip === 'dangling' ? 'not-found' : 'loaded',
    aliases,
    description: header.fields.get('description')?.value ?? '',
    fragment: script.file,
    dropIns: script.header.source === 'override' ? [file] : [],
    settings,
  };
}

function bareNode(id: string, type: NodeType): BootNode {
  return {
    id,
    init: 'sysv',
    type,
    load: 'loaded',
    effective: true,
    aliases: [],
    description: '',
    fragment: null,
    dropIns: [],
    settings: [],
    facts: {},
  };
}

/** The node that a word of a header or of insserv.conf means; made, as not found, where nothing provides it. */
function nodeOf(builder: GraphBuilder, word: string, names: ServiceNames): string {
  const facility = word.startsWith('$');
  const id = facility ? `lsb:${word}` : scriptId(names.get(word) ?? word);
  if (builder.node(id) === undefined) {
    const known = word === '$all' || word === '$null';
    builder.addNode({ ...bareNode(id, facility ? 'facility' : 'script'), load: known ? 'loaded' : 'not-found' });
  }
  return id;
}

function addFacilities(builder: GraphBuilder, facilities: Facilities, names: ServiceNames): void {
  for (const [name, { file }] of facilities.declared)
    builder.addNode({ ...bareNode(`lsb:${name}`, 'facility'), fragment: file });
  for (const [name, members] of facilities.members)
    for (const member of members) {
      const word = member.name.replace(/^\+/, '');
      // An optional member that is not installed is nothing at all.
      if (word === '' || (member.name.startsWith('+') && !names.has(word))) continue;
      const id = nodeOf(builder, word, names);
      const by = `lsb:${name}`;
      const proof: Declaration = { by, origin: 'lsb-header', how: 'line', file: member.file, line: member.line };
      builder.declare(by, 'After', id, proof);
      if (id.startsWith('sysv:')) builder.declare(id, 'Provides', by, proof);
    }
}

const START_KEYS: readonly LsbKey[] = ['required-start', 'should-start', 'start-before'];

function addHeader(builder: GraphBuilder, script: InitScript, names: ServiceNames, facilities: Facilities): void {
  const { header, file } = script.header;
  const by = scriptId(script.name);
  for (const key of START_KEYS) {
    const field = header.fields.get(key);
    if (field === undefined) continue;
    for (const written of listWords(field.value)) {
      const word = written.replace(/^\+/, '');
      if (word === '' || word === '$null') continue;
      const id = nodeOf(builder, word, names);
      const proof: Declaration = {
        by,
        origin: 'lsb-header',
        how: 'line',
        file,
        line: field.line,
        key: field.written,
        ...(id === scriptId(word) || id === `lsb:${word}` ? {} : { as: word }),
      };
      if (key === 'start-before') {
        const members = word.startsWith('$') ? (facilities.members.get(word) ?? []) : [];
        const later = members.map((member) => names.get(member.name.replace(/^\+/, ''))).filter((n) => n !== undefined);
        for (const to of word.startsWith('$') ? later.map(scriptId) : [id]) builder.declare(to, 'After', by, proof);
      } else {
        builder.declare(by, 'After', id, proof);
        // Nothing pulls it in, and insserv refuses to enable this one without it.
        if (key === 'required-start') builder.declare(by, 'Requisite', id, proof);
      }
    }
  }
}

/** rcN.d and inittab: a runlevel wants what its S links name and is there once those have run; S is over before the others. */
function addRunlevels(builder: GraphBuilder, files: SysvFiles, inittab: readonly InittabEntry[]): void {
  const boot = runlevelId('S');
  for (const level of RUNLEVELS) {
    const entry = entryFor(inittab, level);
    const id = runlevelId(level);
    builder.addNode({
      ...bareNode(id, 'runlevel'),
      description: entry === undefined ? '' : entry.process,
      fragment: entry === undefined ? null : INITTAB,
    });
  }
  const inBoot = new Set((files.links.get('S') ?? []).filter((link) => link.type === 'S').map((link) => link.script));
  for (const level of RUNLEVELS) {
    const id = runlevelId(level);
    const entry = entryFor(inittab, level);
    const first: Declaration = {
      by: id,
      origin: 'inittab',
      ...(entry === undefined
        ? { how: 'rule', rule: 'sysv-boot-first' }
        : { how: 'line', file: INITTAB, line: entry.line }),
    };
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
        if (level !== 'S' && !inBoot.has(link.script)) builder.declare(script, 'After', boot, { ...first, by: id });
      }
    }
  }
}

const NO_NAMES: ServiceNames = new Map();
