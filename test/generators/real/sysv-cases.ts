/** Random init scripts: headers right and wrong, links by number, native units and masks of the same names. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const NAMES = [
  ...[
    'alpha',
    'beta',
    'gamma',
    'delta.sh',
    'alpha.sh',
    'we ird',
    'a.b',
    'at@x',
    'tpl@',
    'ünï',
    'dash-ed',
    'under_score',
    'back.bak',
    'named',
  ],
  ...[
    'tick.timer',
    'network',
    '.hidden',
    'tilde~',
    'x%y',
    'plus+',
    'new.dpkg-new',
    'up.target',
    'svc.service',
    'star*',
    'q"uote',
    'back\\slash',
  ],
];
const WORDS = [
  ...NAMES.map((name) => name.replace(/ .*/, '')),
  ...[
    '$network',
    '$local_fs',
    '$remote_fs',
    '$syslog',
    '$time',
    '$named',
    '$portmap',
    '$all',
    '$x-display-manager',
    '$mail',
    'network',
    'syslog',
    'time',
  ],
  ...[
    'alpha.service',
    'foo',
    'bar.sh',
    'b.target',
    '+plus',
    '$',
    '$we/ird',
    '"quo ted"',
    "'half",
    'esc\\ aped',
    'path/like',
    '/abs',
    'c.mount',
    '$a@b',
    'portmap',
  ],
];
const KEYS = [
  ...[
    'Provides',
    'Required-Start',
    'Required-Start',
    'Should-Start',
    'X-Start-Before',
    'X-Start-After',
    'Required-Stop',
    'Default-Start',
  ],
  ...['Default-Stop', 'PROVIDES', 'required-start', 'X-Interactive', 'Provides', 'should-start'],
];
const EXTRA = [
  ...[
    '# chkconfig: 2345 20 80',
    '# description: does a thing \\',
    '#   and more',
    '# description: plain',
    '# pidfile: /run/x.pid',
    '# pidfile: relative',
  ],
  ...[
    'echo "Usage: $0 {start|stop|reload}"',
    'echo "Usage: $0 \\',
    '  {start|reload|stop}"',
    'reload)',
    'log_success "usage {reload"',
    '#',
    '',
    '  # indented',
    'exit 0',
  ],
];

export function sysvCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const picked = Array.from({ length: random.below(7) + 1 }, () => random.pick(NAMES));
  // Of two scripts for one unit, and of two that provide one name, the folder's own order decides, which no copy of it keeps.
  const names = [...new Map(picked.map((name) => [name.replace(/\.sh$/, ''), name])).values()];
  const provided = new Set<string>();
  for (const name of names) {
    const mode = random.pick([0o755, 0o755, 0o755, 0o644, 0o100, 0o744]);
    const content = script(random, provided);
    files.set(`/etc/init.d/${name}`, { content, mode: mode === 0o100 ? 0o755 : mode });
    if (random.chance(0.1) && !/provides/i.test(content))
      files.set(`/etc/init.d/lnk-${name}`, { link: random.pick([name, 'missing']) });
    if (random.chance(0.1))
      files.set(`${random.pick(['/etc', '/usr/lib', '/usr/local/lib'])}/systemd/system/${unit(name)}`, native(random));
    for (const level of ['S', '0', '1', '2', '3', '4', '5', '6'])
      if (random.chance(0.35)) {
        const prefix = random.pick(['S01', 'S20', 'S20', 'S99', 'K01', 'S5', 'Sxx', 's20', 'S123']);
        files.set(`/etc/rc${level}.d/${prefix}${random.chance(0.9) ? name : random.pick(NAMES)}`, {
          link: `../init.d/${name}`,
        });
      }
  }
  return { files, cmdline: '' };
}

function bare(word: string): string {
  return word.replace(/\W|sh$|service$/g, '');
}

function unit(name: string): string {
  return `${name.replace(/\.sh$/, '').replace(/@.*/, '@')}.service`;
}

function native(random: Random): CaseFile {
  return random.pick<CaseFile>([
    { link: '/dev/null' },
    { link: 'nowhere.service' },
    { content: '[Service]\nExecStart=/bin/true\n' },
    { content: '' },
  ]);
}

function script(random: Random, provided: Set<string>): string {
  const lines = random.chance(0.9) ? ['#!/bin/sh'] : [];
  lines.push(...random.some(EXTRA, 2));
  if (random.chance(0.75)) {
    lines.push(
      random.pick([
        '### BEGIN INIT INFO',
        '### BEGIN INIT INFO',
        '### BEGIN INIT INFO ',
        '###BEGIN INIT INFO',
        '  ### BEGIN INIT INFO',
      ]),
    );
    for (let n = random.below(6); n > 0; n--) {
      const gap = random.pick([' ', '  ', '\t', '']);
      const key = random.pick(KEYS);
      let words = random.some(WORDS, 4);
      if (/^provides$/i.test(key)) {
        words = words.filter((word) => word.startsWith('$') || !provided.has(bare(word)));
        for (const word of words) provided.add(bare(word));
      }
      lines.push(`#${random.pick([' ', ' ', '', '\t'])}${key}:${gap}${words.join(random.pick([' ', '  ', '\t']))}`);
      if (random.chance(0.15))
        lines.push(
          random.pick([
            '# Short-Description: short one',
            '# Description: long one',
            '#  continued',
            '#\tcontinued',
            '# not continued',
            'code here',
            '#',
          ]),
        );
    }
    if (random.chance(0.9)) lines.push('### END INIT INFO');
  }
  lines.push(...random.some(EXTRA, 4));
  return lines.join(random.chance(0.05) ? '\r\n' : '\n') + random.pick(['\n', '']);
}
