/** Facts of the machine that files keep: its name, its id, its distribution. */
import { readOsRelease } from '../behaviours/read-distribution.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface HostFacts {
  readonly hostname?: string;
  readonly machineId?: string;
  readonly osRelease?: ReadonlyMap<string, string>;
}

export function hostFacts(snapshot: Snapshot): HostFacts {
  const hostname = snapshot.read('/etc/hostname')?.split('\n')[0]?.trim();
  const machineId = snapshot.read('/etc/machine-id')?.trim();
  return {
    ...(hostname ? { hostname } : {}),
    ...(machineId ? { machineId } : {}),
    osRelease: readOsRelease(snapshot),
  };
}
