/** Random configurations of zram-generator. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const LINES = [
  'zram-size = min(ram / 2, 4096)',
  'zram-size=0',
  'zram-size=512',
  'zram-fraction=0.5',
  'zram-fraction=0',
  'max-zram-size=0',
  'max-zram-size=none',
  'host-memory-limit=none',
  'mount-point=/var/compressed data/',
  'mount-point = /run//x-y/',
  'fs-type=swap',
  'fs-type=ext4',
  'swap-priority=-1',
  'options=',
  'options=nofail',
  'writeback-device=/dev/disk/by-partuuid/a-b',
  'writeback-device=/dev/sdb',
  '# a remark',
  '; another',
  'compression-algorithm=zstd',
  'unheard-of=1',
];

export function zramCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const text = (devices: readonly string[]): string =>
    devices
      .filter(() => random.chance(0.6))
      .map((name) => `[${name}]\n${random.some(LINES, 3).join('\n')}\n`)
      .join('');
  const maybe = (path: string, content: string): unknown => random.chance(0.5) && files.set(path, { content });
  maybe('/usr/lib/systemd/zram-generator.conf', text(['zram0', 'zramx']));
  maybe('/etc/systemd/zram-generator.conf', text(['zram0', 'zram1', 'other']));
  maybe('/etc/systemd/zram-generator.conf.d/10.conf', text(['zram1', 'zram2']));
  maybe('/usr/lib/systemd/zram-generator.conf.d/10.conf', text(['zram3']));
  maybe('/usr/lib/systemd/zram-generator.conf.d/20.conf', text(['zram0', 'zram4']));
  if (random.chance(0.2)) files.set('/etc/systemd/zram-generator.conf.d/20.conf', { link: '/dev/null' });
  maybe('/etc/systemd/zram-generator.conf.d/30.txt', text(['zram5']));
  return { files, cmdline: '' };
}
