/**
 * systemd-ssh-generator (v256 and later): sockets for sshd, wherever it is installed. The local AF_UNIX one always; those of VMs and
 * containers depend on the machine.
 */

import { cmdlineItems, sameKey, switchValue } from '../../words/kernel-cmdline.ts';
import { EXEC_PATH } from '../exec-path.ts';
import { systemLoadPath } from '../load-path.ts';
import type { GeneratorContext } from './context.ts';

export function ssh(context: GeneratorContext): void {
  let automatic = true;
  const listen = new Set<string>();
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (sameKey(key, 'systemd.ssh_auto')) automatic = switchValue(value, automatic);
    else if (sameKey(key, 'systemd.ssh_listen') && value !== undefined) {
      const address = socketAddress(value);
      if (address !== undefined) listen.add(address);
    }
  }
  if (!automatic && listen.size === 0) return;
  const sshd = sshdOf(context);
  if (sshd === undefined) return;
  let number = 1;
  for (const address of [...listen].sort()) {
    addSocket(context, sshd, number === 1 ? 'sshd-extra' : `sshd-extra-${number}`, address, true);
    number++;
  }
  if (automatic) addSocket(context, sshd, 'sshd-unix-local', '/run/ssh-unix-local/socket', false);
}

/** Of a copy without programs: its unit shows that it is installed. */
function sshdOf({ snapshot, wouldHold }: GeneratorContext): string | undefined {
  const found = EXEC_PATH.map((dir) => `${dir}/sshd`).find((file) => {
    const stat = snapshot.stat(file);
    return stat?.kind === 'file' && (stat.mode & 0o111) !== 0;
  });
  if (found !== undefined || EXEC_PATH.every((dir) => wouldHold(`${dir}/sshd`))) return found;
  const units = systemLoadPath(true).flatMap((dir) => [`${dir}/sshd.service`, `${dir}/ssh.service`]);
  return units.some((file) => snapshot.stat(file)?.kind === 'file') ? '/usr/sbin/sshd' : undefined;
}

function addSocket(context: GeneratorContext, sshd: string, name: string, address: string, remote: boolean): void {
  const { snapshot, output } = context;
  const template = systemLoadPath(false)
    .filter((dir) => !dir.includes('/generator'))
    .map((dir) => `${dir}/sshd@.service`)
    .find((file) => snapshot.lstat(file) !== undefined);
  const source = { file: template ?? sshd };
  if (template === undefined) {
    const lines = ['[Unit]', 'Description=OpenSSH Per-Connection Server Daemon', '', '[Service]'];
    lines.push(`ExecStart=-${sshd} -i`, 'StandardInput=socket');
    output.unit('normal', 'sshd-generated@.service', lines, source);
  }
  output.link('normal', `${name}@.service`, template ?? '/run/systemd/generator/sshd-generated@.service', source);
  const socket = [
    '[Unit]',
    `Description=OpenSSH Server Socket (systemd-ssh-generator, ${remote ? address : 'AF_UNIX Local'})`,
  ];
  if (remote) socket.push('Wants=ssh-access.target', 'Before=ssh-access.target');
  socket.push('', '[Socket]', `ListenStream=${address}`, 'Accept=yes', 'PollLimitIntervalSec=30s', 'PollLimitBurst=50');
  output.unit('normal', `${name}.socket`, socket, source);
  output.dependency('normal', 'sockets.target', 'wants', `${name}.socket`, source);
}

/** socket_address_parse and _print: a path, `@abstract`, a port, ADDRESS:PORT, vsock:CID:PORT. undefined: none of them. */
function socketAddress(text: string): string | undefined {
  if (/^[/@]./.test(text)) return text;
  if (/^\d+$/.test(text)) return Number(text) >= 1 && Number(text) <= 65535 ? `[::]:${Number(text)}` : undefined;
  return /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:.]+\]|vsock:\d*):\d+$/.test(text) ? text : undefined;
}
