/** Where a finding is shown by those who show it at a file and line only. */
import type { Finding } from '../audit/rule.ts';

/** Of a finding without a file: the one that an administrator writes to settle it. GitHub refuses a whole upload for one result without a file. */
export function fileFor({ file, unit }: Pick<Finding, 'file' | 'unit'>): string {
  if (file !== undefined) return file;
  const [, init, name] = /^(sysv|upstart):(.+)$/.exec(unit ?? '') ?? [];
  if (init === 'sysv') return `/etc/init.d/${name}`;
  if (init === 'upstart') return `/etc/init/${name}.conf`;
  return unit === undefined ? '/etc/systemd/system' : `/etc/systemd/system/${unit}`;
}
