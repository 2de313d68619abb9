/** What changed between two boots, by the names of their units: what was started, when, and what it waits for. */
import { type Model, orderNeighbours, unit } from './model.ts';

export interface Moved {
  readonly n: number;
  /** Waves later; negative: earlier. */
  readonly by: number;
  /** Ids that it now waits for and did not before, and the reverse. */
  readonly newly: readonly string[];
  readonly nolonger: readonly string[];
}

export interface Changes {
  /** Started now and not before: numbers in the later boot. */
  readonly added: readonly number[];
  /** Started before and not now: numbers in the earlier boot. */
  readonly gone: readonly number[];
  /** Started in both, and its own waiting changed; numbers in the later boot. */
  readonly moved: readonly Moved[];
  /** How many others stand in another wave only because what they wait for moved. */
  readonly shifted: number;
  /** In both, not started in either way it was, or with another state: `[n, before, now]`. */
  readonly states: readonly { readonly n: number; readonly before: string; readonly now: string }[];
  /** Files of units that are in both: fragment, drop-ins or effective lines differ. */
  readonly files: readonly number[];
}

/** @param before the earlier boot; @param now the later; linear in both. */
export function changesOf(before: Model, now: Model): Changes {
  const added: number[] = [];
  const moved: Moved[] = [];
  const states: { n: number; before: string; now: string }[] = [];
  const files: number[] = [];
  let shifted = 0;
  for (const u of now.units) {
    const old = ownNumber(before, u.id);
    if (old === undefined) {
      if (u.wave >= 0) added.push(u.n);
      continue;
    }
    const was = unit(before, old);
    if (linesOf(before, old) !== linesOf(now, u.n)) files.push(u.n);
    if (u.wave >= 0 && was.wave < 0) added.push(u.n);
    else if (u.wave < 0 && was.wave < 0 && u.state !== was.state)
      states.push({ n: u.n, before: was.state, now: u.state });
    if (u.wave < 0 || was.wave < 0) continue;
    const [olds, news] = [waits(before, old), waits(now, u.n)];
    const newly = [...news].filter((id) => !olds.has(id)).sort();
    const nolonger = [...olds].filter((id) => !news.has(id)).sort();
    if (newly.length + nolonger.length > 0) moved.push({ n: u.n, by: u.wave - was.wave, newly, nolonger });
    else if (u.wave !== was.wave) shifted++;
  }
  const gone = before.units.flatMap((u) => {
    const n = ownNumber(now, u.id);
    return u.wave >= 0 && (n === undefined || unit(now, n).wave < 0) ? [u.n] : [];
  });
  return { added, gone, moved: moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by)), shifted, states, files };
}

/** By its id alone: an alias may have become a unit of its own. */
function ownNumber(model: Model, id: string): number | undefined {
  const n = model.byId.get(id);
  return n !== undefined && unit(model, n).id === id ? n : undefined;
}

function waits(model: Model, n: number): Set<string> {
  const order = model.data.edges.order;
  return new Set(orderNeighbours(model, n, true, (e) => (order[e] ?? 0) > 0).map(([, other]) => unit(model, other).id));
}

function linesOf(model: Model, n: number): string {
  const { nodes, strings } = model.data;
  const text = (k: number | undefined): string => strings[k ?? 0] ?? '';
  const flat = nodes.settings[n] ?? [];
  const lines = [text(nodes.fragment[n]), ...(nodes.dropIns[n] ?? []).map(text)];
  for (let k = 0; k < flat.length; k += 6) lines.push(text(flat[k]), text(flat[k + 1]), text(flat[k + 2]));
  return lines.join('\n');
}
