/** Generators that ask the machine rather than its files: what the kernel command line alone decides is computed, the rest is said to be unknown. */
import { cmdlineItems, sameKey } from '../../words/kernel-cmdline.ts';
import { parseBoolean } from '../values.ts';
import type { GeneratorContext } from './context.ts';

const SOURCE = { file: '/proc/cmdline' };

/** gpt-auto-generator: mounts and swaps by the partition types of the disk that was booted. */
export function gptAuto(context: GeneratorContext): void {
  if (lastSwitch(context, 'systemd.gpt_auto') === false) return;
  unknown(
    context,
    'Mounts that systemd-gpt-auto-generator makes of the partition table of the disk are not known from files.',
  );
}

/** bless-boot-generator: needs a boot loader that counts boots. hibernate-resume-generator works in the initrd only. */
export function blessBoot(context: GeneratorContext): void {
  if (context.container) return;
  unknown(context, 'Whether systemd-bless-boot.service is wanted depends on the boot loader; it is left out.');
}

/** Nothing of it outside an initrd. */
export function hibernateResume(): void {}

/** dbus1-generator: names on a bus in the kernel, which no released kernel has. */
export function dbus1(): void {}

/** imds-generator: needs to know the cloud's firmware. */
export function imds(context: GeneratorContext): void {
  unknown(context, 'What systemd-imds-generator adds on a cloud machine depends on its firmware; it is left out.');
}

/** getty-generator: a console in a container; elsewhere a serial-getty on every console of the kernel that works. */
export function getty(context: GeneratorContext): void {
  const { output, unitDirectory } = context;
  const sources = gettySources(context);
  if (context.container) {
    if (sources.has('container'))
      output.dependency('normal', 'getty.target', 'wants', `${unitDirectory}/console-getty.service`);
    return;
  }
  if (!sources.has('console') && !sources.has('builtin')) return;
  const consoles = cmdlineItems(context.cmdline)
    .filter(({ key, value }) => key === 'console' && value !== undefined && !/^(tty\d*|null)?(,|$)/.test(value))
    .map(({ value }) => (value ?? '').split(',')[0]);
  const named = consoles.map((tty) => `serial-getty@${tty}.service`).join(', ');
  unknown(
    context,
    named === ''
      ? 'Which serial consoles get a login is not known from files: the kernel tells at boot.'
      : `getty.target also wants ${named}, provided that the console works on the machine; it is left out.`,
  );
}

/** systemd.getty_auto=: a boolean, or (newer) a list of sources. */
function gettySources(context: GeneratorContext): ReadonlySet<string> {
  const all = new Set(['credential', 'container', 'console', 'builtin']);
  let sources: ReadonlySet<string> = all;
  if (!context.does('getty-auto')) return all;
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (!sameKey(key, 'systemd.getty_auto')) continue;
    const on = value === undefined || value === '' ? true : parseBoolean(value);
    if (on !== undefined) sources = on ? all : new Set();
    else if (context.does('getty-auto-sources')) {
      const words = (value ?? '').split(',').filter((word) => word !== '');
      if (words.every((word) => all.has(word))) sources = new Set(words);
    }
  }
  return sources;
}

/** tpm2-generator: waits for the chip where the firmware has one, or where systemd.tpm2_wait= says so. */
export function tpm2(context: GeneratorContext): void {
  const wait = lastSwitch(context, 'systemd.tpm2_wait');
  if (wait === false) return;
  if (wait === undefined || context.does('tpm2-needs-support'))
    unknown(context, 'Whether sysinit.target wants tpm2.target depends on the firmware; it is left out.');
  else context.output.dependency('normal', 'sysinit.target', 'wants', `${context.unitDirectory}/tpm2.target`, SOURCE);
}

/** factory-reset-generator: systemd.factory_reset=, or a variable of the firmware. */
export function factoryReset(context: GeneratorContext): void {
  if (lastSwitch(context, 'systemd.factory_reset') === true)
    context.output.dependency('early', 'basic.target', 'wants', 'factory-reset-now.target', SOURCE);
}

/** import-generator: nothing without systemd.pull=. */
export function imports(context: GeneratorContext): void {
  if (cmdlineItems(context.cmdline).some(({ key }) => sameKey(key, 'systemd.pull')))
    unknown(context, 'The download services that systemd.pull= asks for are not computed.');
}

function lastSwitch(context: GeneratorContext, name: string): boolean | undefined {
  let found: boolean | undefined;
  for (const { key, value } of cmdlineItems(context.cmdline))
    if (sameKey(key, name)) found = value === undefined ? true : (parseBoolean(value) ?? found);
  return found;
}

function unknown({ output }: GeneratorContext, message: string): void {
  output.report({ severity: 'info', code: 'generator-partly-modelled', message });
}
