/** One idea for a faster boot, tried: the root is opened again with its files, and the orders are gone, without a cycle and without a loss. */
import { cycleKey } from '../engine/cycles/cycle.ts';
import { type Idea, keyOf } from '../engine/time/idea.ts';
import type { OpenedRoot } from '../open.ts';
import { canonicalPath } from '../snapshot/canonical.ts';
import type { OverlayEntry } from '../snapshot/overlay.ts';
import { installRoot, type LinkChange, overlayOf } from '../systemd/install/context.ts';
import { operate } from '../systemd/install/operate.ts';
import { type Boot, bootOf } from './boot.ts';
import { filesOf, type MendFile } from './mend-files.ts';

/** What the idea writes, or what systemctl does for it. */
export interface IdeaFiles {
  readonly files: readonly MendFile[];
  readonly operation?: { readonly verb: 'disable' | 'mask'; readonly names: readonly string[] };
  readonly links: readonly LinkChange[];
}

export interface Tried extends IdeaFiles {
  readonly opened: OpenedRoot;
  readonly boot: Boot;
  /** Units that are not started any more. */
  readonly gone: readonly string[];
}

/** Where a unit is put after its targets. */
const DROP_IN = 'after-target.conf';

/** @returns undefined where it does not do what it says: an order stays, a cycle comes up, or something else is lost */
export function tryIdea(opened: OpenedRoot, idea: Idea): Tried | undefined {
  for (const made of waysOf(opened, idea)) {
    const changes: readonly OverlayEntry[] = [...made.files, ...overlayOf(made.links)];
    if (changes.length === 0) continue;
    const other = opened.reopen(changes);
    const [before, after] = [bootOf(opened), bootOf(other)];
    const gone = [...before.plan.started].filter((id) => !after.started(id)).sort();
    if (after.plan.failed !== null || newCycle(before, after)) continue;
    // What only the unit that is left out asked for goes with it; nothing else does.
    if (idea.out.some((id) => after.started(id)) || (idea.out.length === 0 && gone.length > 0)) continue;
    if (idea.kind === 'on-demand' && idea.units.some((id) => !idea.out.includes(id) && !after.started(id))) continue;
    if (idea.out.length === 0 && !areGone(idea, after)) continue;
    return { ...made, opened: other, boot: after, gone };
  }
  return undefined;
}

function areGone({ goes }: Idea, after: Boot): boolean {
  const left = new Set(after.graph.edges.filter(({ type }) => type === 'After').map(keyOf));
  return goes.every((edge) => !left.has(keyOf(edge)));
}

/** Where PID 1 meets no cycle there is none: all are looked for only where it does. */
function newCycle(before: Boot, after: Boot): boolean {
  if ((after.plan.transaction?.cycles.length ?? 0) === 0) return false;
  const known = new Set(before.cycles.cycles.map(cycleKey));
  return after.cycles.cycles.some((cycle) => !known.has(cycleKey(cycle)));
}

/** What may be done for it, the milder way first. */
function* waysOf(opened: OpenedRoot, idea: Idea): Generator<IdeaFiles> {
  if (idea.out.length > 0) {
    yield operation(opened, 'disable', idea.out);
    // A masked service could not be started by its socket either.
    if (idea.kind !== 'on-demand') yield operation(opened, 'mask', idea.out);
    return;
  }
  const words = filesOf(opened, idea.changes);
  if (words === undefined) return;
  const written = [...new Map([...words.values()].map((file) => [file.path, file])).values()];
  yield { files: [...written, ...dropInsOf(opened, idea)], links: [] };
}

/** The drop-ins that put units after targets. */
export function dropInsOf(
  { snapshot, config }: Pick<OpenedRoot, 'snapshot' | 'config'>,
  { after }: Idea,
): readonly MendFile[] {
  return after.map(({ unit, targets }) => ({
    path: canonicalPath(snapshot, `${config}/${unit}.d/${DROP_IN}`),
    content: `[Unit]\nAfter=${targets.join(' ')}\n`,
  }));
}

function operation(opened: OpenedRoot, verb: 'disable' | 'mask', names: readonly string[]): IdeaFiles {
  const { changes } = operate(installRoot(opened.snapshot, opened.build, opened.user), verb, names);
  const links = changes.map((change) => ({ ...change, path: canonicalPath(opened.snapshot, change.path) }));
  return { files: [], operation: { verb, names }, links };
}
