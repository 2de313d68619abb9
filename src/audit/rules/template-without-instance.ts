import { linkEntries } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const templateWithoutInstance: Rule = {
  id: 'template-without-instance',
  severity: 'warning',
  statement: 'A template is enabled with an instance.',
  why: 'web@.service by itself cannot be started. systemd puts the name of the unit that wants it in place of the instance (web@multi-user.service), which is hardly what was meant.',
  mend: 'Enable an instance: systemctl enable web@NAME.service; or give the template DefaultInstance=.',
  example: {
    files: {
      '/etc/systemd/system/web@.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web@.service': { link: '../web@.service' },
    },
    finds: ['/etc/systemd/system/multi-user.target.wants/web@.service'],
    mended: {
      '/etc/systemd/system/multi-user.target.wants/web@.service': null,
      '/etc/systemd/system/multi-user.target.wants/web@a.service': { link: '../web@.service' },
    },
  },
  *check({ opened }) {
    for (const { unit, name, path, target } of linkEntries(opened)) {
      // In the folder of an instance the template stands for the same instance: that is what it is for.
      if (target === undefined || !/@\.[a-z]+$/.test(name) || unit.includes('@')) continue;
      const instance = unit.slice(0, unit.lastIndexOf('.'));
      yield {
        message: `${unit} wants the template ${name} without an instance: systemd starts ${name.replace('@.', `@${instance}.`)}.`,
        unit: name,
        file: path,
      };
    }
  },
};
