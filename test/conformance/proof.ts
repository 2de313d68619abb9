/** Whether what an edge is said to be declared by is really there, word for word. */
import type { BootEdge, Declaration } from '../../src/graph/model.ts';
import type { OpenedRoot } from '../../src/open.ts';

/** @returns how many declarations were looked at, and what is wrong with which. */
export function proofProblems(opened: OpenedRoot): { readonly checked: number; readonly found: readonly string[] } {
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = texts.get(file) ?? (opened.snapshot.read(file) ?? '').split('\n');
    texts.set(file, known);
    return known;
  };
  let checked = 0;
  const found: string[] = [];
  for (const edge of opened.graph.edges) {
    if (edge.declared.length === 0) found.push(`${edge.from} ${edge.type} ${edge.to}: no declaration`);
    for (const said of edge.declared) {
      checked++;
      const problem = problemOf(opened, linesOf, edge, said) ?? sourceProblem(opened, linesOf, said);
      if (problem) found.push(`${edge.from} ${edge.type} ${edge.to}: ${problem} (${JSON.stringify(said)})`);
    }
  }
  return { checked, found };
}

function problemOf(
  { snapshot }: OpenedRoot,
  linesOf: (file: string) => readonly string[],
  edge: BootEdge,
  said: Declaration,
): string | undefined {
  const other = said.as ?? (said.by === edge.from ? edge.to : edge.from);
  switch (said.how) {
    case 'record':
      return 'a root of files has nothing that was only recorded';
    case 'link':
      if (!said.file) return 'no link is named';
      if (said.origin === 'file' && !said.file.endsWith(`/${other}`)) return `the link is not called ${other}`;
      return snapshot.lstat(said.file)?.kind === 'link' ? undefined : 'there is no such link';
    case 'rule':
      if (!said.rule) return 'the rule has no name';
      return said.file && said.line ? lineProblem(linesOf(said.file), said.line, said.key) : undefined;
    case 'line': {
      if (!said.file || !said.line) return 'no file or line is named';
      // Headers of init scripts and Upstart jobs have a syntax of their own: their line is there, and says something.
      if (said.origin !== 'file') return linesOf(said.file)[said.line - 1]?.trim() ? undefined : 'the line is empty';
      if (!said.key) return 'no key is named';
      const isPath = /MountsFor$/.test(said.key);
      return lineProblem(linesOf(said.file), said.line, said.key, isPath ? undefined : other);
    }
  }
}

/** The assignment that begins in `number` is one of `key`, and names `name` in its value. */
function lineProblem(
  lines: readonly string[],
  number: number,
  key: string | undefined,
  name?: string,
): string | undefined {
  const first = lines[number - 1] ?? '';
  if (key && first.split('=')[0]?.trim() !== key) return `line ${number} is "${first}", no ${key}=`;
  let value = first.slice(first.indexOf('=') + 1);
  for (let at = number; value.endsWith('\\') && at < lines.length; at++) {
    const next = lines[at] ?? '';
    if (!/^\s*[#;]/.test(next)) value = `${value.slice(0, -1)} ${next}`;
  }
  return name === undefined || value.split(/\s+/).includes(name) ? undefined : `line ${number} does not say ${name}`;
}

/** A generated file leads back to a line of the input that the generator read. */
function sourceProblem(
  { snapshot }: OpenedRoot,
  linesOf: (file: string) => readonly string[],
  { generator, source }: Declaration,
): string | undefined {
  if (generator === undefined || source === undefined) return undefined;
  if (source.file.startsWith('/proc/')) return undefined;
  if (!snapshot.lstat(source.file)) return `${source.file}, which ${generator} read, does not exist`;
  if (source.line === undefined) return undefined;
  return linesOf(source.file)[source.line - 1]?.trim() ? undefined : `line ${source.line} of ${source.file} is empty`;
}
