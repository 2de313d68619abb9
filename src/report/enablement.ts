/** Who decides which units are enabled in a root: what is to be advised to somebody who wants a unit in the boot, or out of it. */
import type { BootGraph } from '../graph/model.ts';
import { nixosOption } from '../words/nixos.ts';

/** `links`: systemctl's links, as they lie; `presets`: a first boot makes them anew; `configuration`: NixOS makes them from its own. */
export type Enablement = 'links' | 'presets' | 'configuration';

export function enablementOf({ diagnostics }: Pick<BootGraph, 'diagnostics'>): Enablement {
  const codes = new Set(diagnostics.map(({ code }) => code));
  return codes.has('nixos-system') ? 'configuration' : codes.has('first-boot') ? 'presets' : 'links';
}

/** The option of NixOS that decides about a unit; undefined: links do, or there is no option of its type. */
export function decidingOption(graph: Pick<BootGraph, 'diagnostics'>, unit: string): string | undefined {
  return enablementOf(graph) === 'configuration' ? nixosOption(unit) : undefined;
}
