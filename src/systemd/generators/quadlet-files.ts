/** Where podman's quadlet looks for its unit files, and what stands in one: podman-systemd.unit(5). */
import type { Setting } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { wordsOf } from '../words.ts';

export const QUADLET_FOLDERS = ['/run/containers/systemd', '/etc/containers/systemd', '/usr/share/containers/systemd'];
/** Units of users, not of PID 1. */
const USERS = '/etc/containers/systemd/users';
const DEPTH = 16;

export type Kind = 'container' | 'volume' | 'kube' | 'network' | 'image' | 'build' | 'pod';

interface KindFacts {
  /** The section that is podman's own. */
  readonly group: string;
  /** What is put behind the file's name to make the service's. */
  readonly suffix: string;
  /** What others may lean on is made first. */
  readonly turn: number;
}

export const KINDS: Readonly<Record<Kind, KindFacts>> = {
  image: { group: 'Image', suffix: '-image', turn: 1 },
  build: { group: 'Build', suffix: '-build', turn: 3 },
  network: { group: 'Network', suffix: '-network', turn: 2 },
  volume: { group: 'Volume', suffix: '-volume', turn: 2 },
  container: { group: 'Container', suffix: '', turn: 4 },
  kube: { group: 'Kube', suffix: '', turn: 4 },
  pod: { group: 'Pod', suffix: '-pod', turn: 5 },
};

/** One quadlet with its drop-ins; names of keys are those of its own section unless another is given. */
export interface Quadlet {
  readonly name: string;
  readonly file: string;
  readonly kind: Kind;
  readonly settings: readonly Setting[];
  /** Name of the service that is made of it. */
  readonly service: string;
  /** The last value, if it is not empty. */
  last(key: string, section?: string): string | undefined;
  /** Every value since the last empty one. */
  all(key: string, section?: string): readonly Setting[];
  /** Their words. */
  words(key: string, section?: string): readonly string[];
}

export function kindOf(name: string): Kind | undefined {
  const kind = name.slice(name.lastIndexOf('.') + 1);
  return name.includes('.') && Object.hasOwn(KINDS, kind) ? (kind as Kind) : undefined;
}

/** Of one name, the first found counts. */
export function quadletsOf(snapshot: Snapshot): readonly Quadlet[] {
  const dirs = QUADLET_FOLDERS.flatMap((root) => foldersBelow(snapshot, snapshot.realpath(root) ?? root, 0));
  const found = new Map<string, Quadlet>();
  for (const dir of dirs)
    for (const { name } of [...(snapshot.list(dir) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const kind = kindOf(name);
      if (kind === undefined || found.has(name)) continue;
      const own = settingsIn(snapshot, `${dir}/${name}`);
      if (own === undefined) continue;
      found.set(name, quadlet(name, `${dir}/${name}`, kind, [...own, ...dropInsOf(snapshot, dirs, name)]));
    }
  return [...found.values()].sort((a, b) => KINDS[a.kind].turn - KINDS[b.kind].turn);
}

function foldersBelow(snapshot: Snapshot, dir: string, depth: number): readonly string[] {
  if (dir === USERS || depth > DEPTH || snapshot.stat(dir)?.kind !== 'dir') return [];
  const inner = (snapshot.list(dir) ?? []).filter(({ kind }) => kind === 'dir').map(({ name }) => `${dir}/${name}`);
  return [dir, ...inner.sort().flatMap((sub) => foldersBelow(snapshot, sub, depth + 1))];
}

/** By name; of one name, that of the first folder; an instance has its template's too. */
function dropInsOf(snapshot: Snapshot, dirs: readonly string[], name: string): readonly Setting[] {
  const template = /^([^@]+@).+(\.[^.]+)$/.exec(name);
  const names = template === null ? [name] : [name, `${template[1]}${template[2]}`];
  const files = new Map<string, string>();
  for (const of of names)
    for (const dir of dirs)
      for (const entry of snapshot.list(`${dir}/${of}.d`) ?? [])
        if (entry.name.endsWith('.conf') && !files.has(entry.name))
          files.set(entry.name, `${dir}/${of}.d/${entry.name}`);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, file]) => settingsIn(snapshot, file) ?? []);
}

/** podman's own parser: a continued line is joined without a space. undefined: a line is neither section, key nor remark. */
function settingsIn(snapshot: Snapshot, file: string): readonly Setting[] | undefined {
  const lines = snapshot.read(file)?.split('\n');
  if (lines === undefined) return undefined;
  const isRemark = (line = ''): boolean => /^\s*([#;]|$)/.test(line);
  const settings: Setting[] = [];
  let section: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    let text = lines[at] ?? '';
    if (isRemark(text)) continue;
    const header = /^\[([^[\]]+)\]\s*$/.exec(text);
    if (header !== null) {
      section = header[1];
      continue;
    }
    const line = at + 1;
    while (text.endsWith('\\') && at + 1 < lines.length) {
      do at++;
      while (isRemark(lines[at]) && at + 1 < lines.length);
      text = text.slice(0, -1) + (lines[at] ?? '').trimStart();
    }
    const cut = text.indexOf('=');
    if (section === undefined || cut < 1) return undefined;
    settings.push({ section, key: text.slice(0, cut).trim(), value: text.slice(cut + 1).trim(), file, line });
  }
  return settings;
}

function quadlet(name: string, file: string, kind: Kind, settings: readonly Setting[]): Quadlet {
  const { group, suffix } = KINDS[kind];
  const all: Quadlet['all'] = (key, section = group) => {
    const values = settings.filter((s) => s.section === section && s.key === key);
    return values.slice(values.findLastIndex(({ value }) => value === '') + 1);
  };
  const last: Quadlet['last'] = (key, section) => all(key, section).at(-1)?.value;
  const base = last('ServiceName') ?? `${name.slice(0, name.lastIndexOf('.'))}${suffix}`;
  return {
    name,
    file,
    kind,
    settings,
    service: `${base}.service`,
    all,
    last,
    words: (key, section) => all(key, section).flatMap(({ value }) => wordsOf(value, { unquote: true }).words),
  };
}
