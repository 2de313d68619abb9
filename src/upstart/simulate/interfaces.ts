/** The interfaces that a boot brings up: the loopback, which every kernel has, and the `auto` lines of interfaces(5). */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { append } from '../../words/append.ts';

export interface Interface {
  readonly name: string;
  /** `inet`, `inet6`; of the first `iface` line. */
  readonly family: string;
  readonly method: string;
  readonly file: string;
  /** undefined: no line names it. */
  readonly line?: number;
  /** `ifup -a` brings it up. The loopback without a line: since ifupdown 0.8 (ifupdown's changelog); its device is there at any rate. */
  readonly auto: boolean;
}

const MAIN = '/etc/network/interfaces';
const MAX_FILES = 200;

/** The loopback first where no line names it, then in the order of the `auto` lines; each once. */
export function readInterfaces(snapshot: Snapshot): Interface[] {
  const loopback = { name: 'lo', family: 'inet', method: 'loopback', file: MAIN };
  if (snapshot.stat(MAIN)?.kind !== 'file') return [{ ...loopback, auto: true }];
  const autos = new Map<string, { readonly file: string; readonly line: number }>();
  const stanzas = new Map<string, { readonly family: string; readonly method: string }>();
  const seen = new Set<string>();
  const todo = [MAIN];
  for (let file = todo.shift(); file !== undefined && seen.size < MAX_FILES; file = todo.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [index, raw] of (snapshot.read(file) ?? '').split('\n').entries()) {
      const [key, ...words] = raw.trim().split(/\s+/);
      if (key === 'auto' || key === 'allow-auto') {
        for (const name of words) if (!autos.has(name)) autos.set(name, { file, line: index + 1 });
      } else if (key === 'iface' && words[0] !== undefined && !stanzas.has(words[0]))
        stanzas.set(words[0], { family: words[1] ?? 'inet', method: words[2] ?? 'static' });
      else if (key === 'source' || key === 'source-directory')
        for (const path of words) append(todo, included(snapshot, path, file));
    }
  }
  const named = [...autos].map(
    ([name, at]): Interface => ({ name, family: 'inet', method: 'static', ...stanzas.get(name), ...at, auto: true }),
  );
  return autos.has('lo') ? named : [{ ...loopback, auto: bringsUpLoopback(snapshot) }, ...named];
}

/** ifupdown's version, as dpkg has it on record: from 0.8 on `lo` is configured without a line. */
function bringsUpLoopback(snapshot: Snapshot): boolean {
  const status = snapshot.read('/var/lib/dpkg/status') ?? '';
  const at = status.search(/^Package: ifupdown$/m);
  if (at < 0) return false;
  const end = status.indexOf('\n\n', at);
  const version = /^Version: (?:\d+:)?(\d+)\.(\d+)/m.exec(status.slice(at, end < 0 ? undefined : end));
  return version !== null && (Number(version[1]) > 0 || Number(version[2]) >= 8);
}

/** A path, or a folder's files where the last part is `*`. */
function included(snapshot: Snapshot, written: string, from: string): string[] {
  const path = written.startsWith('/') ? written : `${from.slice(0, from.lastIndexOf('/'))}/${written}`;
  const slash = path.lastIndexOf('/');
  const folder = path.endsWith('*') ? path.slice(0, slash) : path;
  const list = snapshot.list(folder);
  if (list === undefined) return path.includes('*') ? [] : [path];
  return list.filter(({ name }) => /^[\w-]/.test(name)).map(({ name }) => `${folder}/${name}`);
}
