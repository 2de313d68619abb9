/** One of systemctl's operations on unit files, by its verb: what `systemctl --root=R VERB NAME…` would change. */
import { type InstallResult, type InstallRoot, inStore } from './context.ts';
import { disable, mask, setDefault, unmask } from './disable.ts';
import { enable } from './enable.ts';
import { presetAll } from './preset.ts';

export type InstallVerb = 'enable' | 'disable' | 'mask' | 'unmask' | 'set-default' | 'preset-all';

const VERBS: Readonly<Record<InstallVerb, (root: InstallRoot, names: readonly string[]) => InstallResult>> = {
  enable,
  disable,
  mask,
  unmask,
  'set-default': (root, names) => setDefault(root, names[0] ?? ''),
  'preset-all': presetAll,
};

export function operate(root: InstallRoot, verb: InstallVerb, names: readonly string[]): InstallResult {
  const real = root.snapshot.realpath(root.config);
  if (inStore(real))
    return {
      changes: [],
      problems: [
        `${names.join(' ')}: ${root.config} leads to ${real}, which is read-only: NixOS makes it from its configuration`,
      ],
    };
  return VERBS[verb](root, names);
}
