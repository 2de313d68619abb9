import type { BehaviourName } from '../../behaviours/does.ts';
import type { Setting } from '../../graph/model.ts';
import { at } from '../context.ts';
import type { Rule } from '../rule.ts';

interface Discouraged {
  readonly key: RegExp;
  readonly value: RegExp;
  /** Only where systemd behaves so. */
  readonly where?: BehaviourName;
  readonly words: (setting: Setting) => string;
}

/** Values that systemd takes, with a word in its log. */
const TABLE: readonly Discouraged[] = [
  {
    key: /^KillMode$/,
    value: /^none$/,
    words: () =>
      'KillMode=none leaves processes behind that systemd no longer watches over; write mixed or control-group.',
  },
  {
    key: /^Standard(Output|Error)$/,
    value: /^syslog(\+console)?$/,
    words: ({ key, value }) =>
      `${key}=${value} is an old word for ${value.replace('syslog', 'journal')}; the line can go, as that is the default.`,
  },
  {
    key: /^(ListenStream|ListenDatagram|ListenSequentialPacket|ListenFIFO|PIDFile)$/,
    value: /^\/var\/run\//,
    words: ({ key, value }) =>
      `${key}=${value} names the old folder /var/run; systemd takes ${value.replace(/^\/var/, '')} instead.`,
  },
  {
    key: /^(Socket)?User$/,
    value: /^nobody$/,
    words: ({ key }) =>
      `${key}=nobody shares its rights with whatever else runs as nobody; a user of its own, or DynamicUser=yes, is safe.`,
  },
  {
    key: /^Exec(Condition|Start|Reload|Stop)(Pre|Post)?$/,
    value: /^[-@:+|]*!!/,
    where: 'no-ambient-prefix',
    words: ({ key }) =>
      `!! before the command of ${key}= is no longer supported; the command runs as if it were not there.`,
  },
];

export const discouragedValue: Rule = {
  id: 'discouraged-value',
  severity: 'notice',
  statement: 'No unit file uses a value that systemd takes with a warning.',
  why: 'The value is unsafe, or an old spelling that systemd still translates and will give up one day.',
  mend: 'Write what the message names.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\nKillMode=none\nPIDFile=/var/run/web.pid\n',
    },
    finds: ['/etc/systemd/system/web.service:3', '/etc/systemd/system/web.service:4'],
    mended: {
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\nKillMode=mixed\nPIDFile=/run/web.pid\n',
    },
  },
  *check({ keys, does }) {
    for (const { unit, setting } of keys) {
      const found = TABLE.find(
        ({ key, value, where }) =>
          (where === undefined || does(where)) && key.test(setting.key) && value.test(setting.value),
      );
      if (found === undefined) continue;
      yield {
        message: found.words(setting),
        unit: unit.id,
        ...at(setting),
        severity: setting.file.startsWith('/etc/') ? 'notice' : 'info',
      };
    }
  },
};
