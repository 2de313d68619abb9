import type { BootNode, Setting } from '../../graph/model.ts';
import { expandSpecifiers } from '../../systemd/specifiers.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { at, effective } from '../context.ts';
import { accountMaker, isDynamic, knownAccounts } from '../known-accounts.ts';
import type { Rule } from '../rule.ts';

const SECTIONS: Readonly<Partial<Record<BootNode['type'], string>>> = {
  service: 'Service',
  socket: 'Socket',
  mount: 'Mount',
  swap: 'Swap',
};

export const accountMissing: Rule = {
  id: 'account-missing',
  severity: 'error',
  scope: 'system',
  statement: 'The user and the groups that a unit runs as exist.',
  why: 'The start fails at once with status 217/USER or 216/GROUP.',
  mend: 'Create it (a line in /etc/sysusers.d does at boot), or correct the name.',
  example: {
    files: {
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nweb:x:900:900::/:/bin/false\n',
      '/etc/group': 'root:x:0:\nweb:x:900:\n',
      '/etc/systemd/system/web.service': '[Service]\nUser=wbe\nGroup=web\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/sysusers.d/web.conf': 'u wbe -\n' },
  },
  *check({ units, attempted, opened }) {
    const accounts = knownAccounts(opened);
    if (accounts === undefined) return;
    const maker = accountMaker(opened);
    const unless = maker === undefined ? '' : `, unless ${maker.file}:${maker.line} makes it on the machine`;
    for (const unit of units) {
      if (unit.load !== 'loaded' || unit.fragment === null || unit.checks?.outcome === 'skipped' || isElsewhere(unit))
        continue;
      for (const [key, known] of [
        ['User', accounts.users],
        ['Group', accounts.groups],
        ['SupplementaryGroups', accounts.groups],
      ] as const)
        for (const setting of settingsOf(unit, key))
          for (const word of setting.value.split(/\s+/)) {
            const made = expandSpecifiers(word, unit.id, opened.host, 'full');
            const name = 'text' in made ? made.text : '';
            if (name === '' || /^\d+$/.test(name) || known.has(name)) continue;
            const what = key === 'User' ? 'user' : 'group';
            const [near] = nearestNames(name, [...known]);
            yield {
              message: `${unit.id} runs as ${what} ${name}, which neither /etc/${what === 'user' ? 'passwd' : 'group'} nor sysusers.d of this root has${unless}.`,
              unit: unit.id,
              ...at(setting),
              severity: !attempted(unit.id)
                ? 'info'
                : unit.facts.conditions || maker !== undefined
                  ? 'warning'
                  : 'error',
              ...(near === undefined
                ? {}
                : { mend: `Write ${near}, if that is meant, or create it (/etc/sysusers.d).` }),
            };
          }
    }
  },
};

function settingsOf(unit: BootNode, key: string): readonly Setting[] {
  const section = SECTIONS[unit.type];
  if (section === undefined) return [];
  const all = effective(unit, section, key);
  return key === 'SupplementaryGroups' ? all : all.slice(-1);
}

/** Users of another root are not this root's, and those of DynamicUser= are made as they are needed. */
function isElsewhere(unit: BootNode): boolean {
  return (
    isDynamic(unit) ||
    unit.settings.some(
      ({ key, value, overridden }) =>
        !overridden && value !== '' && /^Root(Directory|Image|MStack)$|^ExtensionImages$/.test(key),
    )
  );
}
