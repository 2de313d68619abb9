/** Facts of the machine that files keep: its name, its id, its distribution. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface HostFacts {
  readonly hostname?: string;
  readonly machineId?: string;
  readonly osRelease?: ReadonlyMap<string, string>;
}

export function hostFacts(snapshot: Snapshot): HostFacts {
  const hostname = snapshot.read('/etc/hostname')?.split('\n')[0]?.trim();
  const machineId = snapshot.read('/etc/machine-id')?.trim();
  const lines = (snapshot.read('/etc/os-release') ?? snapshot.read('/usr/lib/os-release') ?? '')
    .split('\n')
    .map((l) => l.split('='));
  return {
    ...(hostname ? { hostname } : {}),
    ...(machineId ? { machineId } : {}),
    osRelease: new Map(
      lines.filter((l) => l.length === 2).map(([k, v]) => [k ?? '', (v ?? '').replace(/^(["'])(.*)\1$/, '$2')]),
    ),
  };
}
