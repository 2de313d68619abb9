/**
 * cloud-init-generator: multi-user.target wants cloud-init.target unless that is switched off, or unless ds-identify finds no cloud,
 * which only the machine can tell. The generator asks ds-identify only where that can be executed.
 */
import { cmdlineItems } from '../../words/kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';

const GENERATOR_FOLDERS = ['/etc', '/usr/local/lib', '/usr/lib', '/lib'].map(
  (dir) => `${dir}/systemd/system-generators`,
);
/** Where it is built to look, if its text does not say. */
const DS_IDENTIFY = '/usr/lib/cloud-init/ds-identify';
const TARGETS = ['/usr/lib/systemd/system/cloud-init.target', '/lib/systemd/system/cloud-init.target'];

export function cloudInit(context: GeneratorContext): void {
  const { snapshot, output } = context;
  const word = cmdlineItems(context.cmdline)
    .filter(({ key, value }) => key === 'cloud-init' && /^(enabled|disabled)$/.test(value ?? ''))
    .at(-1)?.value;
  const files = ['enabled', 'disabled'].find((name) => snapshot.stat(`/etc/cloud/cloud-init.${name}`)?.kind === 'file');
  if ((word ?? files ?? 'enabled') === 'disabled') return;
  // What the generator found at the machine's last boot it has left behind (sosreports have it): its /run tells.
  if (snapshot.stat('/run/cloud-init/disabled') !== undefined) return;
  if (snapshot.stat('/run/cloud-init/enabled') !== undefined || hasNothingToAsk(context)) {
    const target = TARGETS.find((path) => snapshot.stat(path) !== undefined) ?? (TARGETS[0] as string);
    output.dependency('early', 'multi-user.target', 'wants', target);
    return;
  }
  const message =
    'Whether multi-user.target wants cloud-init.target depends on what ds-identify finds on the machine; it is left out.';
  output.report({ severity: 'notice', code: 'generator-partly-modelled', message, unit: 'cloud-init.target' });
}

function hasNothingToAsk(context: GeneratorContext): boolean {
  const asked = dsIdentify(context);
  const stat = context.snapshot.stat(asked);
  return stat === undefined ? context.wouldHold(asked) : stat.kind !== 'file' || (stat.mode & 0o111) === 0;
}

/** The path that this root's generator, a script, names. */
function dsIdentify({ snapshot }: GeneratorContext): string {
  const file = GENERATOR_FOLDERS.map((dir) => `${dir}/cloud-init-generator`).find((path) => snapshot.stat(path));
  const text = file === undefined ? undefined : snapshot.read(file);
  return /["'\s=](\/[\w/.-]+\/ds-identify)\b/.exec(text ?? '')?.[1] ?? DS_IDENTIFY;
}

/** snapd-generator: shares /snap between mount namespaces where the root is not shared; PID 1 shares the root. */
export function snapd(): void {}
