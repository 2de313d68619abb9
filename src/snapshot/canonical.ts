import type { Snapshot } from './snapshot.ts';

/** The path with every link in the folders on the way followed, whether or not it exists: what an overlay needs. */
export function canonicalPath(snapshot: Snapshot, path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  for (let known = parts.length - 1; known > 0; known--) {
    const real = snapshot.realpath(`/${parts.slice(0, known).join('/')}`);
    if (real !== undefined) return `${real === '/' ? '' : real}/${parts.slice(known).join('/')}`;
  }
  return `/${parts.join('/')}`;
}
