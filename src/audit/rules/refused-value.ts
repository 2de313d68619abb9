import { at } from '../context.ts';
import type { Rule } from '../rule.ts';
import { ignoredValues } from '../values/ignored-values.ts';

const LONGEST = 80;

export const refusedValue: Rule = {
  id: 'refused-value',
  severity: 'warning',
  statement: 'Every value is one that its key can take.',
  why: 'systemd passes over a value that it cannot read, with one line in its log: the limit, the protection or the time that was meant is not in force, and what stood before, or the default, is.',
  mend: 'Write a value of the kind that the message names; systemd-analyze verify UNIT says the same of a unit.',
  example: {
    files: {
      '/etc/systemd/system/web.service':
        '[Service]\nExecStart=/bin/true\nMemoryMax=2 GiB\nRestartSec=soon\nLimitNOFILE=8192\n',
    },
    finds: ['/etc/systemd/system/web.service:3', '/etc/systemd/system/web.service:4'],
    mended: {
      '/etc/systemd/system/web.service':
        '[Service]\nExecStart=/bin/true\nMemoryMax=2G\nRestartSec=5s\nLimitNOFILE=8192\n',
    },
  },
  *check({ everyKey, opened }) {
    for (const { unit, setting, what, why } of ignoredValues(everyKey, opened.build, opened.host)) {
      const short = what.length > LONGEST ? `${what.slice(0, LONGEST)}…` : what;
      const quoted = short === '' ? 'the empty value' : `"${short}"`;
      yield { message: `systemd ignores ${quoted} in ${setting.key}=: it ${why}.`, unit: unit.id, ...at(setting) };
    }
  },
};
