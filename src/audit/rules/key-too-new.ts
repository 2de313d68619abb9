import { knownSince } from '../../behaviours/keys.ts';
import { at } from '../context.ts';
import type { Rule } from '../rule.ts';

export const keyTooNew: Rule = {
  id: 'key-too-new',
  severity: 'warning',
  statement: 'Unit files use only keys that this root’s systemd knows.',
  why: 'An older systemd ignores the key: a unit made for a newer one may run without the protection, the limit or the dependency that its author counted on.',
  mend: 'Do without the key on this version, or upgrade systemd.',
  example: {
    files: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\nRestartSteps=5\n' },
    version: 252,
    finds: ['/etc/systemd/system/web.service:3'],
    mended: { '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ keys, version }) {
    for (const { unit, setting, knowledge } of keys) {
      if (knowledge !== 'too-new') continue;
      yield {
        message: `${setting.key}= is not known to systemd ${version} (${knownSince(setting.section, setting.key)} is the first that knows it) and is ignored.`,
        unit: unit.id,
        ...at(setting),
        // A distribution ships files for several versions on purpose; what an administrator wrote is meant to work.
        severity: setting.file.startsWith('/etc/') ? 'warning' : 'info',
      };
    }
  },
};
