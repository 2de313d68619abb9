/** systemd-run-generator: systemd.run= of the kernel command line (systemd-run-generator(8)). */
import { append } from '../../words/append.ts';
import { cmdlineItems, sameKey } from '../../words/kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';
import { escapeSpecifiers } from './unit-names.ts';

const SOURCE = { file: '/proc/cmdline' };

export function run(context: GeneratorContext): void {
  const { output } = context;
  const commands: string[] = [];
  let success: string | undefined;
  let failure: string | undefined;
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (value === undefined) continue;
    if (key === 'systemd.run') commands.push(value);
    else if (sameKey(key, 'systemd.run_success_action')) success = value;
    else if (sameKey(key, 'systemd.run_failure_action')) failure = value;
  }
  if (commands.length === 0 && success === undefined) return;
  const service = ['[Unit]', 'SourcePath=/proc/cmdline'];
  if (success !== 'none') service.push(`SuccessAction=${success ?? 'exit'}`);
  if (failure !== 'none') service.push(`FailureAction=${failure ?? 'exit'}`);
  service.push('', '[Service]', 'Type=oneshot', 'StandardOutput=journal+console');
  append(
    service,
    commands.map((command) => `ExecStart=${escapeSpecifiers(command)}`),
  );
  output.unit('normal', 'kernel-command-line.service', service, SOURCE);
  const target = ['[Unit]', 'SourcePath=/proc/cmdline', 'Requires=kernel-command-line.service'];
  target.push('After=kernel-command-line.service');
  output.unit('normal', 'kernel-command-line.target', target, SOURCE);
  output.link('normal', 'default.target', 'kernel-command-line.target', SOURCE);
}
