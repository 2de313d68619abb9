/** Small roots that only the page's tests need. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param units text by name, without targets that every boot has; services are wanted by multi-user.target */
export function smallRoot(
  units: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): string {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-small-'));
  const folder = join(root, 'etc/systemd/system');
  mkdirSync(join(folder, 'multi-user.target.wants'), { recursive: true });
  const all: Record<string, string> = {
    'shutdown.target': '[Unit]\nDescription=Down\n',
    'sysinit.target': '[Unit]\nDescription=Set up\n',
    'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
    'multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\n',
    ...units,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  for (const [name, to] of Object.entries({ 'default.target': 'multi-user.target', ...links }))
    symlinkSync(to, join(folder, name));
  for (const name of Object.keys(units))
    if (name.endsWith('.service')) symlinkSync(`../${name}`, join(folder, 'multi-user.target.wants', name));
  return root;
}

const SERVICE = '[Service]\nType=oneshot\nExecStart=/bin/true\n';

/** `consumer` waits for `provider`, and on the same line for `store` by another name of it. */
export function aliasBeside(): string {
  return smallRoot(
    {
      'consumer.service': `[Unit]\nAfter=provider.service warehouse.service\n${SERVICE}`,
      'provider.service': SERVICE,
      'store.service': SERVICE,
    },
    { 'warehouse.service': 'store.service' },
  );
}
