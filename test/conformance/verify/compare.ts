/** What verify says of a tree against what the audit says of it: each message, and each refused value. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { audit } from '../../../src/audit/audit.ts';
import { openTree } from '../../../src/open.ts';
import { memoryTree } from '../../../src/snapshot/memory-tree.ts';
import type { Snapshot, Tree } from '../../../src/snapshot/snapshot.ts';
import { nameKind } from '../../../src/systemd/unit-name.ts';
import { AS_TESTED } from '../../surroundings.ts';
import { type Entry, writeEntries } from '../random/files.ts';
import type { Verifier } from './machine.ts';
import { FOLDERS } from './tree.ts';

export interface Compared {
  readonly messages: number;
  readonly refused: number;
  /** Messages of verify that no finding and no diagnostic of ours tells of. */
  readonly missed: readonly string[];
  /** Refused values of ours at lines of which verify says nothing. */
  readonly invented: readonly string[];
}

/** Units that verify can be asked for: those with a file of their own. A link may be refused, and then stands for nothing. */
export function unitsOf(entries: readonly Entry[]): readonly string[] {
  const names = entries.flatMap(({ path, kind }) => {
    if (kind !== 'file') return [];
    const folder = Object.values(FOLDERS).find((dir) => path.startsWith(`${dir}/`));
    const name = folder === undefined ? '' : path.slice(folder.length + 1);
    return nameKind(name) === 'plain' || nameKind(name) === 'instance' ? [name] : [];
  });
  // verify takes FILE:ALIAS and quotes apart on its command line.
  return [...new Set(names)].filter((name) => !name.startsWith('-') && !/[:\\]/.test(name));
}

export function askVerify(base: string, entries: readonly Entry[], verifier: Verifier): readonly string[] {
  rmSync(base, { recursive: true, force: true });
  mkdirSync(base, { recursive: true });
  writeEntries(base, entries);
  for (const { path } of entries) if (path.startsWith('bin/')) chmodSync(`${base}/${path}`, 0o755);
  return verifier.verify(base, unitsOf(entries));
}

export function treeOf(entries: readonly Entry[]): Tree {
  const tree = memoryTree();
  for (const entry of entries) {
    const path = `/${entry.path}`;
    if (entry.kind === 'link') tree.add(path, { kind: 'link', size: 0, mode: 0o777, linkTarget: entry.to });
    else if (entry.kind === 'dir') tree.add(path, { kind: 'dir', size: 0, mode: 0o755 });
    else if (entry.kind === 'fifo') tree.add(path, { kind: 'other', size: 0, mode: 0o644 });
    else if (entry.kind === 'file') {
      const content = new Uint8Array(Buffer.from(entry.text, 'latin1'));
      tree.add(path, {
        kind: 'file',
        size: content.length,
        mode: entry.path.startsWith('bin/') ? 0o755 : 0o644,
        content,
        uid: 0,
        gid: 0,
      });
    }
  }
  return tree;
}

/**
 * What became of a unit, after its cause has been told elsewhere; and circles: verify starts each unit from nothing, while
 * what the boot has started closes no circle any more (order is compared with PID 1's own, in ../jobs and ../random).
 * Of two services of one bus name the one met second is refused, and verify meets them in the order it is asked.
 * Last, what depends on the machine: whether it has an interface of the name behind the % of an address.
 */
