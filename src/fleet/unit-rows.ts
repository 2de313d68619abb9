/** Units as rows: what each is, what the boot makes of it, and by which digests it is told from another host's. */
import type { Boot } from '../boot/boot.ts';
import { startOrder } from '../engine/order.ts';
import type { BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { UnitFileEntry } from '../systemd/install/state.ts';
import { digestOf } from './digest.ts';
import type { Mask } from './mask.ts';
import type { SettingRows } from './setting-rows.ts';
import type { Row } from './tables.ts';

export interface UnitRowsInput {
  readonly opened: OpenedRoot;
  readonly boot: Boot;
  readonly mask: Mask;
  readonly of: { readonly n: number; readonly host: string };
  readonly files: ReadonlyMap<string, UnitFileEntry>;
  readonly settings: SettingRows;
  readonly edges: (unit: string) => string | null;
}

/** Sorted by the name that means the same on every host. */
export function unitRows(input: UnitRowsInput): readonly Row<'units'>[] {
  const { opened, boot, mask } = input;
  const { graph, plan, uncertain, tangled, turns, fate } = boot;
  const { csr, wave } = startOrder(graph, boot.mayStart);
  const jobs = new Map(plan.transaction?.jobs.map(({ unit, type }) => [unit, type]));
  const dropped = new Map(
    plan.transaction?.dropped.flatMap(({ unit, type, reason }) => (type === 'stop' ? [] : [[unit, reason] as const])),
  );
  const rows = [...graph.nodes.values()].map((node) => {
    const { id } = node;
    const unit = mask.of(id);
    const place = wave[csr.index.get(id) ?? -1] ?? -1;
    const chance = uncertain.has(id);
    const said = {
      aliases: node.aliases.length === 0 ? null : mask.of(node.aliases.join('\n')),
      init: node.init,
      type: node.type,
      load: node.load,
      enabled: input.files.get(id)?.state ?? null,
      started: fate(id),
      // What chance decides is not told as the outcome.
      job: chance ? null : (jobs.get(id) ?? null),
      lost: chance ? null : (dropped.get(id) ?? null),
      fate: turns.get(id)?.fate ?? null,
      tangled: tangled.has(id),
      effective: node.effective,
    };
    const placed = {
      fragment: node.fragment === null ? null : mask.of(node.fragment),
      dropins: node.dropIns.length === 0 ? null : mask.of(node.dropIns.join('\n')),
    };
    const files_digest = filesDigest(opened, node, mask);
    // Of a unit file the settings say all that counts; a script or a job is its text.
    const text = node.init === 'systemd' ? null : files_digest;
    const { settings_digest, lines_digest } = input.settings.of(node);
    const edges_digest = input.edges(unit);
    return {
      ...input.of,
      unit,
      raw: unit === id ? null : id,
      ...said,
      wave: place < 0 ? null : place,
      ...placed,
      files_digest,
      settings_digest,
      lines_digest,
      edges_digest,
      state_digest: digestOf([...Object.values(said), ...Object.values(placed), text, settings_digest, edges_digest]),
    };
  });
  return rows.sort((a, b) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0));
}

/** null: it has none. */
function filesDigest({ snapshot }: OpenedRoot, { fragment, dropIns }: BootNode, mask: Mask): string | null {
  const files = [...(fragment === null ? [] : [fragment]), ...dropIns];
  if (files.length === 0) return null;
  return digestOf(files.flatMap((file) => [mask.of(file), mask.of(snapshot.read(file) ?? '')]));
}
