/** cloud-init-generator: cloud-init.target is wanted unless switched off, or unless ds-identify finds no cloud, which only the machine can tell. */
import { cmdlineItems } from '../../words/kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';

export function cloudInit(context: GeneratorContext): void {
  const { snapshot, output } = context;
  const word = cmdlineItems(context.cmdline)
    .filter(({ key, value }) => key === 'cloud-init' && /^(enabled|disabled)$/.test(value ?? ''))
    .at(-1)?.value;
  const files = ['enabled', 'disabled'].find((name) => snapshot.stat(`/etc/cloud/cloud-init.${name}`)?.kind === 'file');
  if ((word ?? files ?? 'enabled') === 'disabled') return;
  const message =
    'Whether multi-user.target wants cloud-init.target depends on what ds-identify finds on the machine; it is left out.';
  output.report({ severity: 'notice', code: 'generator-partly-modelled', message, unit: 'cloud-init.target' });
}

/** snapd-generator: shares /snap between mount namespaces where the root is not shared; PID 1 shares the root. */
export function snapd(): void {}
