/** The viewer's page before its data: beside the program, or in it where all is one file (bundle/single.ts). */
import { readFileSync } from 'node:fs';

/** What bundle/build.ts puts in its place. */
declare const EMBEDDED_PAGE: string | undefined;

export function viewerTemplate(): string {
  if (typeof EMBEDDED_PAGE === 'string') return EMBEDDED_PAGE;
  return readFileSync(new URL('./view.html', import.meta.url), 'utf8');
}

/** Whether the program is one file, beside which nothing else lies. */
export function isSingleFile(): boolean {
  return typeof EMBEDDED_PAGE === 'string';
}
