/** From the name of a program to the file that is executed, link by link, and what kind of file that is. */

import type { Snapshot } from '../snapshot/snapshot.ts';
import { EXEC_PATH } from '../systemd/exec-path.ts';

export type ProgramState = 'found' | 'missing' | 'dangling' | 'not-executable' | 'folder';

export interface Program {
  /** The path asked for. */
  readonly path: string;
  /** Links followed: `/usr/bin/python` → `python2.7`. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
  readonly state: ProgramState;
  /** The file itself, links followed. */
  readonly real?: string;
  readonly format: 'elf' | 'script' | 'text' | 'unknown';
  /** From the first line: `#!/usr/bin/env python3`. */
  readonly interpreter?: { readonly path: string; readonly argument?: string };
}

const MAX_LINKS = 40;

/** @param path absolute */
export function inspectProgram(snapshot: Snapshot, path: string): Program {
  const links: { from: string; to: string }[] = [];
  let at = path;
  while (links.length < MAX_LINKS) {
    const to = snapshot.readlink(at);
    if (to === undefined) break;
    links.push({ from: at, to });
    at = to.startsWith('/') ? to : `${at.slice(0, at.lastIndexOf('/'))}/${to}`;
  }
  const real = snapshot.realpath(path);
  const stat = real === undefined ? undefined : snapshot.stat(real);
  if (real === undefined || stat === undefined)
    return { path, links, state: links.length > 0 ? 'dangling' : 'missing', format: 'unknown' };
  if (stat.kind === 'dir') return { path, links, state: 'folder', real, format: 'unknown' };
  const state = stat.kind === 'file' && (stat.mode & 0o111) !== 0 ? 'found' : 'not-executable';
  return { path, links, state, real, ...formatOf(snapshot, real) };
}

/** The kernel reads 256 bytes of a script's first line (BINPRM_BUF_SIZE). */
const FIRST_LINE = 256;

function formatOf(snapshot: Snapshot, file: string): Pick<Program, 'format' | 'interpreter'> {
  const bytes = snapshot.readBytes(file, FIRST_LINE);
  if (bytes === undefined) return { format: 'unknown' };
  const head = Buffer.from(bytes).toString('latin1');
  if (head.startsWith('\x7fELF')) return { format: 'elf' };
  const match = /^#![ \t]*([^ \t\n\r]+)[ \t]*([^\n\r]*)/.exec(head);
  if (match === null) return { format: /^[\t\n\r\x20-\x7e]*$/.test(head) ? 'text' : 'unknown' };
  const [, path = '', rest = ''] = match;
  const argument = rest.trim();
  return { format: 'script', interpreter: { path, ...(argument === '' ? {} : { argument }) } };
}

/** A name without a slash, looked up in the search path; undefined: nowhere. */
export function searchProgram(
  snapshot: Snapshot,
  name: string,
  path: readonly string[] = EXEC_PATH,
): string | undefined {
  return path.map((folder) => `${folder}/${name}`).find((file) => inspectProgram(snapshot, file).state === 'found');
}
