/** From a Python program to the function it calls and the file that holds it in this root. Nothing is imported. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Program } from './program.ts';

export interface PythonEntry {
  readonly module: string;
  /** undefined: the module itself is the program (`python -m`). */
  readonly callable?: string;
  /** Where it says so. */
  readonly file: string;
  readonly line: number;
}

export interface PythonPlace {
  readonly file: string;
  /** Of the `def`; undefined where the file does not define it. */
  readonly line?: number;
  /** The file only imports it; it is defined elsewhere. */
  readonly importedFrom?: string;
}

/**
 * What a console script calls: `from nova.cmd.api import main`, or an entry point looked up by name (pkg_resources,
 * importlib.metadata).
 */
export function pythonEntry(snapshot: Snapshot, script: string, path: readonly string[]): PythonEntry | undefined {
  const lines = (snapshot.read(script) ?? '').split('\n').slice(0, 400);
  const imports = new Map<string, { module: string; name: string; line: number }>();
  let called: string | undefined;
  for (const [i, text] of lines.flatMap((line, at) => line.split(';').map((part) => [at, part] as const))) {
    const from = /^\s*from\s+([\w.]+)\s+import\s+(?:\(\s*)?(\w+)(?:\s+as\s+(\w+))?/.exec(text);
    if (from) imports.set(from[3] ?? from[2] ?? '', { module: from[1] ?? '', name: from[2] ?? '', line: i + 1 });
    const entry = /load_entry_point\(\s*['"]([^'"]+)['"]\s*,\s*['"]console_scripts['"]\s*,\s*['"]([^'"]+)['"]/.exec(
      text,
    );
    if (entry) return namedEntryPoint(snapshot, path, entry[2] ?? '') ?? undefined;
    const call =
      /(?:sys\.exit|SystemExit|exit)\(\s*([\w.]+)\(/.exec(text) ?? /^\s*(?:\w+\s*=\s*)?([\w.]+)\(\)\s*$/.exec(text);
    const name = call?.[1];
    if (name !== undefined && (imports.has(name.split('.', 1)[0] ?? '') || called === undefined)) called = name;
  }
  // setuptools: globals().setdefault('load_entry_point', …) with the names on lines of their own.
  if (lines.some((text) => /\b(importlib_load_entry_point|load_entry_point)\b/.test(text)))
    return namedEntryPoint(snapshot, path, script.slice(script.lastIndexOf('/') + 1));
  const [head = '', ...inner] = (called ?? '').split('.');
  const found = imports.get(head);
  if (found === undefined) return undefined;
  const at = { file: script, line: found.line };
  if (inner.length === 0) return { module: found.module, callable: found.name, ...at };
  // What was imported is a module of its own, or something that the module defines.
  const module = `${found.module}.${found.name}`;
  return moduleFile(snapshot, path, module, false) === undefined
    ? { module: found.module, callable: [found.name, ...inner].join('.'), ...at }
    : { module, callable: inner.join('.'), ...at };
}

/** `name = module:function` below [console_scripts] of any entry_points.txt. */
function namedEntryPoint(snapshot: Snapshot, path: readonly string[], name: string): PythonEntry | undefined {
  for (const folder of path)
    for (const entry of snapshot.list(folder) ?? []) {
      if (!/\.(dist|egg)-info$/.test(entry.name)) continue;
      const file = `${folder}/${entry.name}/entry_points.txt`;
      const text = snapshot.read(file);
      if (text === undefined || !text.includes(name)) continue;
      let section = '';
      for (const [i, raw] of text.split('\n').entries()) {
        section = /^\s*\[([^\]]*)\]/.exec(raw)?.[1]?.trim() ?? section;
        const [key = '', value = ''] = raw.split('=').map((part) => part.trim());
        if (key !== name || !/^(console|wsgi|gui)_scripts$/.test(section)) continue;
        const [module = '', callable] = (value.split('[', 1)[0] ?? '').trimEnd().split(':');
        return { module, ...(callable === undefined ? {} : { callable }), file, line: i + 1 };
      }
    }
  return undefined;
}

/** `python -m MODULE` and `python FILE` of an argument list: what is run. */
export function pythonArguments(args: readonly string[]): { readonly module?: string; readonly file?: string } {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-m') return { module: args[i + 1] ?? '' };
    if (arg === '-c') return {};
    if (arg === '-W' || arg === '-X') i++;
    else if (!arg.startsWith('-')) return { file: arg };
  }
  return {};
}

export function isPython(program: string): boolean {
  return /\/python[0-9.]*$/.test(program);
}

/** sys.path of an interpreter as far as files show it: its version's folders, those of a virtual environment, `.pth` lines. */
export function pythonPath(snapshot: Snapshot, interpreter: Program): readonly string[] {
  const bin = interpreter.path.slice(0, interpreter.path.lastIndexOf('/'));
  const home = bin.slice(0, bin.lastIndexOf('/'));
  const version = /python([0-9]+\.[0-9]+)$/.exec(interpreter.real ?? interpreter.path)?.[1];
  const versions = version === undefined ? versionsIn(snapshot) : [version];
  const own = snapshot.stat(`${home}/pyvenv.cfg`) === undefined ? [] : foldersBelow(snapshot, `${home}/lib`, versions);
  const shared = versions.flatMap((one) => [
    `/usr/local/lib/python${one}/dist-packages`,
    `/usr/local/lib/python${one}/site-packages`,
    ...(one.startsWith('3') ? ['/usr/lib/python3/dist-packages'] : []),
    `/usr/lib/python${one}/dist-packages`,
    `/usr/lib/python${one}/site-packages`,
    `/usr/lib64/python${one}/site-packages`,
    `/usr/lib/python${one}`,
  ]);
  const folders = [...new Set([...own, ...shared])].filter((folder) => snapshot.stat(folder)?.kind === 'dir');
  return [...folders, ...folders.flatMap((folder) => pthFolders(snapshot, folder))];
}

function foldersBelow(snapshot: Snapshot, lib: string, versions: readonly string[]): readonly string[] {
  const names = (snapshot.list(lib) ?? []).map((entry) => entry.name).filter((name) => /^python[0-9.]+$/.test(name));
  const wanted = names.filter((name) => versions.some((version) => name === `python${version}`));
  return (wanted.length > 0 ? wanted : names).map((name) => `${lib}/${name}/site-packages`);
}

/** Where the interpreter's own version is not to be seen: every version that has a folder. */
function versionsIn(snapshot: Snapshot): readonly string[] {
  const names = ['/usr/lib', '/usr/local/lib'].flatMap((folder) => snapshot.list(folder) ?? []);
  return [...new Set(names.flatMap(({ name }) => /^python([0-9]+\.[0-9]+)$/.exec(name)?.[1] ?? []))].sort();
}

function pthFolders(snapshot: Snapshot, folder: string): readonly string[] {
  return (snapshot.list(folder) ?? [])
    .filter(({ name }) => name.endsWith('.pth'))
    .flatMap(({ name }) => (snapshot.read(`${folder}/${name}`) ?? '').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(#|import\s)/.test(line))
    .map((line) => (line.startsWith('/') ? line : `${folder}/${line}`));
}

const MAX_HOPS = 5;

/** The files from a module to the definition of its function: imports are followed. Empty: no such module in the path. */
export function findCallable(
  snapshot: Snapshot,
  path: readonly string[],
  module: string,
  callable: string | undefined,
): readonly PythonPlace[] {
  const places: PythonPlace[] = [];
  let [at, name] = [module, callable];
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const file = moduleFile(snapshot, path, at, name === undefined);
    if (file === undefined) return places;
    if (name === undefined) return [...places, { file }];
    const found = definition(snapshot, file, at, name.split('.')[0] ?? name);
    places.push({
      file,
      ...(found.line === undefined ? {} : { line: found.line }),
      ...(found.from ? { importedFrom: found.from } : {}),
    });
    if (found.from === undefined) return places;
    [at, name] = [found.from, found.name ?? name];
  }
  return places;
}

function moduleFile(snapshot: Snapshot, path: readonly string[], module: string, program: boolean): string | undefined {
  const below = module.replaceAll('.', '/');
  const endings = program ? [`${below}/__main__.py`, `${below}.py`] : [`${below}/__init__.py`, `${below}.py`];
  for (const folder of path)
    for (const ending of endings) {
      const file = `${folder}/${ending}`;
      if (snapshot.stat(file)?.kind === 'file') return file;
    }
  return undefined;
}

function definition(
  snapshot: Snapshot,
  file: string,
  module: string,
  name: string,
): { readonly line?: number; readonly from?: string; readonly name?: string } {
  const lines = (snapshot.read(file) ?? '').split('\n');
  for (const [i, text] of lines.entries()) {
    const defined = /^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=[^=]/.exec(text);
    if ((defined?.[1] ?? defined?.[2]) === name) return { line: i + 1 };
    const imported = /^from\s+([\w.]+)\s+import\s+(.+)$/s.exec(text);
    if (imported === null) continue;
    for (const part of ((imported[2] ?? '').split(/[()#]/, 1)[0] ?? '').split(',')) {
      const [original = '', , as] = part.trim().split(/\s+/);
      if ((as ?? original) !== name) continue;
      return { line: i + 1, from: absoluteModule(imported[1] ?? '', module, file), name: original };
    }
  }
  return {};
}

/** `.x` and `..x` are told from the package that the file belongs to. */
function absoluteModule(written: string, module: string, file: string): string {
  const dots = /^\.*/.exec(written)?.[0].length ?? 0;
  if (dots === 0) return written;
  const parts = module.split('.');
  const base = parts.slice(0, parts.length - dots + (file.endsWith('/__init__.py') ? 1 : 0));
  return [...base, written.slice(dots)].filter((part) => part !== '').join('.');
}
