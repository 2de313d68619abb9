/** The interfaces that `ifup -a` brings up: `auto` lines of interfaces(5). */
import type { Snapshot } from '../../snapshot/snapshot.ts';

export interface Interface {
  readonly name: string;
  /** `inet`, `inet6`; of the first `iface` line. */
  readonly family: string;
  readonly method: string;
  readonly file: string;
  /** undefined: there is no such file, and the loopback interface is taken for granted. */
  readonly line?: number;
}

const MAIN = '/etc/network/interfaces';
const MAX_FILES = 200;

/** In the order of the `auto` lines; each once. */
export function readInterfaces(snapshot: Snapshot): Interface[] {
  if (snapshot.stat(MAIN)?.kind !== 'file') return [{ name: 'lo', family: 'inet', method: 'loopback', file: MAIN }];
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
        for (const path of words) todo.push(...included(snapshot, path, file));
    }
  }
  return [...autos].map(([name, at]) => ({ name, family: 'inet', method: 'static', ...stanzas.get(name), ...at }));
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