const CONSEQUENCE =
  /^(Unit \S+ (failed to load properly|is masked|not found|has a bad unit file setting)|Requested transaction contains|Failed to (load|prepare)|\S+: Failed to create \S+: |OnFailureIsolate is deprecated|\S+: (Found (ordering cycle|dependency)( on|:)|Job \S+ deleted to break|Unable to break cycle)|\S+: Cannot add dependency job|\S+: Two services allocated for the same bus name|Failed to put bus name to hashmap|Unknown BPF delegate option|Bad pattern|Accepting user\/group name|\S+: Failed to parse address value in '\[\S+%\S+\])/;

/** Messages about a unit rather than a line, and the rules or diagnostics that tell of them. */
const UNIT_KINDS: readonly (readonly [message: RegExp, told: readonly string[]])[] = [
  [
    /Refusing\.$|fatal error, unit will not be started|may not contain reserved|do not match, not loading/,
    ['refused-unit', 'bad-setting', 'error'],
  ],
  [/Dependency \S+ is dropped|is merged into/, ['self-dependency', 'self-dependency-by-rule']],
  [/ignored \((\.device|device|slice|mount) units/, ['dependency-refused']],
  [/has different name/, ['link-of-other-name']],
  [/is not a symlink/, ['not-a-link']],
  [/is not a valid unit name, ignoring|Cannot add \S+ dependency on/, ['bad-link-name', 'bad-unit-name']],
  [/rejecting\.|which is not a valid unit name/, ['invalid-alias']],
  [/treating as alias/, ['link-into-subfolder']],
  [/Failed to open \S+: No such file/, ['dangling-link']],
  [/^\S+: Command \S+ is not executable/, ['program-missing']],
  [/service \S+ not loaded, socket cannot be started/, ['activates-missing']],
  [/but no \S+( setting)?\. Ignoring|has no effect in combination|has a value smaller than/, ['lone-setting']],
];

export function compareVerify(said: readonly string[], entries: readonly Entry[], version: number): Compared {
  const opened = openTree(treeOf(entries), 'random tree', {
    version,
    surroundings: AS_TESTED,
    unitPath: Object.values(FOLDERS).map((dir) => `/${dir}`),
    target: unitsOf(entries)[0] ?? 'default.target',
  });
  const findings = audit(opened);
  const told = [...findings, ...opened.graph.diagnostics];
  // For messages about a unit, what is told and of what: `refused-unit x.service`.
  const about = new Set([
    ...findings.flatMap(({ rule, unit, file }) => [`${rule} ${unit}`, `${rule} ${file}`]),
    ...opened.graph.diagnostics.flatMap(({ code, unit, file }) => [`${code} ${unit}`, `${code} ${file}`]),
  ]);
  const lines = [...new Set(said)].filter((line) => !CONSEQUENCE.test(line));
  const beginning = beginnings(opened.snapshot);
  const places = new Set(
    told.flatMap(({ file, line }) =>
      file === undefined ? [] : line === undefined ? [file] : [file, beginning(file, line)],
    ),
  );
  const placeOf = (line: string): string | undefined => {
    const [, file, number] = /^(\/.+?):(\d+): /.exec(line) ?? [];
    return file === undefined ? undefined : beginning(file, Number(number));
  };
  const missed = lines.filter((line) => {
    const place = placeOf(line);
    if (place !== undefined) return !places.has(place);
    const kinds = UNIT_KINDS.find(([message]) => message.test(line))?.[1] ?? [];
    const link = / dropin (\/.+?) (?:is|target) |^Suspicious symlink (\/\S+) /.exec(line);
    const unit = /^(\S+?)(: | points to )/.exec(line)?.[1] ?? '';
    // A unit that its conditions keep from running, or that has a root of its own, needs no program in this one.
    const settings = opened.graph.nodes.get(unit)?.settings ?? [];
    if (/: Command /.test(line) && settings.some(({ key }) => /^(Condition|Assert|Root|ExtensionI)/.test(key)))
      return false;
    const subjects = link === null ? [unit, opened.graph.names.get(unit)] : [link[1] ?? link[2]];
    return !kinds.some((kind) => subjects.some((subject) => about.has(`${kind} ${subject}`)));
  });
  const refused = findings.filter(({ rule }) => rule === 'refused-value');
  const spoken = new Set(lines.flatMap((line) => placeOf(line) ?? []));
  const asked = new Set(unitsOf(entries));
  const invented = refused
    .filter(({ unit = '', file, line }) => asked.has(unit) && !spoken.has(`${file}:${line}`))
    // Every alias of a masked file is known to us; to systemd only the names that were asked for.
    .filter(({ unit = '' }) => opened.graph.nodes.get(unit)?.load !== 'masked')
    .map(({ file, line, message }) => `${file}:${line}: ${message}`);
  return { messages: lines.length, refused: refused.length, missed, invented };
}

/** systemd counts an assignment over several lines at its last line, we at its first. */
function beginnings(snapshot: Snapshot): (file: string, line: number) => string {
  const known = new Map<string, readonly number[]>();
  const read = (file: string): readonly number[] => {
    const starts: number[] = [];
    let start = 0;
    let open = false;
    const text = Buffer.from(snapshot.readBytes(file) ?? []).toString('latin1');
    for (const [i, line] of text.split(/(?:\r\n|\n\r|\n|\r)\0?|\0/).entries()) {
      if (!open) start = i + 1;
      if (!/^[ \t]*[#;]/.test(line)) open = /(^|[^\\])(\\\\)*\\$/.test(line);
      starts.push(start);
    }
    return starts;
  };
  return (file, line) => {
    const starts = known.get(file) ?? read(file);
    known.set(file, starts);
    return `${file}:${starts[line - 1] ?? starts.at(-1) ?? line}`;
  };
}
