/** Random kernel command lines and marker files for the generators that go by them. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const WORDS = [
  ...[
    'quiet',
    'ro',
    '3',
    '5',
    '1',
    'single',
    's',
    'S',
    '-b',
    'emergency',
    'rescue',
    '0',
    '6',
    'systemd.unit=rescue.target',
    'systemd.unit=x',
  ],
  ...[
    'systemd.unit',
    'systemd.unit=',
    'systemd.mask=foo.service',
    'systemd.mask=foo',
    'systemd.mask=/srv',
    'systemd.mask=/dev/sda',
    'systemd.mask=',
  ],
  ...[
    'systemd.mask=a@b',
    'systemd.mask=we"ird',
    'systemd.mask=%x',
    'systemd.wants=bar.service',
    'systemd.wants=baz',
    'systemd.wants=x.timer',
    'systemd.mask',
  ],
  ...[
    'systemd.debug_shell',
    'systemd.debug-shell=1',
    'systemd.debug_shell=no',
    'systemd.debug_shell=ttyS0',
    'systemd.debug_shell=/dev/tty3',
  ],
  ...[
    'systemd.debug_shell=tty9',
    'systemd.default_debug_tty=tty4',
    'systemd.default-debug-tty=/dev/ttyS1',
    'systemd.debug_shell=/dev//hvc0',
  ],
  ...[
    'systemd.break',
    'systemd.break=pre-udev',
    'systemd.break=pre-basic,pre-mount',
    'systemd.break=odd,pre-udev',
    'systemd.break=pre-switch-root',
  ],
  ...[
    'rd.systemd.break=pre-udev',
    'rd.systemd.unit=x.target',
    'rd.systemd.mask=y.service',
    'systemd.run=/bin/true',
    'systemd.run="echo %h a"',
  ],
  ...[
    'systemd.run_success_action=none',
    'systemd.run-success-action=reboot',
    'systemd.run_failure_action=none',
    'systemd.run',
    'rd.systemd.run=/x',
  ],
  ...[
    'systemd.getty_auto=0',
    'systemd.getty_auto=1',
    'console=ttyS0,115200',
    'console=tty0',
    'systemd.gpt_auto=0',
    'systemd.tpm2_wait=1',
    'systemd.tpm2-wait=0',
  ],
  ...[
    'systemd.factory_reset=1',
    'systemd.factory_reset=0',
    'systemd.ssh_auto=0',
    'systemd.ssh_listen=2222',
    'systemd.ssh_listen=/run/x',
    'systemd.ssh-listen=bad',
  ],
  ...[
    'systemd.ssh_listen=127.0.0.1:22',
    'systemd.ssh_listen=vsock:2:22',
    'systemd.ssh_auto',
    'systemd.ssh_listen=@abs',
    "systemd.wants='q r.service'",
  ],
];

export function bootCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const maybe = (path: string, file: CaseFile): unknown => random.chance(0.2) && files.set(path, file);
  maybe('/system-update', { link: '/var/lib/system-update' });
  maybe('/etc/system-update', { link: '/nowhere' });
  const mode = random.pick([0o755, 0o644, 0o111]);
  if (random.chance(0.3)) files.set('/etc/rc.local', { content: '#!/bin/sh\nexit 0\n', mode });
  maybe('/etc/systemd/system/sshd@.service', { content: '[Service]\nExecStart=/bin/true\n' });
  return { files, cmdline: (random.chance(0.1) ? [] : random.some(WORDS, 8)).join(' ') };
}
