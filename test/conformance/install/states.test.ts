/** `list` beside `systemctl list-unit-files`: state and preset of every unit file. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type ListedUnit, list } from '../../../src/answers/list.ts';
import { openFolder } from '../../../src/open.ts';
import { oracleAvailable, oracleVersion } from '../oracle.ts';
import { writeInstallRoot } from './trees.ts';

const VENDOR = '/usr/lib/systemd/system';
const ETC = '/etc/systemd/system';
const INSTALL = '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n';
const PLAIN = '[Service]\nExecStart=/bin/true\n';

/** Each kind of state once: files by path; a text that begins with -> is a link. */
const FILES: Readonly<Record<string, string>> = {
  [`${VENDOR}/on.service`]: INSTALL,
  [`${ETC}/multi-user.target.wants/on.service`]: `-> ${VENDOR}/on.service`,
  [`${VENDOR}/off.service`]: INSTALL,
  [`${VENDOR}/plain.service`]: PLAIN,
  [`${VENDOR}/shut.service`]: INSTALL,
  [`${ETC}/shut.service`]: '-> /dev/null',
  [`${VENDOR}/shut-by-vendor.service`]: '-> /dev/null',
  [`${VENDOR}/empty.service`]: '',
  [`${VENDOR}/other-name.service`]: '-> plain.service',
  [`${VENDOR}/also.service`]: `${PLAIN}[Install]\nAlso=on.service\n`,
  [`${VENDOR}/gate@.service`]: `${PLAIN}[Install]\nWantedBy=multi-user.target\nDefaultInstance=one\n`,
  [`${ETC}/multi-user.target.wants/gate@two.service`]: `-> ${VENDOR}/gate@.service`,
  [`${VENDOR}/door@.service`]: `${PLAIN}[Install]\nWantedBy=multi-user.target\nDefaultInstance=one\n`,
  [`${ETC}/multi-user.target.wants/door@one.service`]: `-> ${VENDOR}/door@.service`,
  [`${VENDOR}/named.service`]: `${PLAIN}[Install]\nAlias=called.service\n`,
  [`${ETC}/called.service`]: `-> ${VENDOR}/named.service`,
  [`${VENDOR}/bus.service`]: INSTALL,
  [`${ETC}/unsaid.service`]: `-> ${VENDOR}/bus.service`,
  '/opt/far.service': PLAIN,
  [`${ETC}/far.service`]: '-> /opt/far.service',
  [`${ETC}/nowhere.service`]: '-> /opt/nowhere.service',
  // A wants link counts by its name, though it leads to another unit.
  [`${VENDOR}/by-name.service`]: INSTALL,
  [`${ETC}/multi-user.target.wants/by-name.service`]: '-> /somewhere/else.service',
  // Wanted by the vendor's own link: not enabled by anyone.
  [`${VENDOR}/vendor-wanted.service`]: PLAIN,
  [`${VENDOR}/multi-user.target.wants/vendor-wanted.service`]: '-> ../vendor-wanted.service',
  [`${VENDOR}/now.service`]: INSTALL,
  '/run/systemd/system/multi-user.target.wants/now.service': `-> ${VENDOR}/now.service`,
  [`${VENDOR}/multi-user.target`]: '[Unit]\nDescription=Many users\n',
  '/usr/lib/systemd/system-preset/50-own.preset': 'disable off.service\nenable o*.service\ndisable *\n',
};

/** As systemctl 252 told it of these files. */
const TOLD: Readonly<Record<string, string>> = {
  'also.service': 'indirect disabled',
  'bus.service': 'indirect disabled',
  'by-name.service': 'enabled disabled',
  'called.service': 'alias -',
  'door@.service': 'enabled disabled',
  'empty.service': 'masked disabled',
  'far.service': 'linked disabled',
  'gate@.service': 'indirect disabled',
  'multi-user.target': 'static -',
  'named.service': 'enabled disabled',
  'now.service': 'enabled-runtime disabled',
  'nowhere.service': 'bad disabled',
  'off.service': 'disabled disabled',
  'on.service': 'enabled enabled',
  'other-name.service': 'alias -',
  'plain.service': 'static -',
  'shut-by-vendor.service': 'masked disabled',
  'shut.service': 'masked disabled',
  'unsaid.service': 'alias -',
  'vendor-wanted.service': 'static -',
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  if (!existsSync(join(folder, 'etc/os-release'))) writeFileSync(join(folder, 'etc/os-release'), 'ID=example\n');
  writeFileSync(join(folder, 'etc/machine-id'), `${'0123456789abcdef'.repeat(2)}\n`);
}

const PRESETS = { enable: 'enabled', disable: 'disabled', ignore: 'ignored' } as const;

function ours(folder: string, version: number): Readonly<Record<string, string>> {
  const told = ({ preset }: ListedUnit): string => (preset === null ? '-' : PRESETS[preset.action]);
  const files = list(openFolder(folder, { version })).filter(({ enabled }) => enabled !== null);
  return Object.fromEntries(
    files.filter(({ enabled }) => enabled !== 'generated').map((unit) => [unit.name, `${unit.enabled} ${told(unit)}`]),
  );
}

function theirs(folder: string): Readonly<Record<string, string>> {
  const words = ['list-unit-files', '--no-pager', '--no-legend', '--full'];
  const { stdout } = spawnSync('systemctl', [`--root=${folder}`, ...words], { encoding: 'utf8' });
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  return Object.fromEntries(rows.filter(([name]) => name !== '').map(([name, ...rest]) => [name, rest.join(' ')]));
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-states-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a unit file is enabled, static, masked, an alias … as systemctl 252 says', () => {
  inFolder((folder) => {
    write(folder, FILES);
    expect(ours(folder, 252)).toEqual(TOLD);
  });
});

test('before 246 another name of a unit has the state of its unit', () => {
  inFolder((folder) => {
    write(folder, FILES);
    expect(ours(folder, 245)['other-name.service']).toBe('static -');
    expect(ours(folder, 246)['other-name.service']).toBe('alias -');
  });
});

test.runIf(oracleAvailable() && existsSync('/usr/bin/systemctl'))("the machine's systemctl says the same", () => {
  inFolder((folder) => {
    write(folder, FILES);
    expect(ours(folder, oracleVersion())).toEqual(theirs(folder));
  });
  for (const seed of [1, 2, 3, 12])
    inFolder((folder) => {
      writeInstallRoot(folder, seed);
      write(folder, {});
      const real = theirs(folder);
      expect(Object.keys(real).length).toBeGreaterThan(10);
      expect(ours(folder, oracleVersion()), `seed ${seed}`).toEqual(real);
    });
});
