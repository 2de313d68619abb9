/** Paths that an answer names, as links that a terminal opens (OSC 8), where the root is a folder of this machine. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MARK_END, MARKS } from '../report/style.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals that are known to take OSC 8; others show it, or drop it, and cannot be asked. */
export function canLink(env: Environment): boolean {
  if (env['NO_HYPERLINK'] || env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  if (env['FORCE_HYPERLINK']) return env['FORCE_HYPERLINK'] !== '0';
  if (env['TMUX'] || env['STY']) return false;
  return (
    Number(env['VTE_VERSION'] ?? 0) >= 5000 ||
    ['KITTY_WINDOW_ID', 'WT_SESSION', 'KONSOLE_VERSION', 'GHOSTTY_RESOURCES_DIR'].some((name) => env[name]) ||
    /^(iTerm\.app|WezTerm|vscode|Hyper|ghostty)$/.test(env['TERM_PROGRAM'] ?? '') ||
    /^(xterm-kitty|xterm-ghostty|alacritty|foot)/.test(env['TERM'] ?? '')
  );
}

const NAME = [...MARKS].find(([, emphasis]) => emphasis === 'name')?.[0] ?? '';
/** A path of the root, with or without a line, marked as a name. */
const MARKED = new RegExp(`${NAME}(/[^\\s${MARK_END}]+?)(?::(\\d{1,9}))?${MARK_END}`, 'g');

/** Where a path of the root lies on this machine; undefined: it is no file that is there. */
export type Locate = (path: string) => string | undefined;

/** The marked text, with each path made a link. @param show turns a marked text into what the terminal is given */
export function linked(text: string, locate: Locate, show: (marked: string) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    const file = locate(match[1] as string);
    if (file === undefined) continue;
    parts.push(show(text.slice(from, match.index)), opening(file, match[2]), show(match[0]), '\u001b]8;;\u001b\\');
    from = match.index + match[0].length;
  }
  parts.push(show(text.slice(from)));
  return parts.join('');
}

/** `file://HOST/PATH#LINE`: the host tells a terminal that shows another machine's output. Nothing but ASCII that is no control. */
function opening(file: string, line: string | undefined): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `\u001b]8;;file://${encodeURIComponent(hostname())}${path}${line === undefined ? '' : `#${line}`}\u001b\\`;
}

/** Looks paths up in a folder; each once. @param real a path of the root without links, if it is a file */
export function locateIn(folder: string, real: (path: string) => string | undefined): Locate {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) {
      const found = real(path);
      known.set(path, found === undefined ? undefined : join(folder, found));
    }
    return known.get(path);
  };
}
