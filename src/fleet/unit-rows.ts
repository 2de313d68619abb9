/** Units as rows: what each is, what the boot makes of it, and by which digests it is told from another host's. */
import type { Boot } from '../boot/boot.ts';
import { startOrder } from '../engine/order.ts';
import type { BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { UnitFileEntry } from '../systemd/install/state.ts';
import { byText } from '../words/by-text.ts';
import { digestOf, digestOfText } from './digest.ts';
import type { Mask } from './mask.ts';
import type { SettingRows } from './setting-rows.ts';
import { type Cells, noCells } from './tables.ts';

export interface UnitRowsInput {
  readonly opened: OpenedRoot;
  readonly boot: Boot;
  readonly mask: Mask;
  readonly of: { readonly n: number; readonly host: string };
  readonly files: ReadonlyMap<string, UnitFileEntry>;
  readonly settings: SettingRows;
  readonly edges: (unit: string) => string | null;
  /** Of what each waits for, by name. */
  readonly waits: ReadonlyMap<string, string>;
}

/** Sorted by the name that means the same on every host. */
export function unitRows(input: UnitRowsInput): Cells<'units'> {
  const { opened, boot, mask, of } = input;
  const { graph, uncertain, tangled, turns } = boot;
  const place = wavesOf(boot);
  const { jobs, dropped } = jobsOf(boot);
  const cells = noCells('units');
  const named = [...graph.nodes.values()].map((node) => ({ node, unit: mask.of(node.id) }));
  named.sort((a, b) => byText(a.unit, b.unit));
  for (const { node, unit } of named) {
    const { id } = node;
    const chance = uncertain.has(id);
    const aliases = node.aliases.length === 0 ? null : mask.of(node.aliases.join('\n'));
    const enabled = input.files.get(id)?.state ?? null;
    const started = boot.fate(id);
    // What chance decides is not told as the outcome.
    const job = chance ? null : (jobs.get(id) ?? null);
    const lost = chance ? null : (dropped.get(id) ?? null);
    const turn = turns.get(id);
    const fate = turn?.fate ?? null;
    const fragment = node.fragment === null ? null : mask.of(node.fragment);
    const dropins = node.dropIns.length === 0 ? null : mask.of(node.dropIns.join('\n'));
    const files = filesDigest(opened, node, mask);
    const { settings_digest, lines_digest } = input.settings.of(node);
    const edges = input.edges(unit);
    cells.n.push(of.n);
    cells.host.push(of.host);
    cells.unit.push(unit);
    cells.raw.push(unit === id ? null : id);
    cells.aliases.push(aliases);
    cells.init.push(node.init);
    cells.type.push(node.type);
    cells.load.push(node.load);
    cells.enabled.push(enabled);
    cells.started.push(started);
    cells.job.push(job);
    cells.lost.push(lost);
    cells.fate.push(fate);
    cells.fate_certain.push(turn?.certain ?? null);
    cells.tangled.push(tangled.has(id));
    cells.effective.push(node.effective);
    cells.wave.push(place(id));
    cells.fragment.push(fragment);
    cells.dropins.push(dropins);
    cells.files_digest.push(files);
    cells.settings_digest.push(settings_digest);
    cells.lines_digest.push(lines_digest);
    cells.edges_digest.push(edges);
    cells.waits_digest.push(input.waits.get(unit) ?? null);
    // Of a unit file the settings say all that counts; a script or a job is its text.
    const text = node.init === 'systemd' ? null : files;
    const is = [aliases, node.init, node.type, node.load, enabled, node.effective, fragment, dropins];
    const becomes = [started, job, lost, fate, tangled.has(id)];
    cells.state_digest.push(digestOf([...is, ...becomes, text, settings_digest, edges]));
  }
  return cells;
}

/** A unit's place in the order of the start. null: it has none. */
function wavesOf(boot: Boot): (id: string) => number | null {
  const { csr, wave } = startOrder(boot.graph, boot.mayStart);
  return (id) => {
    const place = wave[csr.index.get(id) ?? -1] ?? -1;
    return place < 0 ? null : place;
  };
}

/** The transaction's jobs by unit, and why those that it dropped went. */
function jobsOf({ plan }: Boot): {
  readonly jobs: ReadonlyMap<string, string>;
  readonly dropped: ReadonlyMap<string, string>;
} {
  const { jobs = [], dropped = [] } = plan.transaction ?? {};
  return {
    jobs: new Map(jobs.map(({ unit, type }) => [unit, type])),
    dropped: new Map(dropped.flatMap(({ unit, type, reason }) => (type === 'stop' ? [] : [[unit, reason] as const]))),
  };
}

/** null: it has none. */
function filesDigest({ snapshot }: OpenedRoot, { fragment, dropIns }: BootNode, mask: Mask): string | null {
  if (fragment === null && dropIns.length === 0) return null;
  const files = fragment === null ? dropIns : [fragment, ...dropIns];
  return digestOfText(files.map((file) => `${mask.of(file)}\0${mask.once(snapshot.read(file) ?? '')}`).join('\0'));
}
