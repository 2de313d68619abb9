/** What `systemctl --root=R enable` makes of specifiers in [Install], of file paths and of templates: seen in runs of 252. */
import { describe, expect, test } from 'vitest';
import { installRoot } from '../../src/systemd/install/context.ts';
import { type InstallVerb, operate } from '../../src/systemd/install/operate.ts';
import { type Entry, memoryRoot } from '../memory-root.ts';

const ETC = '/etc/systemd/system';

function run(
  files: Readonly<Record<string, Entry>>,
  verb: InstallVerb,
  name: string,
  version = 252,
  user?: Record<string, never>,
): { readonly links: Readonly<Record<string, string | null>>; readonly problems: readonly string[] } {
  const done = operate(installRoot(memoryRoot(files), version, user), verb, [name]);
  return {
    links: Object.fromEntries(done.changes.map(({ path, target }) => [path.replace(`${ETC}/`, ''), target])),
    problems: done.problems,
  };
}

const socket = (install: string): Readonly<Record<string, Entry>> => ({
  [`${ETC}/a-some-link@.socket`]: `[Install]\n${install}\n`,
});
const RELEASE = {
  '/etc/os-release': `ID='the-id'\nVERSION_ID=39a\nBUILD_ID=build-id\nVARIANT_ID=wrong\nVARIANT_ID=right\nIMAGE_ID="foobar"\nIMAGE_VERSION='1-2-3'\n`,
};

/** The name that Alias=t@LETTER:%LETTER.socket comes to; undefined: it is refused. */
function alias(letter: string, more: Readonly<Record<string, Entry>> = {}, version = 252): string | undefined {
  const files = { ...socket(`Alias=t@${letter}:%${letter}.socket`), ...more };
  const { links } = run(files, 'enable', 'a-some-link@.socket', version);
  return Object.keys(links)[0]?.replace(`t@${letter}:`, '').replace('.socket', '');
}

describe('specifiers of [Install]', () => {
  test('those of the name', () => {
    expect(['i', 'j', 'n', 'N', 'p'].map((letter) => alias(letter))).toEqual([
      '',
      'link',
      'a-some-link@.socket',
      'a-some-link@',
      'a-some-link',
    ]);
  });

  test('those of os-release are empty where a field is missing, and none where the file is', () => {
    expect([...'ABMowW'].map((letter) => alias(letter, RELEASE))).toEqual([
      '1-2-3',
      'build-id',
      'foobar',
      'the-id',
      '39a',
      'right',
    ]);
    expect([...'ABMowW'].map((letter) => alias(letter, { '/etc/os-release': '# empty\n' }))).toEqual(Array(6).fill(''));
    expect([...'ABMowW'].map((letter) => alias(letter))).toEqual(Array(6).fill(undefined));
    expect(alias('o', { '/usr/lib/os-release': 'ID=vendor\n' })).toBe('vendor');
  });

  test('those of the machine are what its files say', () => {
    const id = '0123456789abcdef0123456789abcdef';
    const files = { '/etc/hostname': 'box.example.org\n', '/etc/machine-id': `${id}\n` };
    expect([...'Hlm'].map((letter) => alias(letter, files))).toEqual(['box.example.org', 'box', id]);
    expect(alias('m')).toBeUndefined();
  });

  test('the user of PID 1 is root; each user’s manager has another', () => {
    expect([...'ugUG'].map((letter) => alias(letter))).toEqual(['root', 'root', '0', '0']);
    const files = { '/etc/systemd/user/a.service': '[Install]\nWantedBy=%u.target\n' };
    const { links, problems } = run(files, 'enable', 'a.service', 252, {});
    expect(links).toEqual({});
    expect(problems.join()).toMatch(/%u is another for each user/);
  });

  test('what only the running machine knows is said to be so, not refused as wrong', () => {
    for (const letter of 'abvq') {
      const { links, problems } = run(socket(`WantedBy=t@%${letter}.target`), 'enable', 'a-some-link@x.socket');
      expect(links).toEqual({});
      expect(problems.join(), letter).toMatch(/running machine/);
    }
  });

  test('specifiers of unit files that [Install] has not, and letters that are none, are refused', () => {
    for (const letter of 'CEfhIJLPsStTVz%') expect([letter, alias(letter)]).toEqual([letter, undefined]);
  });

  test('%o came in 246 and %A in 249', () => {
    expect([alias('o', RELEASE, 245), alias('o', RELEASE, 246)]).toEqual([undefined, 'the-id']);
    expect([alias('A', RELEASE, 248), alias('A', RELEASE, 249)]).toEqual([undefined, '1-2-3']);
  });

  test('WantedBy=, RequiredBy=, Also= and DefaultInstance= have them too', () => {
    const files = {
      [`${ETC}/s.service`]: '[Install]\nWantedBy=os-%o.target\nRequiredBy=user-%u.target\nAlso=%o@.service\n',
      [`${ETC}/the-id@.service`]: '[Install]\nDefaultInstance=%w\nWantedBy=multi-user.target\n',
      ...RELEASE,
    };
    expect(run(files, 'enable', 's.service').links).toEqual({
      'os-the-id.target.wants/s.service': `${ETC}/s.service`,
      'user-root.target.requires/s.service': `${ETC}/s.service`,
      'multi-user.target.wants/the-id@39a.service': `${ETC}/the-id@.service`,
    });
  });
});

describe('files outside the load path', () => {
  const FILE = { '/opt/own.path': '[Install]\nWantedBy=paths.target\n' };

  test('a file named by its path is linked and enabled', () => {
    expect(run(FILE, 'enable', '/opt/own.path').links).toEqual({
      'own.path': '/opt/own.path',
      'paths.target.wants/own.path': '/opt/own.path',
    });
  });

  test('where another file has the name, nothing is done; before 251 what could be was', () => {
    const files = { ...FILE, [`${ETC}/own.path`]: { link: '/srv/own.path' }, '/srv/own.path': '[Install]\n' };
    expect(run(files, 'enable', '/opt/own.path').links).toEqual({});
    expect(run(files, 'enable', '/opt/own.path', 249).links).toEqual({
      'paths.target.wants/own.path': '/opt/own.path',
    });
  });

  test('a path that leads nowhere is told', () => {
    expect(run({}, 'enable', '/opt/own.path').problems.join()).toMatch(/no unit file/);
  });
});

test('disabling a template takes the links of all its instances, from 251 on wherever they lead', () => {
  const files: Readonly<Record<string, Entry>> = {
    [`${ETC}/t@.service`]: '[Install]\nWantedBy=s.target\n',
    [`${ETC}/s.target.wants/t@one.service`]: { link: '../t@.service' },
    [`${ETC}/s.target.wants/t@two.service`]: { link: 't@two.service' },
    [`${ETC}/s.target.wants/t@three.service`]: { link: '/run/nowhere/t@.service' },
    [`${ETC}/s.target.wants/other@one.service`]: { link: '../other@.service' },
  };
  const gone = (version: number): readonly string[] => Object.keys(run(files, 'disable', 't@.service', version).links);
  expect(gone(252)).toEqual([
    's.target.wants/t@one.service',
    's.target.wants/t@three.service',
    's.target.wants/t@two.service',
  ]);
  expect(gone(249)).toEqual(['s.target.wants/t@one.service', 's.target.wants/t@three.service']);
});
