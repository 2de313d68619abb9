/** lvm2-activation-generator (LVM before 2.03.14): where event_activation is off, volumes are activated at two fixed points. */
import type { GeneratorContext } from './context.ts';
import type { Source } from './output.ts';

const CONF = '/etc/lvm/lvm.conf';
/** Later files win. */
const FILES = [CONF, '/etc/lvm/lvmlocal.conf'];

export function lvmActivation({ snapshot, output }: GeneratorContext): void {
  let off: Source | undefined;
  for (const file of FILES) {
    const found = eventActivation(snapshot.read(file) ?? '');
    if (found !== undefined) off = found.on ? undefined : { file, line: found.line };
  }
  if (off === undefined) return;
  const head = ['[Unit]', `SourcePath=${CONF}`, 'DefaultDependencies=no', 'Conflicts=shutdown.target'];
  const start = ['ExecStart=/sbin/lvm vgchange -aay', 'Type=oneshot'];
  const local = ['Before=local-fs-pre.target shutdown.target', 'Wants=systemd-udev-settle.service', '', '[Service]'];
  const early = ['After=systemd-udev-settle.service', 'Before=cryptsetup.target', ...local];
  const main = ['After=lvm2-activation-early.service cryptsetup.target', ...local];
  const net = ['After=lvm2-activation.service iscsi.service fcoe.service rbdmap.service'];
  net.push('Before=remote-fs-pre.target shutdown.target', '', '[Service]', 'ExecStartPre=/bin/udevadm settle');
  const units = [
    ['lvm2-activation-early.service', early, 'local-fs-pre.target'],
    ['lvm2-activation.service', main, 'local-fs-pre.target'],
    ['lvm2-activation-net.service', net, 'remote-fs-pre.target'],
  ] as const;
  for (const [unit, lines, target] of units) {
    output.unit('normal', unit, [...head, ...lines, ...start], off);
    output.dependency('normal', target, 'wants', `/run/systemd/generator/${unit}`, off);
  }
}

/** global/event_activation of an LVM configuration; undefined where it is not set. */
function eventActivation(text: string): { readonly on: boolean; readonly line: number } | undefined {
  let found: { on: boolean; line: number } | undefined;
  const sections: string[] = [];
  text.split('\n').forEach((raw, index) => {
    const tokens = raw.replace(/#.*/, '').matchAll(/(?<![\w/])([\w/]+)\s*(?:\{|=\s*(\S+))|\}/g);
    for (const [whole, name = '', value] of tokens) {
      if (whole === '}') sections.pop();
      else if (value === undefined) sections.push(name);
      else if ([...sections, name].join('/') === 'global/event_activation')
        found = { on: value !== '0', line: index + 1 };
    }
  });
  return found;
}
