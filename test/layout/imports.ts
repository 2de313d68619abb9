/** The imports of source files, and what the table of rooms says against them. */
import { posix } from 'node:path';
import { PUBLIC, ROOMS } from './rooms.ts';

export interface Import {
  readonly from: string;
  /** A file from the top of the repository, a module of Node, or a package. */
  readonly to: string;
  readonly typesOnly: boolean;
}

const STATIC = /^(?:import|export)\s(?:(type)\s)?(?:[^'";]*?\sfrom\s)?\s*'([^']+)'/gm;
const DYNAMIC = /\b(?:import|getBuiltinModule)\('([^']+)'\)/g;

/** @param file from the top of the repository */
export function importsOf(file: string, text: string): readonly Import[] {
  const resolved = (name: string): string =>
    name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), name)) : name;
  const found = [...text.matchAll(STATIC)].map(([statement, type, name = '']) => ({
    from: file,
    to: resolved(name),
    typesOnly: type !== undefined || onlyTypes(statement),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, name = '']) => ({
    from: file,
    to: resolved(name),
    typesOnly: false,
  }));
  return [...found, ...dynamic];
}

/** `import { type A, type B } from …` */
function onlyTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(statement)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

/** The room of a file; undefined where it belongs to none. */
export function roomOf(file: string): string | undefined {
  if (file.startsWith('web/')) return 'web';
  const parts = file.split('/');
  if (parts[0] !== 'src') return undefined;
  return parts.length === 2 ? 'open' : parts[1];
}

/** Sentences about imports that the table does not allow. */
export function forbidden(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ from, to, typesOnly }) => {
    const own = roomOf(from);
    if (from === PUBLIC || own === undefined || to === 'package.json') return [];
    const room = ROOMS[own];
    if (room === undefined) return [`${from} lies in a room that the table does not know: ${own}`];
    const other = roomOf(to);
    const say = (what: string) => [`${from} imports ${what}${to}: ${own} may not (${room.why})`];
    if (other === undefined) return room.packages?.includes(to) === true || to.endsWith('.css') ? [] : say('');
    if (other === own || room.may.includes(other) || room.may.includes(to.replace(/^src\//, ''))) return [];
    if (room.types?.includes(other) === true) return typesOnly ? [] : say('more than types of ');
    return say('');
  });
}

/** Circles of files, each once: those that reach each other (Tarjan, without recursion). */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) {
    next.set(from, [...(next.get(from) ?? []), to]);
    if (!next.has(to)) next.set(to, []);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const waiting = new Set<string>();
  const found: string[][] = [];
  for (const start of next.keys()) {
    if (index.has(start)) continue;
    const path: { readonly file: string; at: number }[] = [{ file: start, at: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const { file } = step;
      if (step.at === 0) {
        index.set(file, index.size);
        low.set(file, index.get(file)!);
        stack.push(file);
        waiting.add(file);
      }
      const to = next.get(file)?.[step.at++];
      if (to !== undefined) {
        if (!index.has(to)) path.push({ file: to, at: 0 });
        else if (waiting.has(to)) low.set(file, Math.min(low.get(file)!, index.get(to)!));
        continue;
      }
      path.pop();
      const above = path.at(-1)?.file;
      if (above !== undefined) low.set(above, Math.min(low.get(above)!, low.get(file)!));
      if (low.get(file) !== index.get(file)) continue;
      const members = stack.splice(stack.indexOf(file));
      for (const member of members) waiting.delete(member);
      if (members.length > 1 || next.get(file)?.includes(file) === true) found.push(members.sort());
    }
  }
  return found;
}
