/** Ordering cycles, and how many hosts meet each. */
import type { Ask } from '../ask.ts';

export interface CycleKind {
  readonly hosts: number;
  readonly members: readonly string[];
  /** Those that PID 1 may leave out. */
  readonly victims: readonly string[];
  readonly unbreakable: boolean;
  /** The line at fault on the most hosts. */
  readonly file: string | null;
  readonly line: number | null;
  readonly example: string;
}

export interface FleetCycles {
  readonly taken: string;
  readonly hosts: number;
  /** Hosts that meet any. */
  readonly tangled: number;
  readonly cycles: readonly CycleKind[];
}

const KINDS = `
SELECT count(DISTINCT n)::INT AS hosts, arg_min(members, n) AS members, arg_min(victims, n) AS victims, bool_or(unbreakable) AS unbreakable,
  arg_min(file, n) AS file, arg_min(line, n) AS line, arg_min(host, n) AS example
FROM cycles WHERE taken = ? GROUP BY cycle ORDER BY hosts DESC, min(n), cycle`;

export async function fleetCycles(ask: Ask, taken: string): Promise<FleetCycles> {
  type Kind = Omit<CycleKind, 'members' | 'victims'> & { readonly members: string; readonly victims: string };
  const kinds = await ask<Kind>(KINDS, [taken]);
  const [all] = await ask<{ readonly hosts: number; readonly tangled: number }>(
    "SELECT count(*)::INT AS hosts, count(*) FILTER (cycles > 0)::INT AS tangled FROM hosts WHERE taken = ? AND status = 'read'",
    [taken],
  );
  const names = (lines: string): readonly string[] => lines.split('\n').filter((name) => name !== '');
  const told = kinds.map((kind) => ({ ...kind, members: names(kind.members), victims: names(kind.victims) }));
  return { taken, hosts: all?.hosts ?? 0, tangled: all?.tangled ?? 0, cycles: told };
}
