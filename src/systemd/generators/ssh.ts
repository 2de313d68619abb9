/** systemd-ssh-generator (v256 and later): the local AF_UNIX socket, made wherever sshd is installed. Sockets of VMs and containers are not known offline. */
import { cmdlineItems, parseBoolean, sameKey } from '../kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';

const UNIT_DIRECTORIES = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
];

export function ssh(context: GeneratorContext): void {
  const { snapshot, output } = context;
  let enabled = true;
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (sameKey(key, 'systemd.ssh_auto')) enabled = value === undefined ? true : (parseBoolean(value) ?? enabled);
  }
  const sshd = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin']
    .map((dir) => `${dir}/sshd`)
    .find((file) => ((snapshot.stat(file)?.mode ?? 0) & 0o111) !== 0);
  if (!enabled || sshd === undefined) return;
  const template = UNIT_DIRECTORIES.map((dir) => `${dir}/sshd@.service`).find(
    (file) => snapshot.lstat(file) !== undefined,
  );
  if (template === undefined) {
    const lines = [
      '[Unit]',
      'Description=OpenSSH Per-Connection Server Daemon',
      '',
      '[Service]',
      `ExecStart=-${sshd} -i`,
      'StandardInput=socket',
    ];
    output.unit('normal', 'sshd-generated@.service', lines, { file: sshd });
  }
  output.link('normal', 'sshd-unix-local@.service', template ?? '/run/systemd/generator/sshd-generated@.service', {
    file: template ?? sshd,
  });
  const socket = ['[Unit]', 'Description=OpenSSH Server Socket (systemd-ssh-generator, AF_UNIX Local)', '', '[Socket]'];
  socket.push('ListenStream=/run/ssh-unix-local/socket', 'Accept=yes', 'PollLimitIntervalSec=30s', 'PollLimitBurst=50');
  output.unit('normal', 'sshd-unix-local.socket', socket, { file: sshd });
  output.dependency('normal', 'sockets.target', 'wants', 'sshd-unix-local.socket', { file: sshd });
}
