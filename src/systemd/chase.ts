/** A path with its links followed, though it need not exist (src/basic/chase.c with CHASE_NONEXISTENT). */

import { lexicalPath } from '../snapshot/lexical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';

const MAX_LINKS = 32;

/** undefined where systemd gives up: a link loop, `..` behind something missing, a file where a folder is needed. */
export function chaseNonexistent(snapshot: Snapshot, path: string): string | undefined {
  const todo = path.split('/').reverse();
  let done = '';
  let links = 0;
  while (todo.length > 0) {
    const part = todo.pop() ?? '';
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (done !== '' && snapshot.lstat(done)?.kind !== 'dir') return undefined;
      done = done.slice(0, Math.max(0, done.lastIndexOf('/')));
      continue;
    }
    const next = `${done}/${part}`;
    const stat = snapshot.lstat(next);
    if (stat === undefined) {
      if (done !== '' && snapshot.lstat(done)?.kind !== 'dir') return undefined;
      return todo.includes('..') ? undefined : lexicalPath(`${next}/${todo.reverse().join('/')}`);
    }
    if (stat.kind !== 'link') {
      done = next;
      continue;
    }
    if (++links > MAX_LINKS) return undefined;
    const target = snapshot.readlink(next) ?? '';
    if (target.startsWith('/')) done = '';
    append(todo, target.split('/').reverse());
  }
  return done === '' ? '/' : done;
}
