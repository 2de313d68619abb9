/** All of the page's state is in the URL's hash: shareable, and the back button works. */

export const VIEWS = ['waves', 'chain', 'why', 'cycles', 'findings', 'table', 'timeline', 'diff'] as const;
export type View = (typeof VIEWS)[number];

export interface State {
  readonly view: View;
  /** Selected unit. */
  readonly unit: string;
  /** The two ends of a why. */
  readonly a: string;
  readonly b: string;
  readonly kinds: readonly string[]; // hidden
  readonly inits: readonly string[]; // hidden
  readonly states: readonly string[]; // hidden
  readonly edges: readonly string[]; // hidden
  readonly origins: readonly string[]; // hidden
  readonly target: string;
  readonly slice: string;
  readonly name: string;
  /** What was looked for: all that fits is lit. */
  readonly find: string;
  /** 0: the whole cone. */
  readonly depth: number;
  /** Only the neighbourhood of the selected unit. */
  readonly near: boolean;
  /** Units that the boot does not start, too. */
  readonly all: boolean;
  readonly faint: boolean;
  readonly collapsed: readonly string[];
  /** How a large boot is grouped: a Grouping, `off`, or empty for what suits its size. */
  readonly group: string;
  /** Keys of the groups that are opened. */
  readonly opened: readonly string[];
  /** Column of the table; `-` before it turns the order round. */
  readonly sort: string;
  /** Of the timeline only what the boot's length rests on. */
  readonly rests: boolean;
  /** Least severity of the findings shown; empty: all. */
  readonly level: string;
  /** The filters' drawer is open. */
  readonly drawer: boolean;
  readonly theme: string;
  /** What is asked of the chosen unit, and what the picture then shows: one of ASKS; empty: what is before and after it. */
  readonly ask: string;
  /** The story of the boot stands beside the picture while no unit is chosen. */
  readonly told: boolean;
  /** The line whose proof is shown: number of its edge in this page. */
  readonly line: string;
  /** The part of the picture that is seen, in its own measure: `left,top,width,height`; older links say `zoom,x,y`. */
  readonly at: string;
}

export const START: State = {
  view: 'waves',
  unit: '',
  a: '',
  b: '',
  kinds: [],
  inits: [],
  states: [],
  edges: [],
  origins: [],
  target: '',
  slice: '',
  name: '',
  find: '',
  depth: 0,
  near: false,
  all: false,
  faint: true,
  collapsed: [],
  group: '',
  opened: [],
  sort: 'wave',
  rests: false,
  level: '',
  drawer: false,
  theme: '',
  ask: '',
  told: true,
  line: '',
  at: '',
};

let current: State = START;
const listeners = new Set<(state: State, before: State) => void>();

export function state(): State {
  return current;
}

/** The address of another state: for links that can be opened in a new tab, copied, and walked back from. */
export function hrefOf(patch: Partial<State>): string {
  return write({ ...current, at: '', line: '', ...patch });
}

/** Another picture is asked for: where the eye was in the last one says nothing of it. */
export function isElsewhere(now: State, was: State): boolean {
  return PICTURE.some((key) => String(now[key]) !== String(was[key]));
}
const PICTURE = [
  'view',
  'near',
  'target',
  'slice',
  'all',
  'a',
  'b',
  'group',
] as const satisfies readonly (keyof State)[];

/** Whether two states differ in nothing but the place of the eye. */
export function onlyMoved(now: State, was: State): boolean {
  return write({ ...now, at: '' }) === write({ ...was, at: '' });
}

/** Names of the filters that stand in the way of showing everything that is started. */
export function activeFilters(value: State): (keyof State)[] {
  return FILTERS.filter((key) => String(value[key]) !== String(START[key]));
}
const FILTERS = [
  'kinds',
  'inits',
  'states',
  'edges',
  'origins',
  'target',
  'slice',
  'name',
  'find',
  'near',
  'all',
  'collapsed',
  'opened',
] as const satisfies readonly (keyof State)[];

/** Whether another part of the boot is let through: then the eye looks at all of it. */
export function filtersChanged(now: State, was: State): boolean {
  return FILTERS.some((key) => key !== 'opened' && String(now[key]) !== String(was[key]));
}

/** Calls back after each change, until the signal ends it. */
export function onChange(listener: (state: State, before: State) => void, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** Changes the state and adds a step to the browser's history; `quiet` changes replace the last step. */
export function go(patch: Partial<State>, how: 'step' | 'quiet' = 'step'): void {
  const hash = write({ ...current, ...patch });
  if (hash === write(current)) return;
  if (how === 'step') history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
  apply(read(hash));
}

/** Reads the hash that the page was opened with, and follows the back button from now on. */
export function startState(): void {
  current = read(location.hash);
  addEventListener('popstate', () => apply(read(location.hash)));
  addEventListener('hashchange', () => apply(read(location.hash)));
  addEventListener('click', followLink);
}

/** Links to other states of this page are followed at once, and without the browser's loss of focus; others are its own. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  if (link === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const next = read(link.getAttribute('href') ?? '');
  go({ ...next, at: isElsewhere(next, current) ? '' : current.at });
}

function apply(next: State): void {
  if (write(next) === write(current)) return;
  const before = current;
  current = next;
  for (const listener of listeners) listener(next, before);
}

export function read(hash: string): State {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const found: Record<string, unknown> = { ...START };
  for (const [key, start] of Object.entries(START)) {
    const value = parameters.get(key);
    if (value === null) continue;
    if (typeof start === 'boolean') found[key] = value === '1';
    else if (typeof start === 'number') found[key] = Math.max(0, Math.min(99, Math.trunc(Number(value)) || 0));
    else if (Array.isArray(start)) found[key] = value === '' ? [] : value.split(' ');
    else found[key] = value;
  }
  if (!VIEWS.some((view) => view === found['view'])) found['view'] = START.view;
  return found as unknown as State;
}

function write(value: State): string {
  const parameters = new URLSearchParams();
  for (const [key, start] of Object.entries(START)) {
    const now = value[key as keyof State];
    if (String(now) === String(start)) continue;
    parameters.set(
      key,
      typeof now === 'boolean' ? (now ? '1' : '0') : Array.isArray(now) ? now.join(' ') : String(now),
    );
  }
  return `#${parameters}`;
}
